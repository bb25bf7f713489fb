"""One line for each finding, in the style of compilers, for editors, `grep` and short logs."""

from __future__ import annotations

from collections.abc import Sequence

from ..result import FileResult
from ..safe import safe_path, safe_text
from .style import Style


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return `path:line:column: severity rule message` for each finding."""
    return "".join(
        f"{style.paint('path', f'{safe_path(found.path)}:{found.line}:{found.column}:')} "
        f"{style.paint(found.severity, found.severity)} {style.paint('rule', found.rule)} {safe_text(found.message)}\n"
        for result in results
        for found in result.diagnostics
    )
