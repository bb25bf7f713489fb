"""What a reporter sees of a finding. It knows nothing of documents or rules beyond these fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

SEVERITIES = ("error", "warning", "note")
"""From grave to slight."""

GROUPS = (
    "placeholders",
    "problem",
    "solution-first",
    "shape",
    "headline",
    "solution",
    "quotes",
    "plan",
    "answers",
    "consistency",
    "prose",
)
"""The groups, in the order in which a report and `rules` list them: substance first, prose last."""


class Replacement(NamedTuple):
    """A range of the draft and what `check --fix` puts in its place; lines and columns as in `Diagnostic`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Diagnostic(NamedTuple):
    """One finding. Lines and columns start at 1; columns count characters; the end column is one past the last."""

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
    """What is wrong and why it matters, in one sentence."""
    fix: str = ""
    """How to fix it, in one line; "" where the message says it all."""
    edits: tuple[Replacement, ...] = ()
    """What `check --fix` does about it; empty where only the author can. Those of all findings of a draft fit together."""

    def sort_key(self) -> tuple[Any, ...]:
        """Order within a file: by place, then gravity, then name."""
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
        """The finding as a JSON object."""
        return {**self._asdict(), "edits": [edit._asdict() for edit in self.edits]}


def at_least(diagnostics: Iterable[Diagnostic], severity: str) -> int:
    """How many findings are at least this grave; `never` counts none."""
    if severity == "never":
        return 0
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return sum(diagnostic.severity in worst for diagnostic in diagnostics)
