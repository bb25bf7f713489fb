"""reviewdog's rdjson. Its columns count UTF-8 bytes, and its paths are relative to the current folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..diagnostic import Diagnostic, Replacement
from ..result import FileResult
from ..safe import scalar
from .identity import HOME, About, about
from .json import dump
from .style import Style

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return all findings, with `suggestions` for those that `check --fix` repairs."""
    pages: dict[str, About] = {}
    here = Style()  # the root is not used
    diagnostics = []
    for result in results:
        for found in result.diagnostics:
            if found.rule not in pages:
                pages[found.rule] = about(result, found)
            diagnostics.append(_diagnostic(result, found, here.within(result.path), pages[found.rule].url))
    return dump({"source": {"name": "prfaq-lint", "url": HOME}, "diagnostics": diagnostics})


def _diagnostic(result: FileResult, found: Diagnostic, path: str, url: str) -> dict[str, Any]:
    return {
        "message": scalar(found.message + (f"\nfix: {found.fix}" if found.fix else "")),
        "location": {"path": scalar(path), "range": _range(result, found)},
        "severity": _SEVERITIES[found.severity],
        "code": {"value": found.rule, **({"url": url} if url else {})},
        **(
            {"suggestions": [{"range": _range(result, edit), "text": scalar(edit.text)} for edit in found.edits]}
            if found.edits
            else {}
        ),
    }


def _range(result: FileResult, place: Diagnostic | Replacement) -> dict[str, Any]:
    return {
        "start": {"line": place.line, "column": _bytes(result, place.line, place.column)},
        "end": {"line": place.end_line, "column": _bytes(result, place.end_line, place.end_column)},
    }


def _bytes(result: FileResult, line: int, column: int) -> int:
    """Return the column in bytes for a column in characters, both counted from 1."""
    before = result.excerpts.get(line, "")[: column - 1]
    return column + len(before.encode("utf-8", "replace")) - len(before)
