"""The assessment, shared by all commands, of how well a draft answers each topic of the plan.

`check`, `review`, `next` and the reports all call `assess`, so they cannot disagree about whether a topic is asked
about, answered or left open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .outline import thresholds
from .outline.faq.answers import counts_asked
from .outline.model import FACETS, Outline, Question

ANSWERED, SET_ASIDE, TO_FIND_OUT, UNREASONED, EMPTY, THIN, UNCLEAR, MISSING = (
    "answered set-aside to-find-out unreasoned empty thin unclear missing".split()
)
"""The states of a topic: answered with substance; not applicable with a reason; honestly not known yet; not applicable
without a reason; asked but unanswered; asked and answered without substance; possibly covered, so that nothing is
claimed; neither asked nor answered."""

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
"""Facet → the label that people use for it."""

CORE = ("market-size", "strategic-fit", "economics", "feasibility", "competition", "risks", "metrics")
"""The topics without which there is no plan to assess."""

ENOUGH_CORE = 2
"""The number of settled core topics from which a draft has a plan with gaps; below it, there is no plan yet."""

ELSEWHERE = {"market-size": "size", "strategic-fit": "reason"}
"""Topic → the question of a review; if the answer to it is yes, the topic may be covered outside the FAQ."""

ADMITS = re.compile(
    r"\b(?:do|does|did) not (?:yet )?know\b|\b(?:don|doesn|didn)[’']t (?:yet )?know\b|\bunknown\b|\bstill open\b|"
    r"\b(?:not|nobody has|has not) (?:yet )?(?:answered|asked|approved|confirmed|decided|known|promised|settled)\b",
    re.IGNORECASE,
)
"""What an author does not know yet."""

MIN_WORDS = 15
"""The minimum length of an answer that supports a "yes" by itself: a reviewer cannot check a plan of one-liners."""


class Topic(NamedTuple):
    """The coverage of one topic of the plan in a draft."""

    facet: str
    state: str
    """One of the states above."""
    questions: tuple[Question, ...]
    """The questions about the topic, in order."""
    answers: tuple[tuple[int, int], ...]
    """The prose ranges that answer the topic with substance."""
    nearest: tuple[int, int] | None
    """The closest prose range if nothing answers the topic, such as what admits that it is not known yet, else None."""

    @property
    def is_settled(self) -> bool:
        """Return whether the topic is answered with substance, or set aside with a reason."""
        return self.state in (ANSWERED, SET_ASIDE)

    @property
    def thin_question(self) -> Question | None:
        """Return the question whose answer lacks substance, or None unless the state is `thin`.

        If there are several, the most direct one is returned.
        """
        if self.state != THIN:
            return None
        thin = [question for question in self.questions if _is_thin(question, self.facet)]
        return max(thin, key=lambda question: question.asks[self.facet])


def assess(outline: Outline, facet: str, ask: str = "") -> Topic:
    """Return how a draft covers one topic of the plan.

    Args:
        outline: The draft.
        facet: One of `outline.model.FACETS`.
        ask: The question that the tool itself suggests; a question that contains its words asks about the topic.
    """
    asked = tuple(one for one in outline.questions if facet in one.topics or (ask and ask in one.text))
    state = _state(outline, facet, asked)
    answers = outline.plan.get(facet, ()) if state == ANSWERED else ()
    nearest = None if answers else outline.nearest.get(facet)
    if state == TO_FIND_OUT:
        honest = _honest(outline, facet, asked)[0]
        nearest = next(iter(admissions(outline, honest)), honest.answer[0])
    return Topic(facet, state, asked, answers, nearest)


def assess_all(outline: Outline, asks: Mapping[str, str]) -> dict[str, Topic]:
    """Return how a draft covers each topic; `asks` maps each facet to the suggested question."""
    return {facet: assess(outline, facet, asks.get(facet, "")) for facet in FACETS}


def admissions(outline: Outline, question: Question) -> list[tuple[int, int]]:
    """Return the ranges of the sentences in an answer that admit what is not known yet."""
    document = outline.document
    return [
        (sentence.start, sentence.end)
        for start, end in question.answer
        for sentence in document.tokens.sentences_in(start, end)
        if ADMITS.search(document.prose[sentence.start : sentence.end])
    ]


def is_unknown(outline: Outline, question: Question) -> bool:
    """Return whether an answer only admits that it is not known yet and how that will be found out.

    If the answer covers topics all the same, the reader's verdict is too little: the answer must say it in words.
    """
    honest = question.verdict == "unknown" and question.bad < thresholds.BLAMED_ANSWER and bool(question.answer)
    return honest and (not question.answers or bool(admissions(outline, question)))


def _honest(outline: Outline, facet: str, asked: tuple[Question, ...]) -> list[Question]:
    """Return the questions with an answer that admits not to know the topic."""
    return [one for one in outline.questions if (facet in one.answers or one in asked) and is_unknown(outline, one)]


def _state(outline: Outline, facet: str, asked: tuple[Question, ...]) -> str:
    honest = _honest(outline, facet, asked)
    starts = {question.answer[0][0] for question in honest}
    direct = [question for question in asked if question.asks_directly(facet)]
    if direct and all(question in honest for question in direct):
        return TO_FIND_OUT
    if any(place[0] not in starts for place in outline.plan.get(facet, ())):
        return ANSWERED
    if facet in outline.not_applicable:
        return SET_ASIDE if outline.not_applicable[facet].reason else UNREASONED
    if honest:
        return TO_FIND_OUT
    if any(not question.answered for question in asked):
        return EMPTY
    if any(question.holds.get(facet, 0.0) >= thresholds.HARDLY_ANSWERED for question in asked):
        return UNCLEAR  # it may be answered, and a false alarm costs more than a miss
    if facet == "customer-evidence" and any(_counts_asked(outline, question) for question in asked):
        return UNCLEAR  # what they said may be thin, but who was asked is there
    if any(_is_thin(question, facet) for question in asked):
        return THIN
    if asked or facet in outline.nearest:
        return UNCLEAR
    if any(question.touches.get(facet, 0.0) >= thresholds.HARDLY_ASKED for question in outline.questions):
        return UNCLEAR
    reviewed = outline.reviewed.get(ELSEWHERE.get(facet, ""))
    return UNCLEAR if reviewed and reviewed.verdict == "yes" else MISSING


def _counts_asked(outline: Outline, question: Question) -> bool:
    """Return whether an answer says how many people were asked or watched."""
    return any(counts_asked(outline.document.prose[slice(*place)]) for place in question.answer)


def _is_thin(question: Question, facet: str) -> bool:
    """Return whether a question asks directly about a topic and gets an answer without substance."""
    return question.asks_directly(facet) and question.bad >= thresholds.BLAMED_ANSWER


def has_plan(outline: Outline) -> bool:
    """Return whether the draft settles enough core topics for the missing ones to count as gaps."""
    return sum(assess(outline, facet).is_settled for facet in CORE) >= ENOUGH_CORE


def carries(outline: Outline, facet: str) -> bool:
    """Return whether the answers to a topic are certain and full enough to support a reviewer's "yes".

    An answer that the reader takes for partial or unknown, because the core of the question stays open, does not count.
    For customer evidence, how many people were asked or watched is enough.
    """
    if facet in outline.not_applicable and not outline.plan.get(facet):
        return bool(outline.not_applicable[facet].reason)
    if facet == "customer-evidence" and says_how_many_were_asked(outline):
        return True
    unsure = {one.answer[0][0] for one in outline.questions if one.answer and one.verdict in ("partial", "unknown")}
    places = [place for place in outline.plan.get(facet, ()) if place[0] not in unsure]
    words = sum(len(outline.document.prose[slice(*place)].split()) for place in places)
    return words >= MIN_WORDS


def says_how_many_were_asked(outline: Outline) -> bool:
    """Return whether an answer that offers evidence says how many people were asked or watched."""
    places = outline.plan.get("customer-evidence", ())
    return any(counts_asked(outline.document.prose[slice(*place)]) for place in places)
