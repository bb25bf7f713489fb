"""How a reviewer would see a draft, and the passages that show it."""

from __future__ import annotations

from collections.abc import Sequence

from ..reader.labels import VIEWS
from ..reader.model import Reading
from . import thresholds
from .model import Passage, Question, Reviewed

_UNFIT = ("title", "template", "q_ext", "q_int")
"""The parts whose passages show nothing."""


def find(reading: Reading, passages: Sequence[Passage], asked: Sequence[Question]) -> dict[str, Reviewed]:
    """Return a reviewer's view of each aspect in `labels.VIEWS`.

    Args:
        reading: The reader's output for the draft.
        passages: Its passages, one for each segment of the reading.
        asked: Its questions, with the facets that their answers answer.
    """
    answered = [question.holds for question in asked if question.holds]
    usable = [index for index, one in enumerate(passages) if one.kind != "h" and one.part not in _UNFIT]
    found = {}
    for head, names in VIEWS.items():
        view = reading.view(head, usable, answered)
        for column, name in enumerate(names):
            chances = view.passages[:, column]
            ranked = sorted(usable, key=lambda index: -chances[index])
            listed = [index for index in ranked if chances[index] >= thresholds.LISTED]
            quotable = tuple(passages[index] for index in listed if chances[index] >= thresholds.QUOTED)
            near = tuple(passages[index] for index in listed[len(quotable) :])
            partly, fully = float(view.partly[column]), float(view.fully[column])
            found[name] = Reviewed(_verdict(name, partly, fully), partly, fully, quotable, near)
    return found


def _verdict(name: str, partly: float, fully: float) -> str:
    if fully >= thresholds.REVIEW_YES[name]:
        return "yes"
    return "partly" if partly >= thresholds.REVIEW_PARTLY[name] else "no"
