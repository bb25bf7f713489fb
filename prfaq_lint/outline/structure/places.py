"""The scopes of offsets in the draft, under the names that rules use."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from ..model import PARTS, Part, Question, Unit

PLACES = (*PARTS, "release", "question", "external", "internal", "strategy", "front", "other")
"""All scopes: the ten parts, the rest of the release, questions, answers to external and to internal questions,
answers to questions about strategy and building, the text before the release, and the rest."""

_BUILDING = frozenset(("strategic-fit", "feasibility", "dependencies"))
# The smaller part inside a larger one wins: a dateline in a summary, a quote in a solution, a problem in either.
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

    def __init__(
        self, units: Sequence[Unit], zones: Sequence[str], questions: Sequence[Question], parts: Sequence[Part]
    ) -> None:
        spans = [(unit.start, unit.end, 0, _ZONES.get(zone, zone)) for unit, zone in zip(units, zones, strict=True)]
        for question in questions:
            name = question.audience
            if name == "internal" and not _BUILDING.isdisjoint(question.topics):
                name = "strategy"
            stop = question.answer[0][0] if question.answer else question.end
            if question.answer:
                spans.append((stop, question.end, 1, name))
            spans.append((question.start, stop, 2, "question"))
        spans += [(part.start, part.end, 2 + _RANK[part.part], part.part) for part in parts]
        self._starts = sorted({at for span in spans for at in span[:2]})
        index = {at: number for number, at in enumerate(self._starts, 1)}
        self._names = ["front", *["other"] * len(self._starts)]
        spans.reverse()  # the first of the spans with the same rank wins, so it is set last
        for start, end, _, name in sorted(spans, key=itemgetter(2)):
            first, last = index[start], index[end]
            self._names[first:last] = [name] * (last - first)

    def at(self, offset: int) -> str:
        """Return the scope of a prose offset; one of `PLACES`."""
        return self._names[bisect_right(self._starts, offset)]
