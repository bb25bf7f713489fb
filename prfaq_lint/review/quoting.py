"""Quotations that support an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..diagnostic import Diagnostic
from ..outline.model import Outline, Passage

MIN_QUOTED = 6
"""The minimum number of words in a quoted passage; a shorter one, such as a label, is not quoted."""

_SUBSTANCE = ("problem", "solution-first", "solution", "headline", "consistency", "answers")
"""The groups whose findings say that a passage does not do its job, so that it is not quoted as if it did."""
_EMPTY = ("hype", "jargon", "excitement-boilerplate")
"""The rules about words that say nothing."""
_LACK = re.compile(r"^(?:missing|no)-|-(?:without|only)-")
"""The names of the rules that report what a draft lacks."""


def quotable(outline: Outline, name: str, findings: Sequence[Diagnostic]) -> list[Passage]:
    """Return the passages that answer one of the questions of a review and stand up to the findings, the best first.

    Args:
        outline: The draft.
        name: One of `reader.labels.REVIEW`.
        findings: What `check` reports about the draft; what is missing is reported at a place that it is not about.
    """
    reviewed = outline.reviewed.get(name)
    return _sound(outline, reviewed.passages if reviewed else (), findings)


def nearest(outline: Outline, name: str, findings: Sequence[Diagnostic]) -> list[Passage]:
    """Return the passages that may answer a question that no quotable passage answers; as for `quotable`."""
    reviewed = outline.reviewed.get(name)
    return _sound(outline, reviewed.near if reviewed else (), findings)


def _sound(outline: Outline, passages: Iterable[Passage], findings: Sequence[Diagnostic]) -> list[Passage]:
    doubts = [one for one in findings if one.rule in _EMPTY or (one.group in _SUBSTANCE and not _LACK.search(one.rule))]
    sound = [one for one in passages if _says_something(one.text) and not one.starts_from_solution]
    return [one for one in sound if not _criticised(outline, one, doubts)]


def quotation(outline: Outline, passage: Passage | None) -> tuple[str, int]:
    """Return the words of a passage on one line, and the line in which they begin; "" and 0 without a passage."""
    if not passage:
        return "", 0
    return outline.document.excerpt(passage.start, passage.end), outline.lines(passage)[0]


def _says_something(text: str) -> bool:
    """Return whether a passage says something on its own, unlike a label or the introduction of a list."""
    return len(text.split()) >= MIN_QUOTED and not text.rstrip(" *_").endswith(":")


def _criticised(outline: Outline, passage: Passage, found: Iterable[Diagnostic]) -> bool:
    """Return whether one of these findings is about a passage."""
    first, last = map(outline.document.source.place, outline.document.span(passage.start, passage.end))
    return any((one.line, one.column) < last and first < (one.end_line, one.end_column) for one in found)
