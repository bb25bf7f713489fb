"""The three questions that a plan must answer: is it big, should we do it, is there a plan to succeed?

Source: Ian McAllister tells these as the questions that Amazon's reviewers asked of every PR/FAQ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .reading import Outline

QUESTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Is it big?", ("market-size",), ()),
    ("Should we do it?", ("strategic-fit",), ("why-now", "customer-evidence", "competition")),
    ("Is there a plan to succeed?", ("economics", "feasibility", "dependencies", "risks", "metrics"), ()),
)
"""Each question with the facets that answer it, and those that answer it in part."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one of the three questions."""

    question: str
    answer: str
    """`yes`, `partly` or `no`."""
    lines: tuple[tuple[int, int], ...]
    """The line ranges that answer it."""
    missing: tuple[str, ...]
    """The facets that would make it a yes."""

    def to_json(self) -> dict[str, Any]:
        """The answer as a JSON object."""
        return {
            "question": self.question,
            "answer": self.answer,
            "lines": [list(lines) for lines in self.lines],
            "missing": list(self.missing),
        }


def three_questions(outline: Outline) -> list[Answer]:
    """The three answers, from the facets that the draft answers with substance, or sets aside with a reason."""
    answers = []
    for question, core, partial in QUESTIONS:
        held = [facet for facet in core if outline.settles(facet)]
        helping = [facet for facet in partial if outline.plan.get(facet)]
        missing = tuple(facet for facet in core if facet not in held)
        asked = any(set(core) & set(item.topics) and item.answered for item in outline.questions)
        enough = len(held) >= max(1, len(core) - 1)
        verdict = "yes" if enough else "partly" if held or helping or (len(core) == 1 and asked) else "no"
        lines = sorted(
            {outline.document.lines(*place) for facet in (*held, *helping) for place in outline.plan.get(facet, ())}
        )
        answers.append(Answer(question, verdict, tuple(lines), missing))
    return answers
