"""Where in the draft an offset stands, in the words that rules use for their scope."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from .model import PARTS

if TYPE_CHECKING:
    from . import Outline

PLACES = (*PARTS, "release", "question", "external", "internal", "strategy", "front", "other")
"""Every scope: the ten parts, the rest of the release, questions, answers to external and to internal questions, answers
to questions about strategy and building, what stands before the release, and the rest."""

_STRATEGY = re.compile(
    r"\bwhy (?:us|we|should we|are we)\b|\bbuild or buy\b|\bbuild vs|feasib|architect|"
    r"technical|\bhow (?:is|was|will) it built\b|already (?:have|built|exist)|strateg|"
    r"advantage|right to win|components|dependenc|\bstack\b|unique|moat|\bhow does it work\b|"
    r"\bwho builds\b"
)
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
        spans: list[tuple[int, int, int, str]] = []
        for unit, zone in zip(outline.units, outline.zones, strict=True):
            spans.append((unit.start, unit.end, 0, _ZONES.get(zone, zone)))
        for question in outline.questions:
            name = question.audience
            if name == "internal" and (
                {"strategic-fit", "feasibility", "dependencies"} & set(question.topics)
                or _STRATEGY.search(question.text.lower())
            ):
                name = "strategy"
            if question.answer:
                spans.append((question.answer[0][0], question.end, 1, name))
            stop = question.answer[0][0] if question.answer else question.end
            spans.append((question.start, stop, 2, "question"))
        for part in outline.parts:
            spans.append((part.start, part.end, 2 + _RANK[part.part], part.part))
        self._starts = sorted({at for start, end, _, _ in spans for at in (start, end)})
        index = {at: number for number, at in enumerate(self._starts, 1)}
        self._names = ["front", *["other"] * len(self._starts)]
        spans.reverse()  # of spans that rank the same, the first decides: it is set last
        for start, end, _, name in sorted(spans, key=itemgetter(2)):
            self._names[index[start] : index[end]] = [name] * (index[end] - index[start])

    def at(self, offset: int) -> str:
        """The scope of a prose offset; one of `PLACES`."""
        return self._names[bisect_right(self._starts, offset)]
