"""Checks on the customer's problem, the paragraph that the whole document stands on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from .base import Check, Problem, check, excerpt, heading_of, whole_line

if TYPE_CHECKING:
    from ..outline import Outline

_SHOWN = 70
"""How many characters of a sentence a message quotes."""


def _has_release(outline: Outline) -> bool:
    return outline.type in ("prfaq", "pr-only", "other") and bool(outline.paragraphs)


def _genuine(outline: Outline) -> bool:
    return _has_release(outline) and outline.problem.genuine


def _begun(outline: Outline) -> bool:
    """Return whether a draft has a press release, be it only its headings: a blank one has no problem either."""
    return _has_release(outline) or outline.type in ("prfaq", "pr-only")


@check
def missing_problem() -> Check:
    """The release must say what hurts whom today. Variants: `none`, `nearest`, `headed` (a heading stands over text that
    states no problem), `thin`. An empty heading is `none`."""

    def run(outline: Outline) -> Iterator[Problem]:
        problem = outline.problem
        if problem.genuine or problem.quoted:
            return
        heading = heading_of(outline, ("problem",))
        near = excerpt(outline, problem.best.start, problem.best.end) if problem.best else ""
        if heading and not _told_below(outline, heading[0]):
            yield Problem(*heading, {}, "none")
        elif heading:
            yield Problem(*heading, {"nearest": near}, "thin" if near else "headed")
        elif near and problem.best:
            yield Problem(problem.best.start, problem.best.end, {"nearest": near}, "nearest")
        else:
            first = next(outline.of("summary"), None) or next((one.unit for one in outline.paragraphs), None)
            yield Problem(*whole_line(outline, first.start if first else 0), {}, "none")

    return Check(run, english=True, applies=_begun)


def _told_below(outline: Outline, heading: int) -> bool:
    """Return whether anything is written below the heading that begins here."""
    at = next(index for index, unit in enumerate(outline.units) if unit.start == heading)
    below = takewhile(lambda unit: unit.kind != "heading", outline.units[at + 1 :])
    return any(
        unit.kind in ("text", "code", "prompt") and outline.document.prose[unit.start : unit.end].strip()
        for unit in below
    )


@check
def solution_in_problem() -> Check:
    """The problem text must not pitch the product. Variants: `pitch`, `absence`."""

    def run(outline: Outline) -> Iterator[Problem]:
        for leak in outline.problem.leaks:
            variant = "absence" if leak.role == "missing" else "pitch"
            yield Problem(leak.start, leak.end, {"match": excerpt(outline, leak.start, leak.end, _SHOWN)}, variant)

    return Check(run, english=True, applies=_has_release)


@check
def problem_only_quoted() -> Check:
    """The release must tell the problem itself, not leave it to a quote."""

    def run(outline: Outline) -> Iterator[Problem]:
        problem = outline.problem
        if problem.quoted:
            match = excerpt(outline, problem.start, problem.end).strip('“”"')
            yield Problem(problem.start, problem.end, {"match": match})

    return Check(run, english=True, applies=_has_release)


@check
def problem_without_customer() -> Check:
    """The problem must name a specific kind of person or organisation."""

    def run(outline: Outline) -> Iterator[Problem]:
        problem = outline.problem
        if not problem.names_customer:
            yield Problem(problem.start, problem.end, {"match": excerpt(outline, problem.start, problem.end)})

    return Check(run, english=True, applies=_genuine)


@check
def problem_without_evidence() -> Check:
    """The problem must have a size: a number, a study, an incident."""

    def run(outline: Outline) -> Iterator[Problem]:
        problem = outline.problem
        if not problem.has_evidence:
            yield Problem(problem.start, problem.end, {"match": excerpt(outline, problem.start, problem.end)})

    return Check(run, english=True, applies=_genuine)


@check
def problem_is_missing_product() -> Check:
    """The problem must be more than the absence of the product."""

    def run(outline: Outline) -> Iterator[Problem]:
        absent = [leak for leak in outline.problem.leaks if leak.role == "missing"]
        if absent and not outline.problem.genuine:
            start, end = absent[0].start, absent[0].end
            yield Problem(start, end, {"match": excerpt(outline, start, end, _SHOWN)})

    return Check(run, english=True, applies=_has_release)
