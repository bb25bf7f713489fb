"""Language of people who start from the solution: loud where the customer's problem should stand, silent where it may stand.

The zones and how loudly each speaks follow measurements on real drafts; see `ZONES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..diagnostic import SEVERITIES
from .audience import DEVELOPERS
from .audience import for_developers as written_for_developers
from .base import Check, Problem, excerpt
from .general import Pattern, in_quotes, matches
from .matching import Phrases, compile_patterns, word_lists

if TYPE_CHECKING:
    from ..document import Sentence
    from ..reading import Outline

_TOP = ("headline", "subheadline", "dateline", "summary", "problem")

# Place → (severity of a strong phrase, severity of a medium one); "" is silence.
ZONES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_TOP, ("error", "warning")),
    "release": ("warning", "note"),
    "solution": ("warning", "note"),
    "getting_started": ("note", ""),
    "call_to_action": ("note", ""),
    "leader_quote": ("warning", ""),
    "customer_quote": ("note", ""),
    "external": ("note", ""),
    "internal": ("warning", ""),
    "strategy": ("", ""),
    "question": ("", ""),
    "front": ("", ""),
    "other": ("", ""),
}
_HEADINGS = ("headline", "subheadline")
_QUOTES = ("leader_quote", "customer_quote")
_MARKS = " \n*_“”\"'‘’(•–—-"
_NEGATIONS = Phrases(("not", "n't", "never", "nor", "neither", "rather than", "instead of", "no longer"))


def solution_first(
    *,
    strong: list[Pattern] = [],
    medium: list[Pattern] = [],
    opening: list[Pattern] = [],
    asking: list[Pattern] = [],
    unless: list[str] = [],
    loudest: str = "error",
    only: list[str] = [],
    silent: list[str] = [],
    unless_food: bool = False,
    negated: bool = False,
    for_developers: str = "",
) -> Check:
    """One family of phrasings.

    `strong` and `medium` patterns differ in how sure a match is; `opening` and `asking` ones are medium, and count only
    where they begin a sentence, or a question. `unless` phrases silence a sentence. `only` and `silent` narrow the
    zones; `loudest` caps the severity, and `for_developers` does where the customers write software. A sentence with a
    negation is silent unless `negated`.
    """
    known = [
        (compile_patterns(patterns), sure, opens, asks)
        for patterns, sure, opens, asks in (
            (strong, True, False, False),
            (medium, False, False, False),
            (opening, False, True, False),
            (asking, False, True, True),
        )
        if patterns
    ]
    quiet, nothing = Phrases(tuple(unless)), Phrases(())
    zones = {place: pair for place, pair in ZONES.items() if place not in silent and (not only or place in only)}
    heard = {sure: frozenset(place for place, pair in zones.items() if pair[not sure]) for sure in (True, False)}

    def run(outline: Outline) -> Iterator[Problem]:
        if unless_food and _about_food(outline):
            return
        reported: set[int] = set()
        cap = for_developers if for_developers and written_for_developers(outline) else loudest
        for patterns, sure, opens, asks in known:
            for sentence, start, end in matches(outline, nothing, patterns, heard[sure]):
                place = outline.places.at(start)
                if (
                    place not in heard[sure]
                    or sentence.block in reported
                    or _excused(outline, sentence, start, end, place)
                ):
                    continue
                if quiet.find(outline, sentence) or (not negated and _NEGATIONS.find(outline, sentence)):
                    continue
                if opens and not _opens(outline, sentence, start, asks):
                    continue
                severity = zones[place][not sure]
                if not sure and place == "problem" and outline.problem.genuine:
                    severity = "note"
                reported.add(sentence.block)
                yield Problem(
                    start,
                    end,
                    {"match": excerpt(outline, start, end), "place": place.replace("_", " ")},
                    severity=max(severity, cap, key=SEVERITIES.index),
                )

    return Check(run, (quiet, _NEGATIONS, _FOOD, DEVELOPERS), tuple(patterns for patterns, *_ in known), english=True)


def _excused(outline: Outline, sentence: Sentence, start: int, end: int, place: str) -> bool:
    """Whether a match is a question that somebody answers, somebody else's words, or part of a name."""
    return (
        (place not in _TOP and _is_question(outline, sentence))
        or (place not in _QUOTES and in_quotes(outline, start))
        or (place not in _HEADINGS and _is_name(outline, sentence, start, end))
    )


def _opens(outline: Outline, sentence: Sentence, start: int, question: bool) -> bool:
    """Whether a match begins its sentence; a `question` must be one, too."""
    before = outline.document.prose[sentence.start : start]
    return not before.strip(_MARKS) and (not question or _is_question(outline, sentence))


def _is_question(outline: Outline, sentence: Sentence) -> bool:
    return outline.document.prose[sentence.start : sentence.end].rstrip("*_ ”\"'").endswith("?")


_CAPITALS = re.compile(r"(?:[A-Z][\w’']*[-\s]*)+")
_ARTICLE = re.compile(r"(?:\b(?:an?|our|is|are)|[.!?:])\W*$", re.IGNORECASE)


def _is_name(outline: Outline, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a match belongs to a name inside a sentence, as “the AI-First Congress” does: every word of it and the
    next one have a capital, and no article says that it is one of many."""
    prose = outline.document.prose
    if not start > sentence.start or _ARTICLE.search(prose[max(sentence.start, start - 12) : start]):
        return False
    return bool(_CAPITALS.fullmatch(prose[start:end]) and re.match(r"\s?[A-Z][a-z]", prose[end : end + 3]))


_FOOD = Phrases(word_lists()["food"])


def _about_food(outline: Outline) -> bool:
    hits = outline.hits.get(_FOOD.label)
    return bool(hits and len(hits.starts) >= 3)


def solution_first_draft(*, families: int = 3) -> Check:
    """The whole release starts from the solution: at least this many of the group's rules report in it.

    The engine runs it last and hands it what the other rules of its group found.
    """

    def run(outline: Outline) -> Iterator[Problem]:
        found: dict[str, list[int]] = {}
        for rule, line, place in outline.remarks.get("solution-first", ()):
            if place in (*_TOP, "release", "solution", "leader_quote"):
                found.setdefault(rule, []).append(line)
        if len(found) >= families:
            lines = sorted({line for lines in found.values() for line in lines})
            first = next(iter(outline.of("headline", "summary")), None)
            start = first.start if first else outline.paragraphs[0].unit.start
            end = first.end if first else outline.paragraphs[0].unit.end
            values: dict[str, Any] = {
                "families": ", ".join(sorted(found)),
                "count": str(len(found)),
                "lines": ", ".join(map(str, lines[:12])),
            }
            yield Problem(start, end, values)

    return Check(run, english=True, last=True)
