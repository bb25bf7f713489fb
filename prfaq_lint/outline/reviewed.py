"""How a draft answers the questions of a review, and the passages that answer them."""

from __future__ import annotations

from collections.abc import Sequence

from ..reader.labels import REVIEW
from ..reader.model import Reading
from . import thresholds
from .model import Passage, Question, Reviewed

_UNFIT = ("title", "template", "q_ext", "q_int")
"""The parts whose passages answer nothing."""


def find(reading: Reading, passages: Sequence[Passage], asked: Sequence[Question]) -> dict[str, Reviewed]:
    """Return how a draft answers each of `REVIEW`.

    Args:
        reading: The reader's output for the draft.
        passages: Its passages, one for each segment of the reading.
        asked: Its questions, with the facets that their answers answer.
    """
    usable = [index for index, one in enumerate(passages) if one.kind != "h" and one.part not in _UNFIT]
    read = reading.review(usable, [question.holds for question in asked if question.holds])
    found = {}
    for column, name in enumerate(REVIEW):
        chances = read.passages[:, column]
        ranked = sorted(usable, key=lambda index: -chances[index])
        listed = [index for index in ranked if chances[index] >= thresholds.LISTED]
        quotable = tuple(passages[index] for index in listed if chances[index] >= thresholds.QUOTED)
        near = tuple(passages[index] for index in listed[len(quotable) :])
        partly, fully = float(read.partly[column]), float(read.fully[column])
        found[name] = Reviewed(_verdict(name, partly, fully), fully, quotable, near)
    return found


def _verdict(name: str, partly: float, fully: float) -> str:
    if fully >= thresholds.REVIEW_YES[name]:
        return "yes"
    return "partly" if partly >= thresholds.REVIEW_PARTLY[name] else "no"
