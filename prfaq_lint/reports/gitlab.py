"""GitLab Code Quality: one JSON array, as described in GitLab's documentation of the report."""

from __future__ import annotations

from collections.abc import Sequence

from ..result import FileResult
from ..safe import scalar
from .identity import fingerprinted
from .json import dump
from .style import Style

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return all findings; the description begins with the rule's name, because GitLab does not show `check_name`."""
    return dump(
        [
            {
                "description": scalar(f"{found.rule}: {found.message}"),
                "check_name": found.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[found.severity],
                "location": {
                    "path": scalar(style.within(result.path)),
                    "lines": {"begin": found.line, "end": found.end_line},
                },
            }
            for result in results
            for found, fingerprint in fingerprinted(result, style)
        ]
    )
