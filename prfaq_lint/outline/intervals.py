"""Ranges of prose offsets, with fast overlap queries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


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
