"""All word lists of a run, found in one pass over the tokens.

Every list is registered here under a label, all lists share one tree of words, and a document is searched once. A token
costs one look-up, however many phrases there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from ..document.words import split


class Hits(NamedTuple):
    """The token ranges of the phrases of one label, in order."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def within(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the hits between two token indices; of nested hits, only the longest."""
        found: list[tuple[int, int]] = []
        for index in range(bisect_left(self.starts, first), bisect_left(self.starts, last)):
            start, end = self.starts[index], self.ends[index]
            if end <= last:
                if found and found[-1][0] == start:
                    found[-1] = (start, max(end, found[-1][1]))
                elif not found or end > found[-1][1]:
                    found.append((start, end))
        return found


_NOWHERE = Hits()


@dataclass
class Lexicon:
    """Phrases by label."""

    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, label: str, phrases: Iterable[str]) -> None:
        """Register phrases, in any case, under a label."""
        self.phrases[label] = tuple(dict.fromkeys((*self.phrases.get(label, ()), *phrases)))

    @cached_property
    def _tree(self) -> dict[str, _Node]:
        """Return the tree of phrases by first word, second word, and so on.

        A node has the labels of the phrases that end there.
        """
        root = _Node()
        for label, phrases in self.phrases.items():
            for phrase in phrases:
                node = root
                for word in words_of(phrase):
                    node = node.after.setdefault(word, _Node())
                node.labels.append(label)
        return root.after

    def find(self, words: Sequence[str]) -> Mapping[str, Hits]:
        """Find every phrase in a document's lower-case tokens, by label; labels without hits are omitted."""
        found: dict[str, tuple[list[int], list[int]]] = {}
        last = len(words)
        for start, node in enumerate(map(self._tree.get, words)):
            end = start + 1
            while node is not None:
                for label in node.labels:
                    hits = found.get(label)
                    if hits is None:
                        hits = found[label] = [], []
                    hits[0].append(start)
                    hits[1].append(end)
                node = node.after.get(words[end]) if node.after and end < last else None
                end += 1
        return {label: Hits(tuple(starts), tuple(ends)) for label, (starts, ends) in found.items()}


class _Node:
    """The possible next words, and the labels of the phrases that end here."""

    __slots__ = ("after", "labels")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.labels: list[str] = []


def nowhere() -> Hits:
    """Return an empty set of hits."""
    return _NOWHERE


@cache
def words_of(phrase: str) -> tuple[str, ...]:
    """Return the lower-case tokens of a phrase, split as in documents."""
    return tuple(split(phrase.lower())[0])
