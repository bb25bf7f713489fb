"""Answers to a reviewer's questions: three about the plan, five about the customer, and the topics of the plan.

Each answer is yes, partly or no, with the supporting lines and one next step. There is no score, so adding words
earns nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..diagnostic import Diagnostic
from ..outline.model import FACETS, Outline
from ..result import Answer
from .customer import customer_questions
from .plan import WORTH_DOING, Facet, open_questions, three_questions, topics, with_next
from .quoting import nearest, quotable

if TYPE_CHECKING:
    from ..authoring.additions import Entry

__all__ = [
    "WORTH_DOING",
    "Review",
    "nearest",
    "open_questions",
    "quotable",
    "review",
    "three_questions",
]


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as a reviewer sees it."""

    path: str
    type: str
    language: str
    customer: tuple[Answer, ...]
    plan: tuple[Answer, ...]
    facets: tuple[Facet, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the review as a JSON object."""
        return {
            "path": self.path,
            "type": self.type,
            "language": self.language,
            "plan": [answer.to_json() for answer in self.plan],
            "customer": [answer.to_json() for answer in self.customer],
            "answered": sum(bool(facet.answered) for facet in self.facets),
            "of": len(self.facets),
            "facets": [facet.to_json() for facet in self.facets],
        }


def review(outline: Outline, found: Iterable[Diagnostic], ready: Mapping[str, Entry]) -> Review:
    """Return the review of a draft; `ready` gives the question and the guidance for each facet."""
    table = topics(outline, ready)
    found = list(found)
    first: dict[str, Diagnostic] = {}
    for diagnostic in found:
        first.setdefault(diagnostic.rule, diagnostic)
    return Review(
        outline.document.path,
        outline.type,
        outline.document.language,
        tuple(customer_questions(outline, found, first, ready)),
        tuple(with_next(answer, table, outline) for answer in three_questions(outline, ready or FACETS, found)),
        table,
    )
