"""How well a draft answers each topic of the plan: the one judgement that all commands share.

`check`, `review`, `next` and the reports all ask `assess`, so that no two of them can disagree about whether a topic is asked
about, answered or left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from .outline import thresholds
from .outline.model import FACETS

if TYPE_CHECKING:
    from .outline import Outline
    from .outline.model import Question

ANSWERED, SET_ASIDE, UNREASONED, EMPTY, THIN, UNCLEAR, MISSING = (
    "answered",
    "set-aside",
    "unreasoned",
    "empty",
    "thin",
    "unclear",
    "missing",
)
"""What a topic of the plan can be: answered with substance; not applicable, with a reason or without; asked with no answer; asked,
and answered without substance; perhaps covered, so that nothing is claimed; and neither asked about nor answered anywhere."""

LABELS = {
    "market-size": "size of the market",
    "strategic-fit": "why us",
    "why-now": "why now",
    "customer-evidence": "customer evidence",
    "economics": "finances",
    "pricing": "price",
    "feasibility": "hardest part to build",
    "dependencies": "dependencies",
    "competition": "competition",
    "go-to-market": "how customers hear about it",
    "risks": "risks",
    "legal": "law and privacy",
    "operations": "running it",
    "metrics": "measures of success",
    "timeline": "timeline",
    "resources": "people and budget",
    "scope": "what is left out",
}
"""Facet → what people call it."""

CORE = ("market-size", "strategic-fit", "economics", "feasibility", "competition", "risks", "metrics")
"""The topics without which there is no plan to judge."""

ENOUGH_CORE = 2
"""A draft that settles so many of the core topics has a plan with gaps; one with fewer has none yet."""

OPEN = (UNREASONED, EMPTY, THIN, MISSING)
"""The states in which a topic needs work."""

MIN_WORDS = 15
"""An answer with fewer words does not carry a "yes" by itself: a reviewer cannot check a plan of one-liners."""


class Topic(NamedTuple):
    """What a draft says about one topic of the plan."""

    facet: str
    state: str
    """One of the states above."""
    questions: tuple[Question, ...]
    """The questions about it, in order."""
    answers: tuple[tuple[int, int], ...]
    """The prose ranges that answer it with substance."""
    nearest: tuple[int, int] | None
    """The prose range that comes nearest where nothing answers it, or None."""

    @property
    def is_open(self) -> bool:
        """Whether the topic needs work."""
        return self.state in OPEN

    @property
    def is_settled(self) -> bool:
        """Whether it is answered with substance, or set aside with a reason."""
        return self.state in (ANSWERED, SET_ASIDE)

    @property
    def thin_question(self) -> Question | None:
        """The question whose answer lacks substance, the most direct one of several; None unless the state is `thin`."""
        if self.state != THIN:
            return None
        thin = [question for question in self.questions if _is_thin(question, self.facet)]
        return max(thin, key=lambda question: question.asks[self.facet])


def assess(outline: Outline, facet: str, ask: str = "") -> Topic:
    """Return what a draft says about one topic of the plan.

    Args:
        outline: The draft.
        facet: One of `outline.model.FACETS`.
        ask: The question that the tool itself suggests for it; one that contains these words asks about it.
    """
    asked = tuple(one for one in outline.questions if facet in one.topics or (ask and ask in one.text))
    answers = outline.plan.get(facet, ())
    nearest = None if answers else outline.nearest.get(facet)
    return Topic(facet, _state(outline, facet, asked), asked, answers, nearest)


def assess_all(outline: Outline, asks: Mapping[str, str]) -> dict[str, Topic]:
    """Return what a draft says about each topic; `asks` gives the question that the tool suggests for each."""
    return {facet: assess(outline, facet, asks.get(facet, "")) for facet in FACETS}


def _state(outline: Outline, facet: str, asked: tuple[Question, ...]) -> str:
    if outline.plan.get(facet):
        return ANSWERED
    if facet in outline.not_applicable:
        return SET_ASIDE if outline.not_applicable[facet].reason else UNREASONED
    if any(not question.answered for question in asked):
        return EMPTY
    if any(question.holds.get(facet, 0.0) >= thresholds.HARDLY_ANSWERED for question in asked):
        return UNCLEAR  # it may be answered, and a false alarm costs more than a miss
    if any(_is_thin(question, facet) for question in asked):
        return THIN
    if asked or facet in outline.nearest:
        return UNCLEAR
    if any(question.touches.get(facet, 0.0) >= thresholds.HARDLY_ASKED for question in outline.questions):
        return UNCLEAR
    return MISSING


def _is_thin(question: Question, facet: str) -> bool:
    """Return whether a question asks outright about a topic and gets an answer without substance."""
    return question.asks_directly(facet) and question.bad >= thresholds.BLAMED_ANSWER


def has_plan(outline: Outline) -> bool:
    """Return whether the draft settles enough of the core topics for the missing ones to be gaps and not the whole story."""
    return sum(assess(outline, facet).is_settled for facet in CORE) >= ENOUGH_CORE


def carries(outline: Outline, facet: str) -> bool:
    """Return whether the answers to a topic are sure and full enough to carry a reviewer's "yes"."""
    if facet in outline.not_applicable:
        return bool(outline.not_applicable[facet].reason)
    places = outline.plan.get(facet, ())
    words = sum(len(outline.document.prose[slice(*place)].split()) for place in places)
    return words >= MIN_WORDS
