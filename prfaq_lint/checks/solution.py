"""Checks on the solution, and on claims about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..outline import thresholds
from ..outline.model import Outline
from ..outline.release.paragraphs import Paragraph
from ..outline.release.people import names_customer
from .base import Check, Problem, check, excerpt, heading_of, kind, once, whole_line
from .general import Pattern, in_quotes, matches
from .matching import Phrases, compile_patterns
from .release import LAST, TOP, WORDS, genuine, paragraphs_of, released, words_of


@kind
def claim(*, scope: list[str], patterns: list[Pattern], unless: list[str] = []) -> Check:
    """Report an unsupported claim: no source in its sentence or the next, and no `unless` phrase.

    There is one finding for each block.
    """
    found, quiet, nothing = compile_patterns(patterns), Phrases(tuple(unless)), Phrases(())
    tried = {*scope, "dateline"}  # a sentence can begin with the dateline and end in a quotation

    def run(outline: Outline) -> Iterator[Problem]:
        prose, seen = outline.document.prose, set[int]()
        for sentence, start, end in matches(outline, nothing, found, tried):
            if outline.places.at(start) not in scope or sentence.block in seen or in_quotes(outline, start):
                continue
            stop = min(outline.document.blocks[sentence.block].end, sentence.end + 200)
            if quiet.find(outline, sentence) or WORDS["source"].search(prose[sentence.start : stop]):
                continue
            if prose[sentence.start : sentence.end].rstrip("*_ ”\"'").endswith("?"):
                continue
            seen.add(sentence.block)
            yield Problem(start, end, {"match": excerpt(outline, start, end)})

    return Check(run, (quiet,), (found,), english=True)


@once
def _own_solution(outline: Outline) -> list[Paragraph]:
    """Return the paragraphs of the solution outside the summary and the headlines, and not under the problem's heading."""
    own = [p for p in paragraphs_of(outline, "solution") if p.taken.isdisjoint(("summary", "headline", "subheadline"))]
    return [p for p in own if p.headed != "problem"]


@check(english=True, applies=released)
def missing_solution(outline: Outline, *, least: int = 20) -> Iterator[Problem]:
    """Report a release that does not describe what the product does for the customer. Variants: `none` and `thin`.

    A few words can be enough: nothing is reported if readers can probably picture the product.
    """
    if outline.craft["solution"].fully >= thresholds.SOLUTION_CLEAR:
        return
    own = _own_solution(outline)
    words = sum(p.words for p in own)
    heading = heading_of(outline, ("solution",))
    if not heading:  # a solution from the customer's point of view can look like any other paragraph
        known = {p.order for p in own}
        words += sum(
            p.words
            for p in outline.paragraphs
            if p.order not in known and not p.taken & {*TOP, "problem", "quote", *LAST}
        )
        words += max(0, words_of(outline, "summary") - 10)
    if words >= least or words_of(outline, "solution") >= 2 * least:
        return
    if own and heading:
        yield Problem(own[0].unit.start, own[0].unit.end, {"words": str(words)}, "thin", "note")
    elif not any(outline.of("solution")):
        first = next(outline.of("summary"), None)
        place = heading or whole_line(outline, first.start if first else 0)
        yield Problem(*place, {}, "none", subject="solution")


@check(english=True, applies=released)
def solution_without_customer(outline: Outline, *, least: int = 30) -> Iterator[Problem]:
    """Report a solution of at least `least` words in which no customer does anything."""
    own = _own_solution(outline)
    text = " ".join(p.text for p in own)
    if sum(p.words for p in own) >= least and not WORDS["subject"].search(text) and not names_customer(text):
        yield Problem(
            own[0].unit.start, own[0].unit.end, {"match": excerpt(outline, own[0].unit.start, own[0].unit.end)}
        )


_BEGINNING = 3
"""The number of words at the beginning of a list item in which a step has its verb."""


@check(applies=released)
def feature_list(outline: Outline, *, most: int = 5) -> Iterator[Problem]:
    """Report a solution that is a list of more than `most` items, unless it is a numbered list of steps."""
    blocks = outline.document.blocks
    own = {p.order for p in _own_solution(outline)}
    items = [
        p
        for p in outline.paragraphs
        if (p.order in own or p.headed == "solution")
        and not set(LAST) & p.taken
        and blocks[p.unit.block].leads
        and blocks[p.unit.block].depth == 1
    ]
    runs: list[list[Paragraph]] = []
    for item in items:
        between = outline.paragraphs[runs[-1][-1].order + 1 : item.order] if runs else ()
        numbered = blocks[item.unit.block].ordered
        if (
            runs
            and blocks[runs[-1][-1].unit.block].ordered == numbered
            and all(blocks[p.unit.block].depth for p in between)
        ):
            runs[-1].append(item)
        else:
            runs.append([item])
    features = [items for items in runs if not (blocks[items[0].unit.block].ordered and _are_steps(items))]
    longest = max(features, key=len, default=[])  # lists with text between them are not one list
    if len(longest) > most:
        yield Problem(longest[0].unit.start, longest[0].unit.end, {"count": str(len(longest))})


def _are_steps(items: Sequence[Paragraph]) -> bool:
    """Return whether most items begin with a step, perhaps after the person who takes it: “The porter types …”."""
    begun = [" ".join(p.text.split()[:_BEGINNING]) for p in items]
    return sum(bool(WORDS["step"].search(words)) for words in begun) > len(items) / 2


@check(english=True, applies=released)
def vague_solution(outline: Outline) -> Iterator[Problem]:
    """Report a release that does not show what customers do with the product, or what they see and get."""
    described = _longest_solution_paragraph(outline)
    if described and outline.craft["solution"].fully < thresholds.SOLUTION_SHOWN:
        yield Problem(*described, {"match": excerpt(outline, *described)})


@check(english=True, applies=genuine)
def no_number_better(outline: Outline) -> Iterator[Problem]:
    """Report a draft that does not say how much better off customers will be.

    Without a problem, nothing can improve.
    """
    described = _longest_solution_paragraph(outline)
    if described and outline.craft["measure"].partly < thresholds.MIN_COMPARISON:
        yield Problem(*described)


def _longest_solution_paragraph(outline: Outline) -> tuple[int, int] | None:
    """Return the range of the longest paragraph of the solution, or None if there is none."""
    own = _own_solution(outline)
    headed = [p for p in own if p.headed == "solution"]  # a stray paragraph can look like a solution as well
    longest = max(headed or own, key=lambda p: p.words, default=None)
    return (longest.unit.start, longest.unit.end) if longest else None
