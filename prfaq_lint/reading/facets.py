"""Which facets of the plan a question is about, and which facets the draft answers with substance."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from ..document import Document
from ..lexicon import Hits
from .model import FACETS, Part, Question, Unit
from .sections import normalise

_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|dozen|hundreds?|thousands?|millions?|billions?|two|three|four|"
    r"five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
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
    return len(found.within(bisect_left(starts, start), bisect_left(starts, end)))


def plan(
    document: Document,
    hits: Mapping[str, Hits],
    units: Sequence[Unit],
    zones: Sequence[str],
    questions: Sequence[Question],
    parts: Sequence[Part],
) -> dict[str, list[tuple[int, int]]]:
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
        if len(text.split()) >= 8 and (table()[facet]["need"] != "number" or _NUMBER.search(text)):
            give(facet, start, end)
    for part in parts:
        if part.part in ("getting_started", "call_to_action", "solution", "summary") and not found.get("pricing"):
            text = document.prose[part.start : part.end]
            if re.search(
                r"[$€£]\s?\d[\d.,]*\s*(?:/|per|a)\s?\w+|\b(?:free (?:plan|tier|version|of charge)|"
                r"is free|are free|for free|free and open)\b",
                text,
                re.IGNORECASE,
            ):
                give("pricing", part.start, part.end)
    return found


# Facets that only the company's own questions can satisfy: "What happens if I lose my phone?" is no plan for risks.
_PLAN_ONLY = frozenset(
    (
        "market-size",
        "strategic-fit",
        "why-now",
        "customer-evidence",
        "economics",
        "go-to-market",
        "risks",
        "metrics",
        "timeline",
        "resources",
        "operations",
        "dependencies",
    )
)
_MINE = re.compile(r"\b(?:i|my|me|mine)\b", re.IGNORECASE)
_OPENING_HOURS = re.compile(r"\W*when (?:is|are|can|do|does)\b", re.IGNORECASE)
_LAUNCHING = re.compile(
    r"\b(?:launch\w*|releas\w+|ship\w*|ready|available|coming|come|out|support\w*|arrive\w*|"
    r"start\w*|live|get it|buy it|have it)\b",
    re.IGNORECASE,
)
_CONCRETE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|thousand|million|half|third|"
    r"quarter)\b|(?<=[a-z,;:] )(?!I\b)[A-Z][a-z]+|"
    r"\b(?:because|unless|if|until|so that|as long as|otherwise|without)\b"
)
_HOLLOW = re.compile(
    r"\b(?:aligns?|strategic priority|mission|excited|passionate|world-class|best in the business|top priority|"
    r"very seriously|as needed|various|several partners|relevant channels|"
    r"no concerns|compliant|viral|tell each other|love it|fantastic|very positive|happy|handle (?:all|whatever|"
    r"that|it)|can handle|adapt|never been a better|market is (?:ready|huge|finally)|"
    r"growing fast|in time|sooner or later|easy to maintain|do not see|see none|foresee no|nothing critical|"
    r"no real|nobody else|first to think|market leader|competitive|talented|"
    r"exploring|monitor usage|gather feedback|focus(?:ed)? on)\b",
    re.IGNORECASE,
)


def satisfies(facet: str, question: Question) -> bool:
    """Whether an answer to a question can satisfy a facet of the plan: a customer's "I" and "my" ask about the product."""
    if facet not in question.topics or question.audience == "internal" or facet not in _PLAN_ONLY:
        return facet in question.topics
    return not (
        _MINE.search(question.text)
        or (facet == "timeline" and _OPENING_HOURS.match(question.text) and not _LAUNCHING.search(question.text))
    )


def substantive(
    document: Document, hits: Mapping[str, Hits], facet: str, question: Question, start: int, end: int
) -> bool:
    """Whether an answer gives substance on a facet that was asked about: things that can be checked, such as numbers,
    names, dates and conditions, or the facet's own matter at some length; a slogan is neither."""
    if not satisfies(facet, question):
        return False
    text = document.prose[start:end]
    if facet == "pricing":
        return bool(_PRICE.search(text))
    if table()[facet]["need"] == "number" and not _NUMBER.search(text):
        return False
    names = {name for name in re.findall(r"(?<=\s)[A-Z]\w+", question.text) if name in text}
    words, concrete = len(text.split()), len(_CONCRETE.findall(text)) + len(names)
    enough = 14 if facet in ("legal", "scope") or (facet == "competition" and names) else 25
    if _HOLLOW.search(text) and concrete < 2 and words < 40:
        return False
    if facet == "metrics" and not _NUMBER.search(text) and words < 25:
        return False
    told = _count(document, hits, f"tell:{facet}", start, end)
    return (words >= 8 and (told >= 1 or words >= enough)) or (words >= 6 and concrete >= 2)


def _sections(document: Document, units: Sequence[Unit], zones: Sequence[str]) -> list[tuple[str, int, int]]:
    """Headed stretches outside the FAQ whose heading names a facet."""
    found = []
    for index, unit in enumerate(units):
        if unit.kind != "heading" or zones[index] in ("faq", "external", "internal") or unit.level >= 8:
            continue
        facet = named(unit.text)
        if not facet or (facet == "feasibility" and zones[index] == "release"):
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
