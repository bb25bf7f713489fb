"""Reporters: one function for each format, in one table. Each turns results into text and prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from ..result import FileResult
from .style import Style

__all__ = ["FORMATS", "FOR_PEOPLE", "GUIDED", "WITH_PAGE", "Reporter", "Style", "known", "reporter"]

Reporter = Callable[[Sequence[FileResult], Style], str]


def _later(module: str, function: str = "report") -> Reporter:
    """Return a reporter whose module is imported on the first call."""

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
    "html": _later("html"),
    "agent": _later("agent"),
}

WITH_PAGE = ("html",)
"""The formats that show the draft itself and need `FileResult.page`."""

GUIDED = ("agent",)
"""The formats that say what to write next and need `FileResult.guide`."""


def known(wanted: Sequence[str] = ()) -> list[str]:
    """Return the names of formats.

    Plug-ins are searched only if a wanted `NAME` or `NAME:FILE` is not built in, or if none is given.
    """
    if wanted and all(value.partition(":")[0] in FORMATS for value in wanted):
        return list(FORMATS)
    from ..rules.plugins import formats

    return [*FORMATS, *formats(FORMATS)]


def reporter(name: str) -> Reporter:
    """Return the reporter of a format; a plug-in's reporter raises `PluginError` on failure."""
    if name in FORMATS:
        return FORMATS[name]
    from ..rules.plugins import reporter as of_plugin

    return of_plugin(name)


FOR_PEOPLE = ("text", "concise")
"""The formats that can be coloured, and that further lines can follow."""
