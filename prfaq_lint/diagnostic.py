"""A finding as reporters see it, independent of documents and rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

SEVERITIES = ("error", "warning", "note")
"""The severities, from most to least serious."""

GROUPS = tuple(
    "placeholders problem solution-first shape headline solution quotes plan answers consistency prose".split()
)
"""The groups in the order in which reports and `rules` list them: substance first, prose last."""


class Replacement(NamedTuple):
    """A range of the draft and the text with which `check --fix` replaces it; lines and columns as in `Diagnostic`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Diagnostic(NamedTuple):
    """A finding. Lines and columns start at 1; columns count characters; the end column is one past the last."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    group: str
    severity: str
    """`error`, `warning` or `note`."""
    message: str
    """The problem and why it matters, in one sentence."""
    fix: str = ""
    """The fix, in one line; "" if the message already says it."""
    edits: tuple[Replacement, ...] = ()
    """The edits that `check --fix` makes, which never conflict; empty if only the author can fix the finding."""
    subject: str = ""
    """What a finding about the draft as a whole is about, such as a missing part; "" if it is about its place."""
    variant: str = ""
    """The name of its message on the rule's page; "" if the page has one message."""
    values: tuple[tuple[str, str], ...] = ()
    """The names in that message and fix, with the words that replace them."""

    def sort_key(self) -> tuple[Any, ...]:
        """Return the sort key within a file: position, then severity, then rule name."""
        return (
            self.line,
            self.column,
            SEVERITIES.index(self.severity),
            self.rule,
            self.end_line,
            self.end_column,
            self.message,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        fields = {**self._asdict(), "edits": [edit._asdict() for edit in self.edits]}
        return {name: value for name, value in fields.items() if name not in ("subject", "variant", "values")}


def identity(diagnostic: Diagnostic, text: str) -> str:
    """Return what identifies a finding among those of its rule: its subject, or else the text in its place."""
    # A text on one line has no line feed, so a subject is never taken for one.
    return f"\n{diagnostic.subject}" if diagnostic.subject else " ".join(text.split())


def at_least(diagnostics: Iterable[Diagnostic], severity: str) -> int:
    """Return the number of findings with at least this severity; `never` counts none."""
    if severity == "never":
        return 0
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return sum(diagnostic.severity in worst for diagnostic in diagnostics)
