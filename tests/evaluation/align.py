"""The pairing of labelled units with the tool's passages, and of labelled questions with the tool's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .units import Unit, plain

SLACK = 1
"""The number of lines by which two readers may differ about the position of the same text."""

_LEAST_SHARED = 0.4
_MOSTLY = 0.8


def passages_of(units: Sequence[Unit], passages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
    """Return the passage for each unit, or None for a unit without one.

    A passage that covers several units is returned for each of them. Of several similar passages, an unused one is
    preferred.
    """
    words = [_words(plain(str(passage["text"]))) for passage in passages]
    by_line: dict[int, list[int]] = {}
    for index, passage in enumerate(passages):
        for line in range(passage["line"], passage["end_line"] + 1):
            by_line.setdefault(line, []).append(index)
    used: set[int] = set()
    found: list[Mapping[str, Any] | None] = []
    for unit in units:
        near = {index for line in range(unit.line - SLACK, unit.line + SLACK + 1) for index in by_line.get(line, ())}
        own = _words(unit.text)
        ranked = [(likeness(own, words[index]), index not in used, -index) for index in near]
        like, _, index = max(ranked, default=(0.0, False, 0))
        if like:
            used.add(-index)
        found.append(passages[-index] if like else None)
    return found


def questions_of(
    asked: Sequence[Unit], questions: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any] | None], list[Mapping[str, Any]]]:
    """Return the tool's question for each labelled question, or None, and the tool's questions that are left over."""
    left = list(questions)
    found: list[Mapping[str, Any] | None] = []
    for unit in asked:
        own = _words(unit.text)
        near = [question for question in left if abs(question["line"] - unit.line) <= SLACK]
        if not near:
            found.append(None)
            continue
        best = max(near, key=lambda q: (likeness(own, _words(str(q["text"]))), -abs(q["line"] - unit.line), -q["line"]))
        left.remove(best)
        found.append(best)
    return found, left


def matched(truth: Iterable[int], guess: Iterable[int]) -> tuple[list[int], list[int], list[int]]:
    """Pair each true line with the nearest unused guess within `SLACK`; return lines found, missed and invented."""
    left = sorted(set(guess))
    found, missed = [], []
    for line in sorted(set(truth)):
        near = [other for other in left if abs(other - line) <= SLACK]
        if near:
            left.remove(min(near, key=lambda other: abs(other - line)))
            found.append(line)
        else:
            missed.append(line)
    return found, missed, left


def quoted(quote: str, units: Iterable[Unit]) -> bool:
    """Return whether a quotation comes from one of these units."""
    words = _words(plain(quote))
    return any(likeness(_words(unit.text), words) for unit in units)


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the similarity of two bags of words: 2 if they are equal, 0 if they differ, otherwise at most 1.

    A text that the other one contains counts almost as much as an equal one; of several texts in one unit, the longest
    counts most.
    """
    if one == other:
        return 2.0
    common = (one & other).total()
    shared = 0.9 * common / one.total() + 0.2 * common / (one.total() + other.total())
    if shared >= _LEAST_SHARED or (common >= 3 and common >= _MOSTLY * other.total()):
        return shared
    return 0.0


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()) or [text.strip()])
