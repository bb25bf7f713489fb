"""The draft as statements: each sentence with its side (release or FAQ), its part, and the question that it answers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from ...document.tokens import Sentence
from ...outline.model import PARTS, Outline, Question
from ...rules.lexicon import nowhere
from ...strings import folded
from ...vocabulary import read_table
from ..base import once
from ..matching import Phrases
from .amounts import FIGURES, NUMERALS, Amount, amounts
from .dates import Moment, moments

if TYPE_CHECKING:
    from ...document.draft import Document

MOST = 4000
"""The number of statements of a draft that are compared; any others are ignored."""

LONGEST = 800
"""The number of characters of a statement that are read."""

_QUOTE_PARTS = ("leader_quote", "customer_quote")
_BRACKETS = re.compile(r"\[[^\]\n]{0,200}\]")
_QUOTED = re.compile(r"“[^”\n]{0,600}”|\"[^\"\n]{0,600}\"")
_WORD = re.compile(r"[a-z][a-z'’]*[a-z]|[a-z]")
_ASKED = 300
"""The number of characters of a question that are read."""

_IRREGULAR = {
    "held": "hold",
    "took": "take",
    "rang": "ring",
    "sent": "send",
    "paid": "pay",
    "kept": "keep",
    "lost": "lose",
    "spent": "spend",
    "ran": "run",
    "found": "find",
    "left": "leave",
    "sold": "sell",
    "saw": "see",
    "threw": "throw",
    "built": "build",
    "taken": "take",
}
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_CLAUSE_END = re.compile(r"[,;:()—–]|\b(?:and|but|while|so)\b")


@cache
def words(name: str) -> frozenset[str]:
    """Return the words in a list of the vocabulary, `words.toml`."""
    return frozenset(_vocabulary()[name])


@cache
def cue(name: str) -> re.Pattern[str]:
    """Compile an expression for a list of the vocabulary, which matches its entries as whole words in a `folded` text.

    The entries can be short regular expressions.
    """
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_vocabulary()[name])})(?![\w-])")


def asks(question: Question, name: str) -> bool:
    """Return whether a question contains a phrase from a list of the vocabulary."""
    return bool(cue(name).search(asked(question)))


def asked(question: Question) -> str:
    """Return the part of a question that is read, in lower case."""
    return folded(question.text[:_ASKED])


@cache
def _vocabulary() -> dict[str, list[str]]:
    return read_table("checks/consistency/words.toml")


_ENDINGS = tuple("ically ations ation ings ing ies ied ers ed es er ly s e y".split())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its commonest endings, so that “payments” matches “payment”, and “confirms” “confirmed”."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = _IRREGULAR.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] in "ey":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def content(text: str) -> list[str]:
    """Return the stems of the content words in a `folded` text, in order."""
    return list(filter(None, map(_weight, _WORD.findall(text))))


@lru_cache(maxsize=8192)
def _weight(word: str) -> str:
    """Return the stem of a content word, or "" for a function word."""
    return "" if word.replace("’", "'") in words("small") else stem(word)


@dataclass
class Statement:
    """A sentence in the release or in an answer."""

    start: int
    """The prose offset of its first character."""
    text: str
    place: str
    """One of `PLACES`; in an answer, the audience of its question."""
    question: Question | None = None
    first: bool = False
    """Whether it is the first or second sentence of its answer."""
    quoted: bool = False
    """Whether it is in a quotation."""
    masked: str = field(default="", repr=False)
    """The text with bracketed assumptions and quotations replaced by spaces, so that it has the same length."""

    @property
    def released(self) -> bool:
        """Return whether it is in the release."""
        return self.question is None

    @cached_property
    def lower(self) -> str:
        """Return the masked text in lower case, which has the same length."""
        return folded(self.masked)

    @cached_property
    def amounts(self) -> list[Amount]:
        """Return the amounts in it, in order, except those in bracketed assumptions and quotations."""
        return [] if self.quoted else list(amounts(self.masked))

    @cached_property
    def moments(self) -> list[Moment]:
        """Return the dates in it, in order, except those in bracketed assumptions and quotations."""
        return [] if self.quoted else list(moments(self.masked))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the stems of its content words."""
        return frozenset(content(self.lower))

    @cached_property
    def _cuts(self) -> list[int]:
        return [0, *(found.end() for found in _CLAUSE_END.finditer(self.masked)), len(self.masked)]

    def clause(self, start: int, end: int, least: int = 40) -> tuple[int, int]:
        """Return the range of the clause around a range of the text, between commas and conjunctions.

        A clause with fewer than `least` characters is extended to include the clauses before it.
        """
        cuts = self._cuts
        first = max(0, bisect_right(cuts, start) - 1)
        last = min(len(cuts) - 1, max(first + 1, bisect_right(cuts, end - 1)))
        while first and cuts[last] - cuts[first] < least:
            first -= 1
        return cuts[first], cuts[last]

    def around(self, start: int, end: int, least: int = 40) -> str:
        """Return the text of `clause`, in lower case."""
        first, last = self.clause(start, end, least)
        return self.lower[first:last]


class Facts:
    """The statements of a draft, in order."""

    def __init__(self, outline: Outline) -> None:
        self.statements = sorted(islice(_statements(outline), MOST), key=attrgetter("start"))

    @cached_property
    def release(self) -> list[Statement]:
        """Return the statements in the release, including quotations."""
        return [one for one in self.statements if one.released]

    @cached_property
    def answers(self) -> list[Statement]:
        """Return the statements in the answers."""
        return [one for one in self.statements if not one.released]

    @cached_property
    def answer_to(self) -> dict[int, list[Statement]]:
        """Return the statements in each answer, by the prose offset of its question."""
        found: dict[int, list[Statement]] = {}
        for one in self.answers:
            if one.question is not None:
                found.setdefault(one.question.start, []).append(one)
        return found

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Return the words that occur somewhere in lower case, so that a capital does not make them names."""
        return words("small").union(_LOWER.findall("\n".join(one.text for one in self.statements)))

    @cached_property
    def known(self) -> frozenset[str]:
        """Return the first five letters of each stem in the release."""
        return frozenset(
            part[:5]
            for one in self.release
            for part in (one.stems if one.masked == one.text else content(folded(one.text)))
        )

    def rare(self, part: str) -> bool:
        """Return whether a stem occurs in only a few of the statements."""
        return self._frequency[part] <= max(4, len(self.statements) // 12)

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(chain.from_iterable(one.stems for one in self.statements))


@once
def facts(outline: Outline) -> Facts:
    """Return the statements of a draft."""
    return Facts(outline)


def holding(
    outline: Outline, statements: Sequence[Statement], *phrases: Phrases, pattern: re.Pattern[str] | None = None
) -> list[Statement]:
    """Return the statements that contain one of the phrases or a match of the pattern, in order.

    All of the prose is searched at once, so that statements without a match, which are the majority, take almost no
    time. A check has to register the phrases that it looks for.
    """
    starts = outline.document.tokens.starts
    places = [starts[token] for one in phrases for token in outline.hits.get(one.label, nowhere()).starts]
    if pattern:
        places += [found.start() for found in pattern.finditer(outline.document.prose)]
    places.sort()
    found, at = [], 0
    for one in statements:
        at = bisect_left(places, one.start, at)
        if at == len(places):
            break
        if places[at] < one.start + len(one.text):
            found.append(one)
    return found


@once
def measured(outline: Outline) -> list[Statement]:
    """Return the statements with amounts; a check that uses this has to register `NUMERALS`."""
    return [one for one in holding(outline, facts(outline).statements, NUMERALS, pattern=FIGURES) if one.amounts]


def both_sides(outline: Outline) -> bool:
    """Return whether a draft has both a release and a FAQ to compare."""
    return outline.type != "template" and bool(outline.paragraphs) and bool(outline.questions)


def _statements(outline: Outline) -> Iterator[Statement]:
    """Yield the sentences of the release, then those of the answers."""
    document, places = outline.document, outline.places
    questions = outline.questions
    begun = any(part.start < questions[0].start for part in outline.of("headline", "summary")) if questions else False
    last = questions[0].start if begun else len(document.prose)  # anything after the FAQ is an appendix
    for unit in outline.units:
        if unit.kind in ("text", "heading") and unit.start < last:
            for sentence in document.tokens.sentences_in(unit.start, unit.end):
                place = places.at(sentence.start)
                if place in PARTS or place == "release":
                    yield _statement(document, sentence, place)
    for question in questions:
        count = 0
        for start, end in question.answer:
            for sentence in document.tokens.sentences_in(start, end):
                count += 1
                yield _statement(document, sentence, question.audience, question, count <= 2)


def _statement(
    document: Document, sentence: Sentence, place: str, question: Question | None = None, first: bool = False
) -> Statement:
    text = document.prose[sentence.start : min(sentence.end, sentence.start + LONGEST)]
    return Statement(sentence.start, text, place, question, first, place in _QUOTE_PARTS, _mask(text))


def _mask(text: str) -> str:
    """Replace bracketed assumptions and quotations in a text with spaces."""
    if "[" in text:
        text = _BRACKETS.sub(_blank, text)
    return _QUOTED.sub(_blank, text) if "“" in text or '"' in text else text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
