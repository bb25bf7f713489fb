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
from math import inf, prod
from re import _parser  # type: ignore[attr-defined]  # how Python itself reads an expression
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category

from ..document.tokens import LONGEST_SENTENCE, LONGEST_WORD
from ..rules.lexicon import nowhere, words_of
from ..vocabulary import read_table

if TYPE_CHECKING:
    from ..document import Document, Sentence, Tokens
    from ..outline import Outline

_NEEDS_MODEL = frozenset(("POS", "TAG", "DEP", "LEMMA", "ENT_TYPE", "ENT_ID", "ENT_KB_ID", "MORPH", "SENT_START"))
_OF_WORDS = frozenset(("LOWER", "NORM", "ORTH", "PREFIX", "SHAPE", "SUFFIX", "TEXT"))
_COMPARISONS = frozenset(("==", "!=", ">=", "<=", ">", "<"))
_SLIPS = re.compile("FUZZY[1-9]?")
_FLAGS = frozenset(
    "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT "
    "IS_CURRENCY IS_STOP LIKE_NUM LIKE_URL LIKE_EMAIL SPACY".split()
)
_LONGEST_EXPRESSION = 200
_OPERATOR = re.compile(r"[!?+*1]|\{\d{1,3}\}|\{\d{1,3}(?P<endless>,)\}|\{(?P<least>\d{0,3}),(?P<most>\d{1,3})\}")
_REPEATED_GROUP = re.compile(r"(?<!\\)\)(?:[*+]|\{)|\\[1-9]|\(\?P=")
_MOST_WAYS = 2_000
"""The number of ways to try the tokens of a pattern from one place: one unbounded repeat, which counts 400, and little
more.
"""
_WIDEST = 100
"""The number of words that a line can span, including gaps. A line is tried at each word of a draft, and each item
wherever the items before it can end.
"""
_MOST_TRIES = 1_000_000
"""The number of ways to try an expression on a word. A word has up to 200 characters, and repeats multiply: two
unbounded repeats are fine if the expression begins with ^, but only one if it can begin anywhere.
"""
_serial = count()
_SpacyPattern = list[dict[str, Any]]


class PatternError(ValueError):
    """A pattern that cannot be used; the message gives the reason."""


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

    def __init__(self, needing: Iterable[_Line | _SpacyPattern]) -> None:
        self._beginning: dict[str, list[_Line]] = {}
        """Lines by the words they can begin with."""
        self._anywhere: list[_Line] = []
        """Lines that can begin with other words."""
        self._before = 0
        self.patterns: list[_SpacyPattern] = []
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

    @cached_property
    def _needing(self) -> dict[str, list[_Line | _SpacyPattern]]:
        """Return the lines and patterns by anchor word."""
        table: dict[str, list[_Line | _SpacyPattern]] = {}
        for line in self.lines:
            read = _shorthand(line) if isinstance(line, str) else [_checked(dict(token)) for token in line]
            for word in read.anchors if isinstance(read, _Line) else _anchor(read, line):
                table.setdefault(word, []).append(read)
        return table

    @cached_property
    def _anchored(self) -> dict[str, _Anchored]:
        """Return the sorted patterns of the anchor words found so far."""
        return {}

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
            for token in line:
                _checked(dict(token))
            if prod(_token_ways(token.get("OP", "1")) for token in line) > _MOST_WAYS:
                raise PatternError(f"“{line}” repeats too much, which could take forever: use several patterns")
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
    best: frozenset[str] = frozenset()
    least, before = inf, 0
    for index, item in enumerate(items):
        if item.optional or item.classes or item.gap:
            continue
        words = item.words.union([max(phrase, key=len) for phrase in item.several])
        common = _commonness(words)
        if common < least:
            best, least = words, common
            before = sum(other.longest for other in items[:index]) + item.longest - 1
    if not best:
        raise PatternError(f"“{line}” needs at least one required word")
    head = items[0]
    open_ended = head.optional or head.classes or head.gap
    beginnings = frozenset() if open_ended else head.words.union(phrase[0] for phrase in head.several)
    words_only = takewhile(lambda item: not (item.optional or item.classes or item.gap or item.several), items)
    known = tuple(item.words for item in words_only)
    return _Line(known, items[len(known) :], beginnings, best, before)


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


def _token_ways(operator: object) -> int:
    """Return how many different numbers of tokens an operator allows, as spaCy tries them.

    Raises:
        PatternError: If the operator is invalid.
    """
    found = _OPERATOR.fullmatch(operator) if isinstance(operator, str) else None
    if not found:
        raise PatternError(f"OP “{operator}” is not one of !, ?, +, *, {{n}}, {{n,}}, {{,m}} and {{n,m}}")
    if operator in ("+", "*") or found["endless"]:
        return LONGEST_SENTENCE
    # spaCy expands each optional token separately.
    spread = int(found["most"]) - int(found["least"] or 0) if found["most"] else operator == "?"
    return int(2 ** min(spread, _MOST_WAYS)) if spread >= 0 else 1


def _checked(token: dict[str, Any]) -> dict[str, Any]:
    """Return the token of a spaCy pattern after checking it.

    Raises:
        PatternError: If spaCy would reject it, or would fail on it only later.
    """
    model = _NEEDS_MODEL & token.keys()
    if model:
        raise PatternError(
            f"{', '.join(sorted(model))} needs a trained pipeline, which prfaq-lint does not use: list the word forms"
        )
    for name, value in token.items():
        if name in _OF_WORDS:
            _check_word(name, value)
        elif name == "LENGTH":
            sizes = value if isinstance(value, Mapping) else {"==": value}
            if not sizes.keys() <= _COMPARISONS or not all(type(size) is int for size in sizes.values()):
                raise PatternError("LENGTH must be a whole number, or a table of comparisons with one")
        elif name.startswith(("IS_", "LIKE_")) or name == "SPACY":
            if name not in _FLAGS or not isinstance(value, bool):
                raise PatternError(f"{name} must be one of {', '.join(sorted(_FLAGS))} and true or false")
        elif name != "OP":
            raise PatternError(
                f"“{name}” says nothing about a token (known: {', '.join(sorted(_OF_WORDS))}, LENGTH, OP)"
            )
    return token


def _check_word(name: str, value: object) -> None:
    """Check a word condition in a pattern: a word, a list of words, an expression, or a fuzzy word."""
    if isinstance(value, str):
        return
    if not isinstance(value, Mapping):
        raise PatternError(f"{name} must be a string or a table")
    for how, what in value.items():
        if how in ("IN", "NOT_IN"):
            if not isinstance(what, list) or not all(isinstance(word, str) for word in what):
                raise PatternError(f"{name}.{how} must be a list of strings")
        elif how == "REGEX":
            _check_expression(what)
        elif not _SLIPS.fullmatch(how) or not isinstance(what, str):
            raise PatternError(f"{name} takes IN, NOT_IN, REGEX and FUZZY, and no “{how}”")


def _check_expression(expression: object) -> None:
    """Check an expression, which is tried on single words.

    Raises:
        PatternError: If its running time could explode on a long word.
    """
    if not isinstance(expression, str):
        raise PatternError("REGEX must be a string")
    if len(expression) > _LONGEST_EXPRESSION:
        raise PatternError(f"REGEX is longer than {_LONGEST_EXPRESSION} characters")
    if _REPEATED_GROUP.search(expression):
        raise PatternError(f"REGEX “{expression}” repeats a group, which could take forever: list the words")
    try:
        re.compile(expression)
        parsed = _parser.parse(expression)
        tries = _ways(parsed) * (1 if _is_anchored(parsed) else LONGEST_WORD)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(f"REGEX “{expression}” is not valid ({error})") from None
    if tries > _MOST_TRIES:
        raise PatternError(f"REGEX “{expression}” repeats too much, which could take forever: list the words")


def _is_anchored(parsed: Sequence[tuple[object, Any]]) -> bool:
    """Return whether an expression can match only at the beginning of a word."""
    return bool(parsed) and str(parsed[0][0]) == "AT" and str(parsed[0][1]).startswith("AT_BEGINNING")


def _ways(parsed: Iterable[tuple[object, Any]]) -> int:
    """Return in how many ways an expression can be tried from one place.

    This is the product of its repeats and alternatives.
    """
    ways = 1
    for kind, about in parsed:
        match str(kind):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, what = about
                ways *= 1 + (min(int(most), LONGEST_WORD) - least) * _ways(what)
            case "BRANCH":
                ways *= sum(map(_ways, about[1]))
            case "SUBPATTERN":
                ways *= _ways(about[3])
            case "ATOMIC_GROUP":
                ways *= _ways(about)
            case "ASSERT" | "ASSERT_NOT":
                ways *= _ways(about[1])
            case "GROUPREF_EXISTS":
                ways *= sum(_ways(what) for what in about[1:] if what)
    return ways


def _commonness(words: Iterable[str]) -> float:
    """Estimate how often one of these words occurs in a text; infinite if there are none.

    Each additional letter makes a word a third as common.
    """
    return sum([3.0 ** -len(word) for word in words]) or inf


def _anchor(pattern: Sequence[Mapping[str, Any]], line: object) -> tuple[str, ...]:
    """Return the words of the rarest required token."""
    best: tuple[str, ...] = ()
    least = inf
    for token in pattern:
        if token.get("OP", "1") not in ("1", "+"):
            continue
        lower = token.get("LOWER")
        words = (lower,) if isinstance(lower, str) else tuple(lower.get("IN", ())) if isinstance(lower, dict) else ()
        common = _commonness(words)
        if common < least:
            best, least = words, common
    if not best:
        raise PatternError(f"“{line}” needs at least one required word")
    return best


def tokens_span(outline: Outline, start: int, end: int) -> tuple[int, int]:
    """Return the prose offsets of a range of tokens."""
    tokens = outline.document.tokens
    return tokens.starts[start], tokens.starts[end - 1] + len(tokens.words[end - 1])


def sentences(outline: Outline) -> Iterator[Sentence]:
    """Return an iterator over the sentences of a document."""
    return iter(outline.document.tokens.sentences)
