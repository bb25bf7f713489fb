"""Reporters: one function a format, in one table. Each turns results into text and prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from ..result import FileResult
from .style import Style

__all__ = ["FORMATS", "FOR_PEOPLE", "Reporter", "Style"]

Reporter = Callable[[Sequence[FileResult], Style], str]


def _later(module: str, function: str = "report") -> Reporter:
    """A reporter whose module is imported when it is first called."""

    def report(results: Sequence[FileResult], style: Style) -> str:
        reporter: Reporter = getattr(import_module(f"{__name__}.{module}"), function)
        return reporter(results, style)

    return report


FORMATS: dict[str, Reporter] = {
    "text": _later("text"),
    "concise": _later("concise"),
    "json": _later("json"),
    "jsonl": _later("json", "lines"),
    "sarif": _later("sarif"),
    "github": _later("github"),
    "github-summary": _later("github_summary"),
    "gitlab": _later("gitlab"),
    "junit": _later("junit"),
    "rdjson": _later("rdjson"),
}

FOR_PEOPLE = ("text", "concise")
"""Those that may be coloured, and after which further lines may stand."""
