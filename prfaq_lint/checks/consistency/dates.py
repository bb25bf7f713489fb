"""Dates in a sentence, as ranges of days: a day, a month, a quarter, a season or a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...strings import folded
from ..matching import Phrases

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end of": (10, 12), "beginning of": (1, 3)}
_MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
YEARS = re.compile(r"(?:19|20)\d\d")
MONTHS = Phrases(
    tuple(
        "january february march april may june july august september october november december jan feb mar apr jun jul aug "
        "sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.".split()
    )
)
"""Every date contains a year, matched by this expression, or one of `MONTHS`."""
_YEAR = r"(?P<{0}>(?:19|20)\d\d)\b"
_DATE = re.compile(
    rf"\b(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b|"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH}),? {_YEAR.format('y1')}|"
    rf"(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR.format('y2')}|"
    rf"(?P<m3>{_MONTH}),?(?: of)? {_YEAR.format('y3')}|"
    rf"q(?P<q1>[1-4])[ ,]?(?:of )?{_YEAR.format('y4')}|{_YEAR.format('y5')}[ -]?q(?P<q2>[1-4])\b|"
    rf"(?P<q3>first|second|third|fourth) quarter (?:of )?{_YEAR.format('y6')}|"
    rf"h(?P<h1>[12]) (?:of )?{_YEAR.format('y7')}|(?P<h2>first|second) half (?:of )?{_YEAR.format('y8')}|"
    rf"(?P<season>spring|summer|autumn|fall|winter)(?: of)? {_YEAR.format('y9')}|"
    rf"(?P<third>early|mid|late|end of|beginning of)[- ]{_YEAR.format('y10')}|"
    rf"(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? (?P<m4>{_MONTH})|(?P<m5>{_MONTH}) (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? ?\d)|"
    rf"(?:in|by|until|from|of|next|this|late|early|mid-?) (?P<m6>{_MONTH})(?!,? (?:of )?\d)|"
    rf"(?:in|by|of|during|until|since|for|before|after|through) {_YEAR.format('y11')})"
)
"""A date, in lower case."""


class Moment(NamedTuple):
    """A date or period named in a sentence."""

    start: int
    """The first offset in the sentence; `end` is the offset after the last character."""
    end: int
    first: int
    """The first day, in months of 31 days; counted from the start of the year if no year is named. `last` is the
    last day.
    """
    last: int
    year: int
    """The year, or 0 if none is named."""

    def within(self, year: int) -> Moment:
        """Return the same date in the given year, or unchanged if it already has a year."""
        if self.year:
            return self
        return Moment(self.start, self.end, self.first + year * 372, self.last + year * 372, year)

    def agrees(self, other: Moment) -> bool:
        """Return whether both can be the same date."""
        return self.first <= other.last and other.first <= self.last


def moments(text: str) -> Iterator[Moment]:
    """Yield the dates in a sentence, in order.

    Numeric dates such as 03/04/2027 are skipped, because their day and month are ambiguous.
    """
    for found in _DATE.finditer(folded(text)):
        groups = {name: value for name, value in found.groupdict().items() if value}
        year = next((int(value) for name, value in groups.items() if name[0] == "y"), 0)
        if "iso" in groups:
            year, month, day = map(int, groups["iso"].split("-"))
            first = last = month * 31 + day
        else:
            first, last = _days(groups)
        start = found.start()
        if not year and "m6" in groups:
            start = found.start("m6")
        yield Moment(start, found.end(), year * 372 + first, year * 372 + last, year)


def _days(groups: dict[str, str]) -> tuple[int, int]:
    """Return the first and last day within the year, from the groups of a match of `_DATE`."""
    value = {name[0] if name[0] in "mdqh" else name: text for name, text in groups.items()}
    if "m" in value:
        month = _MONTHS.index(value["m"][:3]) + 1
        day = int(value.get("d", 0))
        return (month * 31 + day,) * 2 if day else (month * 31 + 1, month * 31 + 31)
    if "q" in value:
        quarter = _ORDINALS.get(value["q"]) or int(value["q"])
        return _months(3 * quarter - 2, 3 * quarter)
    if "h" in value:
        half = _ORDINALS.get(value["h"]) or int(value["h"])
        return _months(6 * half - 5, 6 * half)
    if "season" in value:
        return _months(*_SEASONS[value["season"]])
    if "third" in value:
        return _months(*_THIRDS[value["third"]])
    return _months(1, 12)


def _months(first: int, last: int) -> tuple[int, int]:
    return first * 31 + 1, last * 31 + 31
