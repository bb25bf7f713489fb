"""Shapes of questions: rows of words with gaps, found by the rarest of their words.

In a shape, `a/b` stands for either word, `word~` for any word that begins so, `(word)` for a word that may be missing,
`[two words/another]` for either phrase, `*` for any one word, `..` for up to six words, `{name}` for a class of the
vocabulary, `^` for the beginning of a sentence and `|` for its end. Shapes are matched against `plain` text.

There are thousands of shapes, and most begin with "how" or "what". So each is filed under the piece whose words the
fewest shapes hold, and only those whose rarest piece may stand in a text are parsed and tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

_SPELLED_OUT = (
    (re.compile(r"\b(can|could|do|does|did|is|are|was|were|has|have|had|would|should)n't\b"), r"\1 not"),
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(what|how|who|where|why|when|it|that|there|this)'s\b"), r"\1 is"),
    (re.compile(r"\b(we|you|they|who|what)'re\b"), r"\1 are"),
    (re.compile(r"\b(i|we|you|they|it|who|what|that)'ll\b"), r"\1 will"),
    (re.compile(r"\b(i|we|you|they|who)'ve\b"), r"\1 have"),
    (re.compile(r"\bi'm\b"), "i am"),
)
_LEADING_NUMBER = re.compile(r"\W*(?:\d{1,3}[.):]|q\s?\d{0,3}[.:)])\s+")
_SENTENCE_END = re.compile(r"[?!;]+|\.(?=\s|$)|:(?=\s)")
_NOT_WORDS = re.compile(r"[^\w|$€£%']+")
_NUMBER = re.compile(r"\d[\d.,]*")
_OPENERS = frozenset(("so", "and", "but", "ok", "okay", "then", "wait", "well", "also", "|"))
_PIECE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_CHOICE = re.compile(r"[^\s/()\[\]]+")
_KEY = 3
"""How many letters of a word's beginning a shape may be filed under."""
_LOOSE = frozenset("(.*^|")
"""What a piece begins with that any word, or none, may stand for."""
_LONGEST = 100
"""How many words of a text are read; a question that goes on is no longer one."""
_WIDEST = 6
"""The longest gap that `..` stands for."""


def plain(text: str) -> list[str]:
    """A question's words in lower case: contractions spelled out, numbers as `#`, sentences ended by `|`."""
    text = _LEADING_NUMBER.sub("", text.lower().replace("’", "'"), count=1)
    if "'" in text:
        for contraction, words in _SPELLED_OUT:
            text = contraction.sub(words, text)
    text = _NOT_WORDS.sub(" ", _SENTENCE_END.sub(" | ", text)).replace("'s ", " ").replace("'", "")
    found = _NUMBER.sub(" # ", text).split()
    while found and found[0] in _OPENERS:
        del found[0]
    return [*found[:_LONGEST], "|"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One piece of a shape."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: tuple[list[str], ...]
    optional: bool = False
    gap: bool = False
    any: bool = False

    def after(self, words: Sequence[str], at: int) -> int:
        """Where the text goes on after this piece at a position, or -1 where it does not stand there."""
        word = words[at]
        if word in self.words or (self.any and word != "|") or (self.beginnings and word.startswith(self.beginnings)):
            return at + 1
        for phrase in self.phrases:
            if words[at : at + len(phrase)] == phrase:
                return at + len(phrase)
        return -1


@dataclass
class Shapes:
    """Shapes by label."""

    labelled: Mapping[str, Iterable[str]]
    classes: Mapping[str, Sequence[str]]
    _parsed: dict[str, tuple[_Piece, ...]] = field(default_factory=dict)

    def find(self, words: list[str]) -> set[str]:
        """The labels whose shapes occur in a plain text."""
        found: set[str] = set()
        keys = {*words, *[f"{word[:_KEY]}~" for word in words]}
        for key in keys:
            for label, shape, needed in self._filed.get(key, ()):
                if label not in found and needed <= keys and self._stands(shape, words):
                    found.add(label)
        return found

    @cached_property
    def _filed(self) -> dict[str, list[tuple[str, str, frozenset[str]]]]:
        """Key of the rarest piece → label, shape, and the keys that a text cannot do without."""
        everything = self._expand(" ".join(shape for shapes in self.labelled.values() for shape in shapes))
        held = Counter(_CHOICE.findall(everything))

        @cache
        def spread(piece: str) -> int:
            return sum(map(held.__getitem__, _CHOICE.findall(self._expand(piece))))

        filed: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
        for label, shapes in self.labelled.items():
            for shape in shapes:
                pieces = _pieces(shape)
                entry = (
                    label,
                    shape,
                    frozenset(_key(piece) for piece in pieces if piece[0] not in "[{" and "/" not in piece),
                )
                for choice in self._expand(min(pieces, key=spread)).strip("[]").split("/"):
                    filed.setdefault(_key(choice), []).append(entry)
        return filed

    def _stands(self, shape: str, words: list[str]) -> bool:
        pieces = self._parsed.get(shape)
        if pieces is None:
            text = self._expand(shape.removeprefix("^ "))
            pieces = self._parsed[shape] = tuple(map(_piece, _PIECE.findall(text)))
        begins = shape[0] == "^"
        return any(
            _goes_on(pieces, 0, words, at) for at in range(len(words)) if not begins or not at or words[at - 1] == "|"
        )

    def _expand(self, shape: str) -> str:
        if "{" in shape:
            for name, words in self.classes.items():
                shape = shape.replace(f"{{{name}}}", "/".join(words))
        return shape


def _key(choice: str) -> str:
    """What a word, the beginning of a word or a phrase is filed under."""
    word = choice.split(" ", 1)[0]
    if word[-1] != "~":
        return word
    if len(word) <= _KEY:
        raise ValueError(f"“{word}” leaves open too much of a word")
    return f"{word[:_KEY]}~"


def _pieces(shape: str) -> list[str]:
    """The pieces of a shape that a text must hold. A shape begins with a word and does not end with one that may be missing."""
    found = _PIECE.findall(shape.removeprefix("^ "))
    if found[0][0] in _LOOSE or found[-1][0] == "(":
        raise ValueError(f"the shape “{shape}” has no word at one of its ends")
    return [piece for piece in found if piece[0] not in _LOOSE]


def _goes_on(pieces: tuple[_Piece, ...], index: int, words: list[str], at: int) -> bool:
    """Whether the pieces from an index on stand in a text from a position on."""
    if index == len(pieces):
        return True
    piece = pieces[index]
    if piece.gap:
        for end in range(at, min(at + _WIDEST + 1, len(words))):
            if _goes_on(pieces, index + 1, words, end):
                return True
            if words[end] == "|":
                return False
        return False
    if at < len(words):
        end = piece.after(words, at)
        if end >= 0 and _goes_on(pieces, index + 1, words, end):
            return True
    return piece.optional and _goes_on(pieces, index + 1, words, at)


def _piece(text: str) -> _Piece:
    optional = text[0] == "("
    choices = text.strip("()[]").split("/")
    return _Piece(
        words=frozenset(choice for choice in choices if " " not in choice and not choice.endswith("~")),
        beginnings=tuple(choice[:-1] for choice in choices if " " not in choice and choice.endswith("~")),
        phrases=tuple(choice.split() for choice in choices if " " in choice),
        optional=optional,
        gap=text == "..",
        any=text == "*",
    )
