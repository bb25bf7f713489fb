"""Which facets of the plan a question is about, and which facets the draft answers with substance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from ..document import Document
from ..lexicon import Hits, nowhere
from .model import FACETS, Part, Question, Unit
from .sections import normalise

_NUMBER = re.compile(r"\d|\b(?:half|third|quarter|dozen|hundreds?|thousands?|millions?|billions?|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?(?:dollars|euros|pounds|usd|eur)\b|\bfree\b", re.IGNORECASE)


@cache
def table() -> dict[str, dict[str, Any]]:
    """The facet vocabulary: facet → its lists."""
    return tomllib.loads((resources.files(__package__) / "facets.toml").read_text(encoding="utf-8"))


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Label → phrases, for the lexicon: `ask:risks`, `tell:risks`, …"""
    return {f"{kind}:{facet}": tuple(lists[kind]) for facet, lists in table().items() for kind in ("ask", "tell")}


@cache
def _names() -> dict[str, str]:
    return {normalise(name): facet for facet, lists in table().items() for name in lists["name"]}


def named(heading: str) -> str:
    """The facet that a heading names, or ""."""
    return _names().get(normalise(heading), "")


def topics(document: Document, hits: Mapping[str, Hits], start: int, end: int, text: str) -> tuple[str, ...]:
    """The facets that a question asks about."""
    found = []
    by_name = named(text.rstrip("?"))
    for facet in FACETS:
        if facet == by_name or _count(document, hits, f"ask:{facet}", start, end):
            found.append(facet)
    return tuple(found)


def _count(document: Document, hits: Mapping[str, Hits], label: str, start: int, end: int) -> int:
    found = hits.get(label)
    if not found:
        return 0
    starts = document.tokens.starts
    from bisect import bisect_left

    return len(found.within(bisect_left(starts, start), bisect_left(starts, end)))


def plan(document: Document, hits: Mapping[str, Hits], units: Sequence[Unit], zones: Sequence[str], questions: Sequence[Question],
         parts: Sequence[Part]) -> dict[str, list[tuple[int, int]]]:
    """Facet → the prose ranges that answer it with substance, anywhere in the draft."""
    found: dict[str, list[tuple[int, int]]] = {}

    def give(facet: str, start: int, end: int) -> None:
        if start < end:
            found.setdefault(facet, []).append((start, end))

    for question in questions:
        if not question.answered or not question.answer:
            continue
        start, end = question.answer[0][0], question.answer[-1][1]
        for facet in FACETS:
            if substantive(document, hits, facet, question, start, end):
                give(facet, start, end)
    for facet, start, end in _sections(document, units, zones):
        text = document.prose[start:end]
        if len(text.split()) >= 8 and (not table()[facet]["need"] == "number" or _NUMBER.search(text)):
            give(facet, start, end)
    for part in parts:
        if part.part in ("getting_started", "call_to_action", "solution", "summary") and not found.get("pricing"):
            text = document.prose[part.start : part.end]
            if re.search(r"[$€£]\s?\d[\d.,]*\s*(?:/|per|a)\s?\w+|\b(?:free (?:plan|tier|version|of charge)|is free|are free|for free|free and open)\b", text, re.IGNORECASE):
                give("pricing", part.start, part.end)
    return found


def substantive(document: Document, hits: Mapping[str, Hits], facet: str, question: Question, start: int, end: int) -> bool:
    """Whether an answer gives substance on a facet: asked about it with a real answer, or told at length unasked."""
    asked = facet in question.topics
    told = _count(document, hits, f"tell:{facet}", start, end)
    text = document.prose[start:end]
    words = len(text.split())
    need = table()[facet]["need"]
    if need == "number" and not _NUMBER.search(text):
        return False
    if facet == "pricing" and not _PRICE.search(text):
        return False
    if asked:
        return words >= 8 and (told >= 1 or words >= 25)
    return False


def _sections(document: Document, units: Sequence[Unit], zones: Sequence[str]) -> list[tuple[str, int, int]]:
    """Headed stretches outside the FAQ whose heading names a facet."""
    found = []
    for index, unit in enumerate(units):
        if unit.kind != "heading" or zones[index] in ("faq", "external", "internal") or unit.level >= 8:
            continue
        facet = named(unit.text)
        if not facet or facet == "feasibility" and zones[index] == "release":
            continue
        end = unit.end
        start = -1
        for other in units[index + 1 :]:
            if other.kind == "heading" and other.level <= unit.level:
                break
            if other.kind == "text":
                start = other.start if start < 0 else start
                end = other.end
        if start >= 0:
            found.append((facet, start, end))
    return found


def nothing() -> Hits:
    """For callers without a lexicon."""
    return nowhere()
