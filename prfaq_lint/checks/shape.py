"""Checks on the shape of the release: its order, its length, its summary, and prose instead of lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..outline.model import Outline, Unit
from ..outline.release.people import names_customer
from .base import Problem, check, excerpt, whole_line
from .release import LAST, QUOTES, TOP, released, text_of

if TYPE_CHECKING:
    from ..document.draft import Document


@check(english=True, applies=released)
def problem_after_solution(outline: Outline, *, least: int = 40) -> Iterator[Problem]:
    """Report a solution of at least `least` words before the problem. The summary can name the product first."""
    problem = next(outline.of("problem"), None)
    top = [(part.start, part.end) for part in outline.of(*TOP, *QUOTES, *LAST)]
    before = [
        part
        for part in outline.of("solution")
        if problem
        and part.end <= problem.start
        and not any(start < part.end and end > part.start for start, end in top)
    ]
    if (
        not problem
        or not outline.problem.genuine
        or any(part.start < problem.start for part in outline.of("problem") if part is not problem)
    ):
        return
    if sum(len(outline.document.prose[part.start : part.end].split()) for part in before) >= least:
        line = outline.document.lines(before[0].start, before[0].end)[0]
        yield Problem(
            problem.start, problem.end, {"line": str(line), "match": excerpt(outline, problem.start, problem.end)}
        )


@check(applies=released)
def long_release(outline: Outline, *, note: int = 500, warning: int = 700) -> Iterator[Problem]:
    """Report a release that has more words than fit on a page. Tables and code do not count."""
    words = sum(p.words for p in outline.paragraphs if outline.document.blocks[p.unit.block].kind != "cell")
    if words > note:
        yield Problem(
            *whole_line(outline, outline.paragraphs[0].unit.start),
            {"words": str(words), "note": str(note), "warning": str(warning)},
            severity="warning" if words > warning else "note",
        )


@check(applies=released)
def not_prose(outline: Outline) -> Iterator[Problem]:
    """Report tables, pictures and code between the paragraphs of the release. Variants: `table`, `code`, `image`.

    The first steps can show a command, a picture above the text is a masthead, and text under a heading that names no
    part can be an appendix. Code and pictures have no prose of their own, so the finding points at the text before
    them.
    """
    document, seen = outline.document, set[str]()
    first, last = outline.paragraphs[0].unit.start, outline.paragraphs[-1].unit.end
    if not any(_no_prose(document, unit, first) for unit in outline.units if first <= unit.start < last):
        return
    headed, strange, before = "", False, (first, first + 1)
    for unit in outline.units:
        if unit.kind == "heading":
            headed = outline.sections.part(unit.text)
            strange = unit.start > first and not headed and unit.level <= 6 and not outline.sections.zone(unit.text)
        if not first <= unit.start < last or headed in LAST or strange:
            continue
        kind = _no_prose(document, unit, first)
        if kind and kind not in seen:
            seen.add(kind)
            yield Problem(*((unit.start, unit.end) if unit.end > unit.start else before), {}, kind)
        if unit.end > unit.start:
            before = (unit.start, unit.end)


def _no_prose(document: Document, unit: Unit, first: int) -> str:
    """Return `table`, `code` or `image` for a unit of the release that is not prose; "" if it is acceptable.

    The release begins at `first`.
    """
    block = document.blocks[unit.block]
    if block.kind == "cell":
        return "table"
    if unit.kind == "code":
        lines = document.block_lines(block)
        return "code" if lines[1] - lines[0] + 1 > 4 else ""
    if unit.start > first and any(
        mark.kind == "image" and not re.search(r"badge|shields\.io|logo", mark.target) for mark in block.marks
    ):
        return "image"
    return ""


@check(applies=released)
def bulleted(outline: Outline, *, share: float = 0.4, least: int = 6) -> Iterator[Problem]:
    """Report a release with more than this share of its words, and at least `least` paragraphs, in lists."""
    own = [
        p
        for p in outline.paragraphs
        if p.headed not in LAST and not set(LAST) & p.taken and outline.document.blocks[p.unit.block].kind != "cell"
    ]
    items = [p for p in own if p.listed]
    if len(items) >= least and sum(p.words for p in items) > share * sum(p.words for p in own):
        yield Problem(items[0].unit.start, items[0].unit.end, {"count": str(len(items))})


@check(english=True, applies=released)
def missing_summary(outline: Outline) -> Iterator[Problem]:
    """Report a first paragraph that does not say what is announced, and for whom. Variants: `none` and `thin`."""
    summary = next(outline.of("summary"), None)
    if summary is None:
        yield Problem(*whole_line(outline, outline.paragraphs[0].unit.start), {}, "none", subject="summary")
        return
    words = len(outline.document.prose[summary.start : summary.end].split())
    if (
        words < 12
        and outline.document.block_at(summary.start).kind != "cell"
        and summary.found_by == "heading"
        and not any(p.headed == "summary" and p.words >= 12 for p in outline.paragraphs)
    ):
        yield Problem(summary.start, summary.end, {"words": str(words)}, "thin")


@check(english=True, applies=released)
def long_paragraph(outline: Outline, *, sentences: int = 6, words: int = 120, least: int = 90) -> Iterator[Problem]:
    """Report a paragraph of the release with too many words, or too many sentences and more than `least` words.

    Lists, tables and quotations are not paragraphs.
    """
    for paragraph in outline.paragraphs:
        if paragraph.listed or paragraph.quotes or outline.document.blocks[paragraph.unit.block].kind == "cell":
            continue
        count = len(paragraph.sentences)
        if paragraph.words > words or (count > sentences and paragraph.words > least):
            yield Problem(
                *whole_line(outline, paragraph.unit.start),
                {"sentences": str(count), "words": str(paragraph.words)},
            )


@check(english=True, applies=released)
def summary_without_customer(outline: Outline) -> Iterator[Problem]:
    """Report a headline, a line below it and a summary that name no specific kind of customer."""
    summary = next(outline.of("summary"), None)
    if summary and not names_customer(text_of(outline, *TOP)):
        yield Problem(*whole_line(outline, summary.start))
