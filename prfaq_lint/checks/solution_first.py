"""Language of people who start from the solution: loud where the customer's problem should stand, silent where it may stand.

The zones and how loudly each speaks follow measurements on real drafts; see `ZONES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .base import Check, Problem, excerpt
from .general import Pattern, in_quotes, matches
from .matching import Phrases, compile_patterns

if TYPE_CHECKING:
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
_QUIETER = {"error": "warning", "warning": "note", "note": "", "": ""}
_NEGATIONS = Phrases(("not", "n't", "never", "nor", "neither", "rather than", "instead of", "no longer"))


def solution_first(
    *,
    strong: list[Pattern] = [],
    medium: list[Pattern] = [],
    unless: list[str] = [],
    loudest: str = "error",
    only: list[str] = [],
    silent: list[str] = [],
    unless_food: bool = False,
    negated: bool = False,
) -> Check:
    """One family of phrasings.

    `strong` and `medium` patterns differ in how sure a match is. `unless` phrases silence a sentence. `only` and
    `silent` narrow the zones; `loudest` caps the severity. A sentence with a negation is silent unless `negated`.
    """
    certain, likely, quiet = compile_patterns(strong), compile_patterns(medium), Phrases(tuple(unless))
    nothing = Phrases(())
    zones = {place: pair for place, pair in ZONES.items() if place not in silent and (not only or place in only)}

    def run(outline: Outline) -> Iterator[Problem]:
        reported: set[int] = set()
        for patterns, column in ((certain, 0), (likely, 1)):
            loud = {place for place, pair in zones.items() if pair[column]}
            for sentence, start, end in matches(outline, nothing, patterns, loud):
                place = outline.places.at(start)
                severity = zones.get(place, ("", ""))[column]
                if not severity or sentence.block in reported:
                    continue
                if quiet.find(outline, sentence) or (not negated and _NEGATIONS.find(outline, sentence)):
                    continue
                if (
                    outline.document.prose[sentence.start : sentence.end].rstrip("*_ ”\"'").endswith("?")
                    and place not in _TOP
                ):
                    continue
                if place in ("external", "internal") and in_quotes(outline, start):
                    continue
                if unless_food and _about_food(outline):
                    continue
                if column == 1 and place == "problem" and outline.problem.genuine:
                    severity = _QUIETER[severity]
                if loudest == "warning" and severity == "error":
                    severity = "warning"
                reported.add(sentence.block)
                yield Problem(
                    start,
                    end,
                    {"match": excerpt(outline, start, end), "place": place.replace("_", " ")},
                    severity=severity,
                )

    return Check(run, (quiet, _NEGATIONS, _FOOD), (certain, likely), english=True)


_FOOD = Phrases(
    (
        "recipe",
        "recipes",
        "cooking",
        "cook",
        "cooks",
        "kitchen",
        "grocery",
        "groceries",
        "meal",
        "meals",
        "food",
        "chef",
        "chefs",
        "restaurant",
        "pharmacy",
        "dish",
        "dishes",
    )
)


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
