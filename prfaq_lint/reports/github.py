"""GitHub Actions: workflow commands on standard output, which become annotations in the pull request.

Source: GitHub's “Workflow commands” page and `escapeData`, `escapeProperty` in actions/toolkit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..diagnostic import SEVERITIES, Diagnostic
from ..result import FileResult
from ..safe import safe_text
from .identity import in_order
from .style import Style

MOST = 10
"""The number of annotations for each level and step that GitHub shows; it drops the others silently."""

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return the ten worst findings of each level as annotations, and one that summarises the dropped ones."""
    rows: list[str] = []
    left: list[tuple[FileResult, Diagnostic]] = []
    findings = in_order(results)
    too_many = any(count > MOST for count in Counter(found.severity for _, found in findings).values())
    for severity in SEVERITIES:
        # The summary is itself a notice.
        most = MOST - 1 if severity == "note" and too_many else MOST
        level = [pair for pair in findings if pair[1].severity == severity]
        rows += [_annotation(style.within(result.path), found) for result, found in level[:most]]
        left += level[most:]
    if left:
        rows.append(_rest(left, style))
    return "".join(f"{row}\n" for row in rows)


def _annotation(path: str, found: Diagnostic) -> str:
    place = {"file": path, "line": found.line, "endLine": found.end_line}
    # GitHub rejects columns for a finding that spans several lines.
    if found.line == found.end_line:
        place |= {"col": found.column, "endColumn": found.end_column}
    message = found.message + (f"\nfix: {found.fix}" if found.fix else "")
    return _command(_COMMANDS[found.severity], {**place, "title": f"prfaq-lint: {found.rule}"}, message)


def _rest(left: list[tuple[FileResult, Diagnostic]], style: Style) -> str:
    counts = Counter(found.severity for _, found in left)
    shown = ", ".join(
        f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in SEVERITIES if counts[level]
    )
    result, found = left[0]
    place = {"file": style.within(result.path), "line": found.line, "endLine": found.line}
    return _command(
        "notice",
        {**place, "title": "prfaq-lint: more findings"},
        f"{shown} more than GitHub shows as annotations; the first is {found.rule} on line {found.line} of "
        f"{result.path}. The text report and the step summary have them all.",
    )


def _command(name: str, properties: dict[str, object], message: str) -> str:
    shown = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{name} {shown}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """Return a text with GitHub's percent escapes, and with terminal control characters made visible."""
    for character in f"%\r\n{more}":  # the percent sign first
        text = text.replace(character, f"%{ord(character):02X}")
    return safe_text(text)
