"""Passages that start from the solution: from technology, assets or imitation instead of a customer's problem.

The reader recognises them. The families follow Ian McAllister's list of wrong starting points. A page can add an
organisation's own phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..outline import thresholds
from ..outline.model import Outline, Passage
from ..reader.labels import FAMILIES
from .base import Check, Problem, check, excerpt, kind
from .general import Pattern, in_quotes, matches
from .matching import Phrases, compile_patterns

_SHOWN = 80
_TOP = ("headline", "subheadline", "dateline", "summary", "problem")
PLACES = (*_TOP, "solution", "leader_quote", "getting_started", "call_to_action", "release")
"""The places where a release can start from the solution."""
LEAD = (*_TOP, "leader_quote")
"""The places where technology replaces the customer's benefit; the solution is the place to describe it."""


@kind
def solution_first(*, family: str, phrases: list[Pattern] = []) -> Check:
    """Report passages of one family. Variants: "" and `maybe` (a note), if the reader is less sure.

    `phrases` are patterns that an organisation adds; they count in the same places as the family.
    """
    if family not in FAMILIES[1:]:
        raise ValueError(f"unknown family “{family}” (known: {', '.join(FAMILIES[1:])})")
    patterns = compile_patterns(phrases)
    nothing = Phrases(())

    def run(outline: Outline) -> Iterator[Problem]:
        seen: set[int] = set()
        for passage in outline.passages:
            if passage.family != family or not _starts(outline, passage):
                continue
            place = outline.places.at(passage.start)
            line = outline.document.lines(passage.start, passage.end)[0]
            if line in seen:
                continue
            seen.add(line)
            sure = passage.solution_first >= thresholds.SOLUTION_FIRST_SURE
            values = {
                "match": excerpt(outline, passage.start, passage.end, _SHOWN),
                "place": place.replace("_", " "),
            }
            yield Problem(passage.start, passage.end, values, "" if sure else "maybe", "" if sure else "note")
        for _, start, end in matches(outline, nothing, patterns, PLACES) if phrases else ():
            line = outline.document.lines(start, end)[0]
            if line not in seen and outline.places.at(start) in PLACES and not in_quotes(outline, start):
                seen.add(line)
                yield Problem(start, end, {"match": excerpt(outline, start, end), "place": "release"})

    return Check(run, patterns=(patterns,) if phrases else (), english=True)


def _starts(outline: Outline, passage: Passage) -> bool:
    """Return whether a passage starts from the solution in a place where that counts."""
    places = LEAD if passage.family == "tech" else PLACES
    return passage.starts_from_solution and outline.places.at(passage.start) in places


@check(english=True)
def solution_first_draft(outline: Outline, *, least: int = 3) -> Iterator[Problem]:
    """Report a release that starts from the solution throughout.

    At least `least` of its lines do, or probably do, and it has no genuine problem.
    """
    lines = sorted({outline.lines(passage)[0] for passage in outline.passages if _starts(outline, passage)})
    if len(lines) >= least and not outline.problem.genuine and outline.paragraphs:
        first = next(iter(outline.of("headline", "summary")), None)
        start = first.start if first else outline.paragraphs[0].unit.start
        end = first.end if first else outline.paragraphs[0].unit.end
        values: dict[str, Any] = {"count": str(len(lines)), "lines": ", ".join(map(str, lines[:12]))}
        yield Problem(start, end, values)
