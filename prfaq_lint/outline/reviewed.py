"""How a reviewer would see a draft, and the passages that answer a reviewer's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..reader.labels import CRAFT, FOCUS, REVIEW
from ..reader.model import Reading, View
from . import thresholds
from .model import Craft, Passage, Question, Reviewed

_UNFIT = ("title", "template", "q_ext", "q_int")
"""The parts whose passages answer nothing."""


class Judgement(NamedTuple):
    """A reviewer's view of a draft."""

    answers: Mapping[str, Reviewed]
    """Each of `REVIEW` → how the draft answers it."""
    craft: Mapping[str, Craft]
    """Each of `CRAFT` and `FOCUS` → how likely it is that the release does it well."""


def judge(reading: Reading, passages: Sequence[Passage], asked: Sequence[Question]) -> Judgement:
    """Return how a reviewer would see a draft.

    Args:
        reading: The reader's output for the draft.
        passages: Its passages, one for each segment of the reading.
        asked: Its questions, with the facets that their answers answer.
    """
    usable = [index for index, one in enumerate(passages) if one.kind != "h" and one.part not in _UNFIT]
    answered = [question.holds for question in asked if question.holds]
    craft: dict[str, Craft] = {}
    for head, names in (("craft", CRAFT), ("focus", FOCUS)):
        view = reading.view(head, usable, answered)
        craft |= {name: Craft(float(view.partly[at]), float(view.fully[at])) for at, name in enumerate(names)}
    return Judgement(_answers(reading.view("review", usable, answered), usable, passages), craft)


def _answers(view: View, usable: Sequence[int], passages: Sequence[Passage]) -> dict[str, Reviewed]:
    found = {}
    for column, name in enumerate(REVIEW):
        probabilities = view.passages[:, column]
        ranked = sorted(usable, key=lambda index: -probabilities[index])
        listed = [index for index in ranked if probabilities[index] >= thresholds.LISTED]
        quotable = tuple(passages[index] for index in listed if probabilities[index] >= thresholds.QUOTED)
        near = tuple(passages[index] for index in listed[len(quotable) :])
        partly, fully = float(view.partly[column]), float(view.fully[column])
        found[name] = Reviewed(_verdict(name, partly, fully), fully, quotable, near)
    return found


def _verdict(name: str, partly: float, fully: float) -> str:
    if fully >= thresholds.REVIEW_YES[name]:
        return "yes"
    return "partly" if partly >= thresholds.REVIEW_PARTLY[name] else "no"
