"""What the checks on the press release share: which drafts they judge, its parts as text, and its vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..vocabulary import Expressions
from .base import once

if TYPE_CHECKING:
    from ..document import Sentence
    from ..reading import Outline
    from ..reading.parts import Paragraph

WORDS = Expressions("checks/release.toml")

YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\bv\d[\d.]*|\b[A-Za-z]+-?\d+\b|\b24/7\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:jan|feb|mar|apr|"
    r"may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
"""Numbers that are no amounts: years, versions, days of a month."""

TOP = ("headline", "subheadline", "dateline", "summary")
QUOTES = ("leader_quote", "customer_quote")
LAST = ("getting_started", "call_to_action")


def released(outline: Outline) -> bool:
    """Whether a draft has a press release with text in it."""
    return outline.type in ("prfaq", "pr-only", "other") and bool(outline.paragraphs)


def genuine(outline: Outline) -> bool:
    """Whether its release tells a problem, so that how it is told can be judged."""
    return released(outline) and outline.problem.genuine


def words_of(outline: Outline, *names: str) -> int:
    """How many words these parts have together; what lies in two of them counts once."""
    spans = sorted((part.start, part.end) for part in outline.of(*names))
    total, last = 0, 0
    for start, end in spans:
        total += len(outline.document.prose[max(start, last) : end].split())
        last = max(last, end)
    return total


def text_of(outline: Outline, *names: str) -> str:
    """The prose of these parts, in order."""
    return " ".join(outline.document.prose[part.start : part.end] for part in outline.of(*names))


def sentences_of(outline: Outline, *names: str) -> list[Sentence]:
    """The release's sentences that begin in one of these parts, in order."""
    touches = _touching(outline, names)
    return [r.sentence for r in outline.readings if touches(r.sentence.start, r.sentence.start + 1)]


def paragraphs_of(outline: Outline, *names: str) -> list[Paragraph]:
    """The release's paragraphs that share text with one of these parts, in order."""
    touches = _touching(outline, names)
    return [paragraph for paragraph in outline.paragraphs if touches(paragraph.unit.start, paragraph.unit.end)]


def _touching(outline: Outline, names: tuple[str, ...]) -> Callable[[int, int], bool]:
    """Whether a range of prose offsets shares text with one of these parts; one look-up, however many pieces they are in."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted((part.start, part.end) for part in outline.of(*names)):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)

    def touches(start: int, end: int) -> bool:
        last = bisect_left(starts, end) - 1
        return last >= 0 and start < ends[last]

    return touches


def problem_at(outline: Outline) -> tuple[int, int]:
    """Where a finding about the whole problem stands: at the sentence that reads most as a problem."""
    verdict = outline.problem
    return (verdict.best.start, verdict.best.end) if verdict.best else (verdict.start, verdict.end)


@once
def informal(outline: Outline) -> bool:
    """Whether a draft announces open source or an internal tool, which no newspaper reports from a city."""
    return bool(WORDS["open-or-inside"].search(outline.document.prose.lower()))
