"""Counts of right and wrong decisions, the scores from them, and the uncertainty from the choice of drafts."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import mul
from typing import NamedTuple

RESAMPLES = 500
SEED = 20


class Counts(NamedTuple):
    """True and false positives and negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    def plus(self, other: Counts) -> Counts:
        """Return the sums of both counts."""
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is correct."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """Return the share of what is there that was found; for yes and no, the share of yes."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def accuracy(self) -> float:
        """Return the share of decisions that are correct."""
        return _ratio(self.tp + self.tn, sum(self))


def decided(truth: bool, guess: bool) -> Counts:
    """Return the count of one decision."""
    return Counts(
        int(truth and guess), int(guess and not truth), int(truth and not guess), int(not truth and not guess)
    )


class Sheet:
    """The counts of one draft for each row, and the places where the tool differs from the label."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: dict[str, Counts] = {}
        self.misses: list[tuple[str, str]] = []
        """The differences, as a row and a description."""

    def add(self, row: str, counts: Counts) -> None:
        """Add counts to a row."""
        self.counts[row] = self.counts.get(row, Counts()).plus(counts)

    def decide(self, row: str, truth: bool, guess: bool, where: str = "") -> None:
        """Count one decision."""
        self.add(row, decided(truth, guess))
        if truth != guess:
            self.miss(row, "invented" if guess else "missed", where)

    def share(self, row: str, yes: bool, where: str = "") -> None:
        """Count one case of a share."""
        self.add(row, Counts(tp=int(yes), fn=int(not yes)))
        if where and not yes:
            self.miss(row, "wrong", where)

    def mean(self, row: str, value: int) -> None:
        """Count an amount whose mean over drafts the table shows."""
        self.add(row, Counts(tp=value, tn=1))

    def miss(self, row: str, what: str, where: str) -> None:
        """Record a difference; `where` begins with a line number, if there is one."""
        at, _, more = where.partition(" ") if where[:1].isdigit() else ("", "", where)
        self.misses.append((row, f"{self.name}{':' + at if at else ''}: {what}{'  ' + more if more else ''}"))


class Row(NamedTuple):
    """A row of the table: a measure."""

    name: str
    statistic: str
    """`F1`, `share` (of yes), `mean` (for each draft) or `macro F1` (over the rows in `over`)."""
    over: tuple[str, ...] = ()


class Score(NamedTuple):
    """The score of the drafts in a split for a row."""

    row: Row
    value: float
    low: float
    high: float
    """The middle 95 % of the values when drafts are resampled with replacement."""
    counts: Counts
    drafts: int
    """The number of drafts in which something was counted."""


def scores(sheets: Sequence[Sheet], rows: Iterable[Row], resamples: int = RESAMPLES) -> list[Score]:
    """Return the scores of the rows in which something was counted."""
    draw = random.Random(SEED)
    everyone = range(len(sheets))
    weights = [_frequencies(draw.choices(everyone, k=len(sheets))) for _ in range(resamples)] if sheets else []
    found = []
    for row in rows:
        names = row.over or (row.name,)
        counted = [[sheet.counts.get(name, Counts()) for sheet in sheets] for name in names]
        drafts = sum(any(any(of[index]) for of in counted) for index in everyone)
        if not drafts:
            continue
        columns = [_Column(of) for of in counted]
        totals = [column.total() for column in columns]
        worth = [index for index, total in enumerate(totals) if total.tp + total.fn]
        statistic = _STATISTICS[row.statistic]
        value = statistic([totals[index] for index in worth] if row.over else totals)
        drawn = [statistic([columns[index].total(one) for index in (worth if row.over else [0])]) for one in weights]
        low, high = _middle([other for other in drawn if not math.isnan(other)])
        found.append(Score(row, value, low, high, totals[0] if not row.over else Counts(), drafts))
    return found


class _Column:
    """The counts of one row, one for each draft."""

    def __init__(self, counts: Collection[Counts]) -> None:
        self._columns = list(zip(*counts, strict=True))

    def total(self, weights: Sequence[int] = ()) -> Counts:
        """Return the sum over the drafts, each multiplied by its weight."""
        if not weights:
            return Counts(*map(sum, self._columns))
        return Counts(*(sum(map(mul, column, weights)) for column in self._columns))


def _frequencies(drawn: Sequence[int]) -> list[int]:
    weights = [0] * len(drawn)
    for index in drawn:
        weights[index] += 1
    return weights


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _macro(counts: Sequence[Counts]) -> float:
    values = [one.f1 for one in counts if one.tp + one.fn]
    return _ratio(sum(values), len(values))


_STATISTICS: Mapping[str, Callable[[Sequence[Counts]], float]] = {
    "F1": lambda counts: counts[0].f1,
    "share": lambda counts: counts[0].recall,
    "mean": lambda counts: _ratio(counts[0].tp, counts[0].tn),
    "macro F1": _macro,
}


def _middle(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return math.nan, math.nan
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]
