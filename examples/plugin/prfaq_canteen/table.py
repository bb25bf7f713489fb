"""The format `csv`: one row a finding, for people who sort in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from prfaq_lint.plugin import FileResult, Style, safe_text

COLUMNS = ("path", "line", "column", "severity", "rule", "message", "fix")


def report(results: Sequence[FileResult], style: Style) -> str:
    """A table with a head."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for result in results:
        for found in result.diagnostics:
            table.writerow([_cell(str(getattr(found, column))) for column in COLUMNS])
    return out.getvalue()


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = safe_text(text)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@", "\t")) else shown
