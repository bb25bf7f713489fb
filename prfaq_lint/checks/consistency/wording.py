"""How a contradiction is reported: at the later place, naming both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ..base import Problem, shorten

if TYPE_CHECKING:
    from ...outline import Outline
    from .statements import Statement


class Place(Protocol):
    """A range of a statement's text."""

    @property
    def start(self) -> int:
        """Offset into the statement."""

    @property
    def end(self) -> int:
        """Offset after it."""


def said(statement: Statement, place: Place) -> str:
    """What a statement says at a place, on one line."""
    return shorten(" ".join(statement.text[place.start : place.end].split()), 60)


def line_of(outline: Outline, statement: Statement, place: Place | None = None) -> int:
    """The source line, from 1, of a statement or of a place in it."""
    at = statement.start + (place.start if place else 0)
    return outline.document.lines(at, at + 1)[0]


def problem_at(
    outline: Outline, here: Statement, at: Place, there: Statement, other: Place, variant: str = "", **values: str
) -> Problem:
    """A finding at one place that quotes both: `{here}`, `{there}` and `{line}`, the other place's."""
    return Problem(
        here.start + at.start,
        here.start + at.end,
        {
            "here": said(here, at),
            "there": said(there, other),
            "line": str(line_of(outline, there, other)),
            **values,
        },
        variant,
    )
