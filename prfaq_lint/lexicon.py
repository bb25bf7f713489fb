"""All word lists of a run in one pass over the tokens.

spaCy's PhraseMatcher costs the same for sixty phrases as for six thousand, so every list that anything wants to know
about is registered here under a label, and a document is searched once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from .document.tokens import nlp

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Hits:
    """Where the phrases of one label stand: token ranges, in order."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def within(self, first: int, last: int) -> list[tuple[int, int]]:
        """The hits that lie between two token indices; of hits inside one another, only the longest."""
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
    def _matcher(self) -> Any:
        from spacy.matcher import PhraseMatcher

        matcher = PhraseMatcher(nlp().vocab, attr="LOWER")
        for label, phrases in self.phrases.items():
            matcher.add(label, [_tokenized(phrase) for phrase in phrases])
        return matcher

    def find(self, doc: Doc) -> Mapping[str, Hits]:
        """Every phrase in a document, by label; a label without hits is not in the mapping."""
        found: dict[int, list[tuple[int, int]]] = {}
        for label, start, end in self._matcher(doc):
            found.setdefault(label, []).append((start, end))
        strings = nlp().vocab.strings
        result = {}
        for label, places in found.items():
            places.sort()
            result[strings[label]] = Hits(tuple(p[0] for p in places), tuple(p[1] for p in places))
        return result


def nowhere() -> Hits:
    """No hits at all."""
    return _NOWHERE


@cache
def _tokenized(phrase: str) -> Doc:
    """A phrase as the matcher wants it; the same phrases come again with every set of rules."""
    return nlp().tokenizer(phrase.lower())


@cache
def words_of(phrase: str) -> tuple[str, ...]:
    """The lower-case tokens of a phrase, split as documents are."""
    return tuple(token.lower_ for token in nlp().tokenizer(phrase.lower()))
