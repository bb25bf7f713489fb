"""Checks on the customer's problem, the paragraph that the whole document stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .base import Check, Problem, excerpt, heading_of, whole_line

if TYPE_CHECKING:
    from ..reading import Outline
    from ..reading.problem import Leak

_SHOWN = 70
"""How many characters of a sentence a message quotes."""
_CLAUSE = re.compile(
    r"(?:(?:[,;:–—(]|\s-)\s+|\s(?=\w))(?:(?:and|but|or|yet|because|since|so|while|although|though|as)\s)+|(?:[,;:–—(]|\s-)\s+"
)
_WISH = re.compile(r"(?:have you )?ever w|what if|if only|wish|would(?:n't| not) it", re.IGNORECASE)
_CLAIM = re.compile(r"solve", re.IGNORECASE)


def _has_release(outline: Outline) -> bool:
    return outline.type in ("prfaq", "pr-only", "other") and bool(outline.paragraphs)


def _genuine(outline: Outline) -> bool:
    return _has_release(outline) and outline.problem.genuine


def missing_problem() -> Check:
    """The release must say what hurts whom today. Variants: `none`, `nearest`, `headed` (a heading stands over text that
    states no problem), `thin`."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        if verdict.genuine:
            return
        heading = heading_of(outline, ("problem",))
        near = excerpt(outline, verdict.best.start, verdict.best.end) if verdict.best and verdict.end else ""
        if heading:
            yield Problem(*heading, {"nearest": near}, "thin" if near else "headed")
        elif near and verdict.best:
            yield Problem(verdict.best.start, verdict.best.end, {"nearest": near}, "nearest")
        else:
            summary = next(outline.of("summary"), None)
            start = summary.start if summary else outline.paragraphs[0].unit.start
            yield Problem(*whole_line(outline, start), {}, "none")

    return Check(run, english=True, applies=_has_release)


def solution_in_problem() -> Check:
    """The problem text must not pitch the product. Variants: `pitch`, `absence`, `wish` (a question or a sigh that has the
    product for an answer)."""

    def run(outline: Outline) -> Iterator[Problem]:
        for leak in outline.problem.leaks:
            start, end = _telling(outline, leak)
            yield Problem(start, end, {"match": excerpt(outline, start, end, _SHOWN)}, _manner(outline, leak))

    return Check(run, english=True, applies=_has_release)


def _telling(outline: Outline, leak: Leak) -> tuple[int, int]:
    """The part of a sentence to quote: all of it, unless the words that matter stand behind what a message shows; then from
    the first clause on that shows them, and from themselves where none does."""
    sentence, (start, end) = leak.sentence, leak.words
    if leak.kind == "pitch" or end - sentence.start <= _SHOWN:
        return sentence.start, sentence.end
    clauses = (mark.end() for mark in _CLAUSE.finditer(outline.document.prose, sentence.start, start))
    return next((clause for clause in clauses if end - clause <= _SHOWN), start), sentence.end


def _manner(outline: Outline, leak: Leak) -> str:
    words = outline.document.prose[slice(*leak.words)]
    if leak.kind == "absence" and _WISH.match(words):
        return "wish"
    return "pitch" if _CLAIM.match(words) else leak.kind


def problem_only_quoted() -> Check:
    """The release must tell the problem itself, not leave it to a quote."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        if verdict.quoted:
            match = excerpt(outline, verdict.start, verdict.end).strip('“”"')
            yield Problem(verdict.start, verdict.end, {"match": match})

    return Check(run, english=True, applies=_genuine)


def problem_without_customer() -> Check:
    """The problem must name a specific kind of person or organisation."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        if not verdict.names_customer:
            yield Problem(verdict.start, verdict.end, {"match": excerpt(outline, verdict.start, verdict.end)})

    return Check(run, english=True, applies=_genuine)


def problem_without_evidence() -> Check:
    """The problem must have a size: a number, a study, an incident."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        if not verdict.has_evidence:
            yield Problem(verdict.start, verdict.end, {"match": excerpt(outline, verdict.start, verdict.end)})

    return Check(run, english=True, applies=_genuine)


def problem_is_missing_product() -> Check:
    """The problem must be more than the absence of the product: a cost that it tells is more."""

    def run(outline: Outline) -> Iterator[Problem]:
        verdict = outline.problem
        leaks = [leak for leak in verdict.leaks if _manner(outline, leak) == "absence"]
        absent = [leak.sentence for leak in leaks]
        problem = outline.stretches("problem")
        stating = [
            reading for reading in outline.readings if reading.problem >= 0.5 and reading.sentence.start in problem
        ]
        if absent and not verdict.measured and all(reading.sentence in absent for reading in stating):
            start, end = _telling(outline, leaks[0])
            yield Problem(start, end, {"match": excerpt(outline, start, end, _SHOWN)})

    return Check(run, english=True, applies=_has_release)
