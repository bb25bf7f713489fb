"""Quotations that support an answer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from ..diagnostic import Diagnostic
from ..lang.en.numbers import QUANTITY
from ..outline import Outline
from ..outline.model import Passage, Question

Place = tuple[int, int]
"""A range of prose offsets."""

MIN_QUOTED = 6
"""The minimum number of words in a quoted passage; a shorter one, such as a label, is not quoted."""

DATES = re.compile(r"\b(?:\d{1,2}\.? )?(?:[A-Z][a-z]{2,8} )?(?:\d{1,2},? )?(?:19|20)\d\d\b|\bv\d[\d.]*")


def quotation(outline: Outline, passage: Passage | None) -> tuple[str, int]:
    """Return the words of a passage on one line, and the line in which they begin; "" and 0 without a passage."""
    if not passage:
        return "", 0
    return outline.document.excerpt(passage.start, passage.end), outline.lines(passage)[0]


def sentences(outline: Outline, question: Question) -> list[Passage]:
    """Return the passages of an answer that say something on their own, sentences before list items."""
    found = []
    for start, end in question.answer:
        # The first passage of an answer may begin before it, with a label such as “A:”.
        first = bisect_right(outline.passages, start, key=lambda passage: passage.end)
        last = bisect_left(outline.passages, end, key=lambda passage: passage.start)
        found += [
            passage if passage.start >= start else _cut(outline, passage, start)
            for passage in outline.passages[first:last]
            if passage.part not in ("q_ext", "q_int") and passage.kind != "t" and says_something(passage.text)
        ]
    return sorted(found, key=lambda passage: passage.kind == "l")


def _cut(outline: Outline, passage: Passage, start: int) -> Passage:
    """Return what a passage says from an offset on."""
    return passage._replace(start=start, text=outline.document.prose[start : passage.end])


def says_something(text: str) -> bool:
    """Return whether a passage says something on its own, unlike a label or the introduction of a list."""
    return len(text.split()) >= MIN_QUOTED and not text.rstrip(" *_").endswith(":")


def criticised(outline: Outline, passage: Passage, found: Iterable[Diagnostic]) -> bool:
    """Return whether one of these findings is about a passage."""
    first, last = map(outline.document.source.place, outline.document.span(passage.start, passage.end))
    return any((one.line, one.column) < last and first < (one.end_line, one.end_column) for one in found)


def has_number(text: str) -> bool:
    """Return whether a text contains a number other than a date or a version."""
    return bool(QUANTITY.search(DATES.sub(" ", text)))
