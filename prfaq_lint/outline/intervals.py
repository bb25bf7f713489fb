"""Ranges of prose offsets, with fast overlap queries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol


class Intervals:
    """A set of half-open ranges, which may overlap; the time of a look-up hardly grows with their number."""

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
        return self.overlaps(offset, offset + 1)

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether one of the ranges has an offset in common with the range from `start` to before `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def index_from(spans: Sequence[_Span], offset: int) -> int:
    """Return the index of the first of some ordered spans that lies mostly behind an offset."""
    return bisect_left(spans, offset, key=lambda span: (span.start + span.end) // 2)
