"""Checks on how the problem is presented: at length, with today's alternatives, from the customer's point of view."""

from __future__ import annotations

from collections.abc import Iterator

from ..outline.model import Outline
from .base import Problem, check, excerpt
from .general import in_quotes
from .release import (
    LAST,
    TOP,
    WORDS,
    genuine,
    informal,
    paragraphs_of,
    problem_at,
    released,
    words_of,
)


@check(english=True, applies=genuine)
def problem_is_a_clause(
    outline: Outline, *, words: int = 24, sentences: int = 2, enough: int = 15
) -> Iterator[Problem]:
    """Report a genuine problem that is too short to be felt; `enough` words that include a number are sufficient."""
    verdict = outline.problem
    whole = paragraphs_of(outline, "problem")  # other text in the paragraph of the problem belongs to it
    length = max(words_of(outline, "problem"), sum(one.words for one in whole))
    count = max(len(outline.passages_in("problem")), sum(len(one.sentences) for one in whole))
    heads = {p.order for p in outline.paragraphs if "problem" in p.taken}
    for paragraph in outline.paragraphs:  # a list below the problem continues it
        if paragraph.listed and paragraph.order and paragraph.order - 1 in heads and "problem" not in paragraph.taken:
            length, count = length + paragraph.words, count + 1
            heads.add(paragraph.order)
    length = length or len(outline.document.prose[verdict.start : verdict.end].split())
    if (length < words or count < sentences) and not (verdict.has_evidence and length >= enough):
        start, end = verdict.start, verdict.end
        yield Problem(start, end, {"match": excerpt(outline, start, end), "words": str(length)})


@check(english=True, applies=genuine)
def problem_without_alternative(outline: Outline) -> Iterator[Problem]:
    """Report a problem that does not say what people do about it today."""
    if not outline.problem.names_alternative:
        start, end = problem_at(outline)
        yield Problem(start, end, {"match": excerpt(outline, start, end)})


@check(english=True, applies=released)
def problem_is_a_question(outline: Outline) -> Iterator[Problem]:
    """Report a problem that opens with a question to the reader."""
    headed = [p for p in outline.paragraphs if p.headed == "problem"]
    for paragraph in (headed or paragraphs_of(outline, "problem"))[:1]:
        first = paragraph.sentences[0] if paragraph.sentences else None
        if (
            first
            and not paragraph.quotes
            and outline.document.prose[first.start : first.end].rstrip("*_ ").endswith("?")
            and not in_quotes(outline, first.start)
        ):
            yield Problem(first.start, first.end, {"match": excerpt(outline, first.start, first.end)})


@check(applies=released)
def several_problems(outline: Outline, *, least: int = 4) -> Iterator[Problem]:
    """Report a numbered list of at least `least` problems."""
    blocks = outline.document.blocks
    items = [
        p
        for p in outline.paragraphs
        if p.headed == "problem" and p.listed and blocks[p.unit.block].leads and blocks[p.unit.block].ordered
    ]
    if len(items) >= least:
        yield Problem(items[0].unit.start, items[0].unit.end, {"count": str(len(items))})


@check(english=True, applies=genuine)
def dwarfed_problem(outline: Outline, *, times: int = 3, least: int = 150) -> Iterator[Problem]:
    """Report a solution of at least `least` words that is more than `times` as long as the problem."""
    problem, solution = (
        words_of(outline, "problem"),
        sum(p.words for p in paragraphs_of(outline, "solution") if not {"problem", *LAST, *TOP} & p.taken),
    )
    if solution >= least and solution > times * problem:
        yield Problem(
            *problem_at(outline),
            {"problem": str(problem), "solution": str(solution), "times": str(round(solution / max(1, problem)))},
        )


@check(english=True, applies=released)
def our_problem(outline: Outline, *, share: float = 0.5) -> Iterator[Problem]:
    """Report a problem of the company's own, in at least this share of its sentences.

    The customers of an internal tool are the company.
    """
    prose = outline.document.prose
    passages = [passage for passage in outline.passages_in("problem") if passage.problem >= 0.5]
    ours = [
        s
        for s in passages
        if WORDS["ours"].search(prose[s.start : s.end]) and not WORDS["asked"].search(prose[s.start : s.end])
    ]
    if ours and len(ours) >= share * len(passages) and not informal(outline):
        yield Problem(ours[0].start, ours[0].end, {"match": excerpt(outline, ours[0].start, ours[0].end)})
