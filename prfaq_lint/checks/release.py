"""Helpers for the checks on the press release: the drafts they judge, its parts as text, and its vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..outline.model import Outline
from ..vocabulary import Expressions
from .base import once

if TYPE_CHECKING:
    from ..outline.release.paragraphs import Paragraph

WORDS = Expressions("checks/release.toml")

YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\bv\d[\d.]*|\b[A-Za-z]+-?\d+\b|\b24/7\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:jan|feb|mar|apr|"
    r"may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
"""Numbers that are not amounts: years, versions, days of a month."""

TOP = ("headline", "subheadline", "dateline", "summary")
QUOTES = ("leader_quote", "customer_quote")
LAST = ("getting_started", "call_to_action")


def released(outline: Outline) -> bool:
    """Return whether a draft has a press release with text in it."""
    return outline.type in ("prfaq", "pr-only", "other") and bool(outline.paragraphs)


def genuine(outline: Outline) -> bool:
    """Return whether the release states a problem, so that its presentation can be judged."""
    return released(outline) and outline.problem.genuine


def words_of(outline: Outline, *names: str) -> int:
    """Return the number of words in these parts together, counting overlaps once."""
    spans = sorted((part.start, part.end) for part in outline.of(*names))
    total, last = 0, 0
    for start, end in spans:
        total += len(outline.document.prose[max(start, last) : end].split())
        last = max(last, end)
    return total


def text_of(outline: Outline, *names: str) -> str:
    """Return the prose of these parts, in order."""
    return " ".join(outline.document.prose[part.start : part.end] for part in outline.of(*names))


def paragraphs_of(outline: Outline, *names: str) -> list[Paragraph]:
    """Return the paragraphs of the release that overlap one of these parts, in order."""
    inside = outline.intervals(*names)
    return [one for one in outline.paragraphs if inside.overlaps(one.unit.start, one.unit.end)]


def problem_at(outline: Outline) -> tuple[int, int]:
    """Return where to report a finding about the whole problem: the sentence most likely to state it."""
    verdict = outline.problem
    return (verdict.best.start, verdict.best.end) if verdict.best else (verdict.start, verdict.end)


@once
def informal(outline: Outline) -> bool:
    """Return whether a draft announces open source or an internal tool, which needs no city in a dateline."""
    return bool(WORDS["open-or-inside"].search(outline.document.prose.lower()))
