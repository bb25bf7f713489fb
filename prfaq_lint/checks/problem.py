"""Checks on the customer's problem, on which the whole document depends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ..outline import thresholds
from ..outline.model import CustomerProblem, Outline, Passage
from .base import Problem, check, excerpt, heading_of, whole_line
from .release import QUOTES, genuine, released

_SHOWN = 70
"""The number of characters of a sentence that a message quotes."""


def _begun(outline: Outline) -> bool:
    """Return whether a draft has a press release, even if only its headings; a blank one lacks a problem too."""
    return released(outline) or outline.type in ("prfaq", "pr-only")


@check(english=True, applies=_begun)
def missing_problem(outline: Outline) -> Iterator[Problem]:
    """Report a release that does not say who has what problem today.

    Variants: `none`, `nearest`, `headed` (a heading above text that states no problem), `thin`, `unsure` (a warning
    in place of `nearest` or `thin`), `absent` (the problem is only that a product is missing). An empty heading is `none`.
    """
    problem = outline.problem
    if problem.genuine or problem.quoted:
        return
    heading = heading_of(outline, ("problem",))
    near = excerpt(outline, problem.best.start, problem.best.end) if problem.best else ""
    absent = _absence(outline)
    if absent:
        match = excerpt(outline, absent.start, absent.end, _SHOWN)
        yield Problem(absent.start, absent.end, {"nearest": match}, "absent")
    elif heading and not _has_text_below(outline, heading[0]):
        yield Problem(*heading, {}, "none", subject="problem")
    elif heading:
        variant = _judged("thin", problem) if near else ("headed", "")
        yield Problem(*heading, {"nearest": near}, *variant, subject="problem")
    elif near and problem.best:
        yield Problem(problem.best.start, problem.best.end, {"nearest": near}, *_judged("nearest", problem))
    else:
        first = next(outline.of("summary"), None) or next((one.unit for one in outline.paragraphs), None)
        yield Problem(*whole_line(outline, first.start if first else 0), {}, "none", subject="problem")


def _judged(variant: str, problem: CustomerProblem) -> tuple[str, str]:
    """Return the variant and the severity: a warning if the text may be a problem."""
    return ("unsure", "warning") if problem.in_doubt else (variant, "")


def _absence(outline: Outline) -> Passage | None:
    """Return the passage that states the absence of a product in place of a problem, or None."""
    if outline.problem.genuine:
        return None
    return next((leak for leak in outline.problem.leaks if leak.role == "missing"), None)


def _has_text_below(outline: Outline, heading: int) -> bool:
    """Return whether there is any text below the heading that begins here."""
    at = next(index for index, unit in enumerate(outline.units) if unit.start == heading)
    below = takewhile(lambda unit: unit.kind != "heading", outline.units[at + 1 :])
    return any(
        unit.kind in ("text", "code") and outline.document.prose[unit.start : unit.end].strip() for unit in below
    )


@check(english=True, applies=released)
def solution_in_problem(outline: Outline) -> Iterator[Problem]:
    """Report a pitch for the product in the problem text, once for each paragraph. Variants: `pitch`, `absence`.

    An absence that is the only problem is reported by the rules on a missing problem.
    """
    seen: set[tuple[int, str]] = set()
    only = _absence(outline)
    for leak in outline.problem.leaks:
        variant = "absence" if leak.role == "missing" else "pitch"
        if (leak.block, variant) in seen:
            continue
        seen.add((leak.block, variant))
        if leak is not only:
            yield Problem(leak.start, leak.end, {"match": excerpt(outline, leak.start, leak.end, _SHOWN)}, variant)


@check(english=True, applies=released)
def problem_only_quoted(outline: Outline) -> Iterator[Problem]:
    """Report a release that states the problem only in a quote, without a section or another passage about it."""
    problem = outline.problem
    if problem.quoted and not problem.headed and outline.places.at(problem.start) in QUOTES:
        match = excerpt(outline, problem.start, problem.end).strip('“”"')
        yield Problem(problem.start, problem.end, {"match": match})


@check(english=True, applies=genuine)
def problem_without_customer(outline: Outline) -> Iterator[Problem]:
    """Report a problem that names no specific kind of person or organisation.

    Variants: `unnamed`; `vague` if somebody is named, but the whole draft leaves open who exactly it is for.
    """
    problem = outline.problem
    if not problem.names_customer or _is_vague(outline):
        variant = "vague" if problem.names_customer else "unnamed"
        yield Problem(problem.start, problem.end, {"match": excerpt(outline, problem.start, problem.end)}, variant)


@check(english=True, applies=released)
def vague_customer(outline: Outline) -> Iterator[Problem]:
    """Report a draft that says too vaguely for whom it is, although it describes some problem.

    Where the problem is clear, `problem-without-customer` reports it. Variants: `match`; `none` if no passage comes close
    to saying it.
    """
    if outline.problem.genuine or outline.reviewed["problem"].verdict == "no" or not _is_vague(outline):
        return
    named = next(iter(outline.reviewed["customer"].passages), None)
    if named:
        yield Problem(named.start, named.end, {"match": excerpt(outline, named.start, named.end)}, "match")
    else:
        text = next((one.unit for one in outline.paragraphs if one.unit.kind != "heading"), outline.paragraphs[0].unit)
        yield Problem(text.start, text.end, {}, "none")


def _is_vague(outline: Outline) -> bool:
    """Return whether a reviewer would ask who exactly the draft is for."""
    segment = outline.craft["segment"]
    for_anybody = segment.partly < thresholds.ANYBODY and segment.fully < thresholds.NO_FIRST_CUSTOMER
    return for_anybody or outline.reviewed["customer"].fully < thresholds.VAGUE_CUSTOMER


@check(english=True, applies=genuine)
def problem_without_evidence(outline: Outline) -> Iterator[Problem]:
    """Report a problem without evidence of its size: a number, a study, an incident."""
    problem = outline.problem
    if not problem.has_evidence:
        yield Problem(problem.start, problem.end, {"match": excerpt(outline, problem.start, problem.end)})


@check(english=True, applies=released)
def problem_is_missing_product(outline: Outline) -> Iterator[Problem]:
    """Report a problem that is nothing more than the absence of the product."""
    absent = _absence(outline)
    if absent:
        yield Problem(absent.start, absent.end, {"match": excerpt(outline, absent.start, absent.end, _SHOWN)})
