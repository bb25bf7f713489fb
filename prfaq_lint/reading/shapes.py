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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

_CONTRACTION = re.compile(r"\b[a-z]+'(?:t|s|re|ll|ve|m)\b")
_SPELLED_OUT = {"can't": "can not", "won't": "will not", "i'm": "i am"} | {
    f"{word}{short}": f"{word} {long}"
    for short, long, words in (
        ("n't", "not", "can could do does did is are was were has have had would should"),
        ("'s", "is", "what how who where why when it that there this"),
        ("'re", "are", "we you they who what"),
        ("'ll", "will", "i we you they it who what that"),
        ("'ve", "have", "i we you they who"),
    )
    for word in words.split()
}
_LEADING_NUMBER = re.compile(r"(?<!\W)\W*+(?:\d{1,3}[.):]|q\s?\d{0,3}[.:)])\s+")
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
        text = _CONTRACTION.sub(lambda found: _SPELLED_OUT.get(found[0], found[0]), text)
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

    def find(self, words: list[str]) -> set[str]:
        """The labels whose shapes occur in a plain text."""
        found: set[str] = set()
        keys = {*words, *[f"{word[:_KEY]}~" for word in words]}
        for key in keys:
            for shape in self._filed.get(key, ()):
                if shape.label not in found and shape.needed <= keys and shape.stands(words):
                    found.add(shape.label)
        return found

    @cached_property
    def _filed(self) -> dict[str, list[_Shape]]:
        """Key of the rarest piece → shapes."""
        shapes = [_Shape(label, text, self._expand) for label, texts in self.labelled.items() for text in texts]
        held = Counter(_CHOICE.findall(self._expand(" ".join(shape.text for shape in shapes))))

        @cache
        def spread(piece: str) -> int:
            return sum(map(held.__getitem__, _CHOICE.findall(self._expand(piece))))

        filed: dict[str, list[_Shape]] = {}
        for shape in shapes:
            for choice in self._expand(min(shape.firm, key=spread)).strip("[]").split("/"):
                filed.setdefault(_key(choice), []).append(shape)
        return filed

    def _expand(self, text: str) -> str:
        if "{" in text:
            for name, words in self.classes.items():
                text = text.replace(f"{{{name}}}", "/".join(words))
        return text


@dataclass
class _Shape:
    """A shape, taken apart no further than it is asked for."""

    label: str
    text: str
    expand: Callable[[str], str]

    @property
    def firm(self) -> list[str]:
        """The pieces that a text must hold. A shape begins with a word and does not end with one that may be missing."""
        pieces = _PIECE.findall(self.text.removeprefix("^ "))
        if pieces[0][0] in _LOOSE or pieces[-1][0] == "(":
            raise ValueError(f"the shape “{self.text}” has no word at one of its ends")
        return [piece for piece in pieces if piece[0] not in _LOOSE]

    @cached_property
    def needed(self) -> frozenset[str]:
        """The keys that a text cannot do without."""
        return frozenset(_key(piece) for piece in self.firm if piece[0] not in "[{" and "/" not in piece)

    @cached_property
    def _pieces(self) -> tuple[_Piece, ...]:
        return tuple(map(_piece, _PIECE.findall(self.expand(self.text.removeprefix("^ ")))))

    def stands(self, words: list[str]) -> bool:
        """Whether a plain text holds it."""
        begins = self.text[0] == "^"
        return any(
            _goes_on(self._pieces, 0, words, at)
            for at in range(len(words))
            if not begins or not at or words[at - 1] == "|"
        )


def _key(choice: str) -> str:
    """What a word, the beginning of a word or a phrase is filed under."""
    word = choice.split(" ", 1)[0]
    if word[-1] != "~":
        return word
    if len(word) <= _KEY:
        raise ValueError(f"“{word}” leaves open too much of a word")
    return f"{word[:_KEY]}~"


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
        any=choices == ["*"],
    )
