"""The topics of the questions, the quality of the answers, and the facets of the plan that the draft answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from ...document.draft import Document
from ...reader.labels import FACETS, PARTS, VERDICTS
from ...reader.model import Reading
from ...vocabulary import read_table
from .. import thresholds
from ..intervals import index_from
from ..model import PARTS as RELEASE_PARTS
from ..model import Passage, Question
from ..structure.sections import normalise
from .answers import reason_of

_GOOD = ("full", "partial", "unknown")
_CUSTOMER, _COMPANY = PARTS.index("q_ext"), PARTS.index("q_int")


_TOLD_IN_RELEASE = frozenset(
    ("market-size", "customer-evidence", "pricing", "competition", "legal", "timeline", "scope")
)
"""The facets that passages of the release answer in the labelled drafts; the others are answered elsewhere."""


def read(
    document: Document, reading: Reading, passages: Sequence[Passage], questions: Sequence[Question]
) -> list[Question]:
    """Return the questions with their audience, their topics, and the content of their answers.

    Args:
        document: The draft.
        reading: The reader's output for the draft.
        passages: The passages of the draft.
        questions: The questions according to the draft's structure.
    """
    found = []
    places = [_asked(passages, question) for question in questions]
    audiences = _audiences(reading, questions, places)
    apart = {
        number: (places[number][0], question.text, [document.excerpt(*place) for place in question.answer])
        for number, question in enumerate(questions)
        if question.answered and _is_one_passage(passages, question, places[number])
    }
    read_apart = dict(zip(apart, reading.apart(apart.values()), strict=True)) if apart else {}
    for number, (question, asked, audience) in enumerate(zip(questions, places, audiences, strict=True)):
        if not asked:
            found.append(question._replace(audience=audience))
            continue
        told = [index for start, end in question.answer for index in _within(passages, start, end)]
        bare = reason_of(" ".join(passages[index].text for index in told)) == ""
        answer = read_apart.get(number) or reading.answer(asked, told if question.answered else [])
        bad = 1 - sum(answer.verdict[name] for name in _GOOD) if question.answered else 0.0
        verdict = max(VERDICTS if bad >= thresholds.BAD_ANSWER else _GOOD, key=answer.verdict.__getitem__)
        empty = bare or bad >= thresholds.BAD_ANSWER
        asks, touches = dict(answer.asks), dict(answer.touches)
        own = _own_questions().get(normalise(question.text))
        if own:
            asks = {**dict.fromkeys(asks, 0.0), own: 1.0}
            touches[own] = 1.0
        if audience == "internal":  # the company may mean its own costs
            touches["economics"] = max(touches["economics"], touches["pricing"])
        found.append(
            question._replace(
                audience=audience,
                topics=tuple(facet for facet in FACETS if asks[facet] >= thresholds.ASKED),
                answers=tuple(facet for facet in FACETS if answer.answers[facet] >= thresholds.ANSWERED and not empty),
                verdict=verdict if question.answered else "none",
                bad=bad,
                asks=asks,
                touches=touches,
                holds=dict.fromkeys(FACETS, 0.0) if empty else answer.answers,
            )
        )
    return found


@cache
def _own_questions() -> dict[str, str]:
    """Return the questions in the templates, normalised, with the topic that each asks about."""
    table = read_table("outline/faq/own_questions.toml")
    return {normalise(question): facet for facet, questions in table.items() for question in questions}


def _begun(question: Question) -> int:
    """Return the offset at which the answer to a question begins."""
    return question.answer[0][0] if question.answer else question.end


def _asked(passages: Sequence[Passage], question: Question) -> Sequence[int]:
    """Return the indices of the passages that contain a question's own text."""
    return _within(passages, question.start, _begun(question)) or _within(passages, question.start, question.end)[:1]


def _is_one_passage(passages: Sequence[Passage], question: Question, asked: Sequence[int]) -> bool:
    """Return whether a passage has both question and answer: a table row, or a line that begins in bold."""
    return any(passages[index].end > _begun(question) for index in asked)


def _audiences(reading: Reading, questions: Sequence[Question], places: Sequence[Sequence[int]]) -> list[str]:
    """Return who asks each question: what a heading says, or how it reads itself and beside its neighbours."""
    shares = []
    for asked in places:
        customer, company = (
            float(reading.parts[list(asked), column].max(initial=0.0)) for column in (_CUSTOMER, _COMPANY)
        )
        shares.append(company / (customer + company) if company else 0.0)
    found = []
    for index, question in enumerate(questions):
        beside = [
            shares[other]
            for other in (index - 1, index + 1)
            if 0 <= other < len(questions) and places[other] and not questions[other].audience
        ]
        share = (2 * shares[index] + sum(beside) / len(beside)) / 3 if beside else shares[index]
        found.append(question.audience or ("internal" if share >= thresholds.INTERNAL else "external"))
    return found


def answers(
    reading: Reading, passages: Sequence[Passage], questions: Sequence[Question]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return, for each facet that the draft answers with substance, the prose ranges that do."""
    found: dict[str, list[tuple[int, int]]] = {}
    inside = _inside(passages, questions)
    for question in questions:
        for facet in question.answers:
            if question.answer:
                found.setdefault(facet, []).append((question.answer[0][0], question.answer[-1][1]))
    for index, passage in enumerate(passages):
        if index in inside or passage.kind in "hb" or passage.part in ("heading", "title", "template"):
            continue
        for column, facet in enumerate(FACETS):
            if reading.facets[index][column] >= thresholds.TOLD and _can_answer(passage, facet):
                found.setdefault(facet, []).append((passage.start, passage.end))
    return {facet: tuple(sorted(found[facet])) for facet in FACETS if facet in found}


def nearest(
    reading: Reading, passages: Sequence[Passage], questions: Sequence[Question], answered: Mapping[str, object]
) -> dict[str, tuple[int, int]]:
    """Return, for each facet that nothing answers with substance, the closest prose range, if any.

    Questions are searched with their answers, and every other passage, whether heading, table row or sentence, by itself.
    """
    found = {}
    inside = _inside(passages, questions)
    for column, facet in enumerate(FACETS):
        if facet in answered:
            continue
        near = [(question.holds.get(facet, 0.0), question.start, question.end) for question in questions]
        near += [
            (float(reading.facets[index][column]), passage.start, passage.end)
            for index, passage in enumerate(passages)
            if index not in inside and passage.part not in ("title", "template") and _can_answer(passage, facet)
        ]
        score, start, end = max(near, default=(0.0, 0, 0))
        if score >= thresholds.NEAR:
            found[facet] = (start, end)
    return found


def _can_answer(passage: Passage, facet: str) -> bool:
    """Return whether a passage can answer a facet, judging by its part."""
    return facet in _TOLD_IN_RELEASE or passage.part not in RELEASE_PARTS


def _within(passages: Sequence[Passage], start: int, end: int) -> list[int]:
    """Return the indices of the passages that lie mostly or entirely in a range of prose offsets.

    An "A: " alone is not an answer yet.
    """
    return list(range(index_from(passages, start), index_from(passages, end)))


def _inside(passages: Sequence[Passage], questions: Sequence[Question]) -> set[int]:
    """Return the indices of the passages that belong to a question or its answer."""
    ranges = [place for question in questions for place in ((question.start, question.end), *question.answer)]
    return {index for start, end in ranges for index in _within(passages, start, end)}
