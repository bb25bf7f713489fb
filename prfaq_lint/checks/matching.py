"""Phrases and token patterns of rules, found in one pass and tested only where they can match.

A pattern can be written as a line of words, a shorthand for spaCy token patterns:

    we|our_team already? have|own ...3 technology|engine

Words match in any case; `|` separates alternatives (`_` joins the words of one); `?` makes a word optional; `...N`
allows up to N tokens in between; `@name` is a list of words from words.toml; `<number>` is a number, `<path>` a word
like `/orders`, and `<technical>` a word in capitals or with one inside, like `AWS` and `OpenKettle`. A list of tables
is used directly as a spaCy token pattern. spaCy is imported only if a draft contains a word that such a pattern needs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain, count, takewhile
from typing import Any, NamedTuple
from unicodedata import category

from ..document.draft import Document
from ..document.tokens import Sentence, Tokens
from ..outline.model import Outline
from ..rules.lexicon import nowhere, words_of
from ..vocabulary import read_table
from .spacy_patterns import PatternError, SpacyPattern, anchors, checked, commonness

_WIDEST = 100
"""The number of words that a line can span, including gaps. A line is tried at each word of a draft, and each item
wherever the items before it can end.
"""
_serial = count()


@dataclass(frozen=True)
class Phrases:
    """A list of phrases that a check looks for."""

    words: tuple[str, ...]
    label: str = field(default_factory=lambda: f"phrases-{next(_serial)}")

    def find(self, outline: Outline, sentence: Sentence) -> list[tuple[int, int]]:
        """Return the token ranges of the phrases in a sentence."""
        return outline.hits.get(self.label, nowhere()).within(sentence.first, sentence.last)


_CLASSES = {
    "<number>": re.compile(
        r"[+\-±~]?(?:[\d.,]*\d[\d.,]*(?:/[\d.,]*\d[\d.,]*)?|[\d.,]*\d(?:st|nd|rd|th)|zero|one|two|three|four|five|six|seven|eight|nine|"
        r"ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|(?:thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|"
        r"(?:m|b|tr)illion|first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)th)",
        re.IGNORECASE,
    ),
    "<path>": re.compile(r"/\w.*"),
    "<technical>": re.compile(r"(?!(?:USA?|UK|EU|NYC)$)(?:[A-Z]{2,}[a-z0-9]*|[A-Z][a-z]+[A-Z]\w*)"),
}
"""Placeholders for classes of words; each is matched against a whole word in its original case."""


@lru_cache(maxsize=2**14)
def _is_punctuation(word: str) -> bool:
    return all(category(character)[0] == "P" for character in word)


class _Item(NamedTuple):
    """One item of a shorthand line and what it can match."""

    words: frozenset[str] = frozenset()
    several: tuple[tuple[str, ...], ...] = ()
    classes: tuple[re.Pattern[str], ...] = ()
    optional: bool = False
    gap: int = 0
    """The number of tokens, punctuation excluded, that can be skipped."""

    @property
    def longest(self) -> int:
        """Return the largest number of tokens that the item can take up."""
        return self.gap or max((1, *map(len, self.several)))

    @property
    def is_certain(self) -> bool:
        """Return whether one of its words or phrases is in every match."""
        return not (self.optional or self.classes or self.gap)

    @property
    def anchors(self) -> frozenset[str]:
        """Return its words, and one word of each phrase."""
        return self.words.union([max(phrase, key=len) for phrase in self.several])

    def after(self, tokens: Tokens, at: int, stop: int) -> Iterator[int]:
        """Yield the places where a match can continue after this item, starting from a token."""
        words = tokens.words
        if self.optional:
            yield at
        if at < stop:
            if words[at] in self.words or any(known.fullmatch(tokens.text(at)) for known in self.classes):
                yield at + 1
            for phrase in self.several:
                if (
                    words[at] == phrase[0]
                    and at + len(phrase) <= stop
                    and tuple(words[at : at + len(phrase)]) == phrase
                ):
                    yield at + len(phrase)

    def across(self, tokens: Tokens, places: Iterable[int], stop: int) -> set[int]:
        """Return the places where a match can continue after this gap, starting from any of several tokens."""
        words = tokens.words
        found: set[int] = set()
        for at in sorted(places, reverse=True):
            found.add(at)
            for end in range(at, min(at + self.gap, stop)):
                # A later start has already reached this place and has gone at least as far.
                if _is_punctuation(words[end]) or end + 1 in found:
                    break
                found.add(end + 1)
        return found


class _Line(NamedTuple):
    """A parsed shorthand line."""

    head: tuple[frozenset[str], ...]
    """The words of the leading items that consist only of words."""
    rest: tuple[_Item, ...]
    beginnings: frozenset[str]
    """Words that every match begins with; empty if a match can begin differently."""
    anchors: frozenset[str]
    """Words at least one of which is in every match."""
    before: int
    """The largest number of tokens before such a word in a match."""

    def longest(self, tokens: Tokens, start: int, stop: int) -> int:
        """Return where the longest match starting at a token ends, or -1. `stop` is the end of the sentence."""
        words = tokens.words
        for known in self.head:
            if start == stop or words[start] not in known:
                return -1
            start += 1
        ends = {start}
        for item in self.rest:
            ends = (
                item.across(tokens, ends, stop)
                if item.gap
                else {end for at in ends for end in item.after(tokens, at, stop)}
            )
            if not ends:
                return -1
        return max(ends)


class _Anchored:
    """The lines and patterns that need an anchor word, sorted when a draft contains the word."""

    def __init__(self, needing: Iterable[_Line | SpacyPattern]) -> None:
        self._beginning: dict[str, list[_Line]] = {}
        """Lines by the words they can begin with."""
        self._anywhere: list[_Line] = []
        """Lines that can begin with other words."""
        self._before = 0
        self.patterns: list[SpacyPattern] = []
        for one in needing:
            if not isinstance(one, _Line):
                self.patterns.append(one)
                continue
            self._before = max(self._before, one.before)
            for word in one.beginnings:
                self._beginning.setdefault(word, []).append(one)
            if not one.beginnings:
                self._anywhere.append(one)

    def matches(self, tokens: Tokens, anchor: int, first: int, sentence: Sentence) -> list[tuple[int, int]]:
        """Return the token ranges of the longest matches in a sentence that begin at or shortly before an anchor.

        No match begins before the token `first`.
        """
        first = max(first, anchor - self._before)
        words, beginning = tokens.words, self._beginning
        found: list[tuple[int, int]] = []
        if not self._anywhere and beginning.keys().isdisjoint(words[first : anchor + 1]):
            return found
        for start in range(first, anchor + 1):
            for line in chain(beginning.get(words[start], ()), self._anywhere):
                end = line.longest(tokens, start, sentence.last) if start >= anchor - line.before else -1
                if end > start:
                    found.append((start, end))
        return found

    @cached_property
    def matcher(self) -> Any:
        """Return a matcher for the spaCy patterns; the first use imports spaCy."""
        from .spacy_matching import matcher

        return matcher(self.patterns)


@dataclass(frozen=True)
class Patterns:
    """Token patterns, compiled when a document is first read, so that listing rules needs no tokenizer."""

    lines: tuple[str | Sequence[Mapping[str, Any]], ...]
    label: str = field(default_factory=lambda: f"patterns-{next(_serial)}")
    _anchored: dict[str, _Anchored] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The sorted patterns of the anchor words found so far."""

    @cached_property
    def _needing(self) -> dict[str, list[_Line | SpacyPattern]]:
        """Return the lines and patterns by anchor word."""
        table: dict[str, list[_Line | SpacyPattern]] = {}
        for line in self.lines:
            read = _shorthand(line) if isinstance(line, str) else checked(line)
            for word in read.anchors if isinstance(read, _Line) else anchors(read):
                table.setdefault(word, []).append(read)
        return table

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return words at least one of which is in every match.

        Raises:
            PatternError: If a pattern cannot be used.
        """
        return tuple(self._needing)

    def find(self, outline: Outline, sentence: Sentence) -> list[tuple[int, int]]:
        """Return the token ranges of the matches in a sentence, in order.

        Only patterns with an anchor in the sentence are tried.
        """
        places = outline.hits.get(self.label, nowhere()).starts
        first, last = bisect_left(places, sentence.first), bisect_left(places, sentence.last)
        tokens = outline.document.tokens
        ranges: dict[str, set[tuple[int, int]]] = {}
        tried: dict[str, int] = {}
        for place in places[first:last]:
            word = tokens.words[place]
            anchored = self._anchored.get(word)
            if anchored is None:
                anchored = self._anchored[word] = _Anchored(self._needing[word])
            if anchored.patterns and word not in ranges:
                ranges[word] = set(_spacy_matches(anchored, outline.document, sentence))
            # Matches that begin before an earlier anchor of the same word have already been found.
            found = anchored.matches(tokens, place, tried.get(word, sentence.first), sentence)
            tried[word] = place + 1
            if found:
                ranges.setdefault(word, set()).update(found)
        return sorted({match for found in ranges.values() for match in _apart(found)}) if ranges else []


def _spacy_matches(anchored: _Anchored, document: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of the matches of an anchor word's spaCy patterns."""
    from .spacy_matching import words_as_doc

    for _, start, end in anchored.matcher(words_as_doc(document, sentence)):
        yield sentence.first + start, sentence.first + end


def _apart(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest of the overlapping ranges, or the first among equals."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges, key=lambda place: (place[0] - place[1], place[0])):
        if all(end <= other or last <= start for other, last in kept):
            kept.append((start, end))
    return kept


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """Return the shared word lists that patterns can name."""
    table = read_table("checks/words.toml")
    return {name: tuple(words) for name, words in table.items()}


def compile_patterns(lines: Iterable[str | Sequence[Mapping[str, Any]]]) -> Patterns:
    """Compile token patterns from shorthand lines and spaCy patterns.

    Raises:
        PatternError: If an error is visible without a tokenizer.
    """
    kept = tuple(lines)
    for line in kept:
        if isinstance(line, str):
            for item in line.split():
                for word in item.removesuffix("?").split("|"):
                    if word.startswith("@") and word[1:] not in word_lists():
                        raise PatternError(f"unknown word list {word} (known: {', '.join(sorted(word_lists()))})")
        else:
            checked(line)
    return Patterns(kept)


def _shorthand(line: str) -> _Line:
    """Parse a line and choose its anchors.

    The anchors are the words of the rarest required item, with one word of each phrase.
    """
    items = tuple(map(_item, line.split()))
    if not items:
        raise PatternError("a pattern without words")
    if sum(item.longest for item in items) > _WIDEST:
        raise PatternError(f"“{line[:60]}” spans more than {_WIDEST} words: use several patterns")
    certain = [index for index, item in enumerate(items) if item.is_certain]
    if not certain:
        raise PatternError(f"“{line}” needs at least one required word")
    rarest = min(certain, key=lambda index: commonness(items[index].anchors))
    before = sum(item.longest for item in items[: rarest + 1]) - 1
    beginnings = frozenset(chain(items[0].words, (phrase[0] for phrase in items[0].several)))
    head = tuple(item.words for item in takewhile(lambda item: item.is_certain and not item.several, items))
    rest = items[len(head) :]
    return _Line(head, rest, beginnings if items[0].is_certain else frozenset(), items[rarest].anchors, before)


@cache
def _item(text: str) -> _Item:
    if text.startswith("..."):
        return _Item(gap=int(text[3:]) if text[3:].isdecimal() else 3)
    optional = text.endswith("?") and len(text) > 1
    words: list[str] = []
    for word in text.removesuffix("?").split("|"):
        words += word_lists()[word[1:]] if word.startswith("@") else [word]
    split = [words_of(word.replace("_", " ")) for word in words if word not in _CLASSES]
    item = _Item(
        frozenset([tokens[0] for tokens in split if len(tokens) == 1]),
        tuple([tokens for tokens in split if len(tokens) > 1]),
        tuple([_CLASSES[word] for word in words if word in _CLASSES]),
        optional,
    )
    if not (item.words or item.several or item.classes):
        raise PatternError(f"nothing to match in “{text}”")
    return item


def tokens_span(outline: Outline, start: int, end: int) -> tuple[int, int]:
    """Return the prose offsets of a range of tokens."""
    tokens = outline.document.tokens
    return tokens.starts[start], tokens.starts[end - 1] + len(tokens.words[end - 1])
