"""The form of a contradiction's finding: it points at the later place and quotes both."""

from __future__ import annotations

from typing import Protocol

from ...outline.model import Outline
from ..base import Problem, shorten
from .statements import Statement


class Place(Protocol):
    """A range of a statement's text."""

    @property
    def start(self) -> int:
        """Return its first offset in the statement."""

    @property
    def end(self) -> int:
        """Return the offset after its last character."""


def said(statement: Statement, place: Place) -> str:
    """Return the words of a statement at a place, on one line and shortened to 60 characters."""
    return shorten(" ".join(statement.text[place.start : place.end].split()), 60)


def line_of(outline: Outline, statement: Statement, place: Place | None = None) -> int:
    """Return the source line, counted from 1, of a statement or of a place in it."""
    at = statement.start + (place.start if place else 0)
    return outline.document.lines(at, at + 1)[0]


def problem_at(
    outline: Outline, here: Statement, at: Place, there: Statement, other: Place, variant: str = "", **values: str
) -> Problem:
    """Return a finding at one place that quotes both.

    Its values are `{here}` and `{there}`, the words at the two places, and `{line}`, the line of the other place.
    """
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
