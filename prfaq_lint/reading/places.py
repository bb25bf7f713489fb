"""Where in the draft an offset stands, in the words that rules use for their scope."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING

from .model import PARTS

if TYPE_CHECKING:
    from . import Outline

PLACES = (*PARTS, "release", "question", "external", "internal", "strategy", "front", "other")
"""Every scope: the ten parts, the rest of the release, questions, answers to external and to internal questions, answers
to questions about strategy and building, what stands before the release, and the rest."""

_STRATEGIC = (
    *("feasib", "architect", "technical", "strateg", "advantage", "right to win", "components", "dependenc"),
    *("unique", "moat"),
)
"""A question that holds one of these is about strategy and building."""
_STRATEGY_SIGNS = ("why ", "build", "built", "already ", "stack", "how does it work")
_STRATEGY = re.compile(
    r"\bwhy (?:us|we|should we|are we)\b|\bbuild or buy\b|\bbuild vs|\bhow (?:is|was|will) it built\b|"
    r"already (?:have|built|exist)|\bstack\b|\bhow does it work\b|\bwho builds\b"
)
"""So is one in which this is found; it holds one of the signs."""
_BUILDING = frozenset(("strategic-fit", "feasibility", "dependencies"))
# A smaller part inside a larger one decides: a dateline in a summary, a quote in a solution, a problem in either.
_RANK = {
    "headline": 9,
    "subheadline": 8,
    "leader_quote": 7,
    "customer_quote": 7,
    "problem": 6,
    "summary": 5,
    "dateline": 4,
    "getting_started": 3,
    "call_to_action": 3,
    "solution": 2,
}
_ZONES = {"boilerplate": "other", "faq": "external"}


class Places:
    """The scopes of a document's prose."""

    def __init__(self, outline: Outline) -> None:
        spans = [
            (unit.start, unit.end, 0, _ZONES.get(zone, zone))
            for unit, zone in zip(outline.units, outline.zones, strict=True)
        ]
        for question in outline.questions:
            name = question.audience
            if name == "internal" and (not _BUILDING.isdisjoint(question.topics) or _strategic(question.text.lower())):
                name = "strategy"
            stop = question.answer[0][0] if question.answer else question.end
            if question.answer:
                spans.append((stop, question.end, 1, name))
            spans.append((question.start, stop, 2, "question"))
        spans += [(part.start, part.end, 2 + _RANK[part.part], part.part) for part in outline.parts]
        self._starts = sorted({at for span in spans for at in span[:2]})
        index = {at: number for number, at in enumerate(self._starts, 1)}
        self._names = ["front", *["other"] * len(self._starts)]
        spans.reverse()  # of spans that rank the same, the first decides: it is set last
        for start, end, _, name in sorted(spans, key=itemgetter(2)):
            first, last = index[start], index[end]
            self._names[first:last] = [name] * (last - first)

    def at(self, offset: int) -> str:
        """The scope of a prose offset; one of `PLACES`."""
        return self._names[bisect_right(self._starts, offset)]


class Stretches:
    """Ranges of prose offsets, which may overlap, and what lies in them; asked in a time that hardly grows with their number."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        return self.meet(offset, offset + 1)

    def meet(self, start: int, end: int) -> bool:
        """Whether one of them has an offset in common with the range from `start` to before `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


def _strategic(text: str) -> bool:
    """Whether a question in lower case is about strategy and building."""
    return any(word in text for word in _STRATEGIC) or (
        any(sign in text for sign in _STRATEGY_SIGNS) and bool(_STRATEGY.search(text))
    )
