"""Shapes of questions: patterns of words with gaps, found in one walk over a question's words.

A pattern is a row of words. In it, `a/b` stands for either word, `word~` for any word that begins so, `(word)` for a
word that may be missing, `[two words/another]` for either phrase, `*` for any one word, `..` for up to six words, `{name}` for a class of the vocabulary, `^`
for the beginning of a sentence and `$` for its end. Patterns are matched against `plain` text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_SPELLED_OUT = (
    (re.compile(r"\b(can|could|do|does|did|is|are|was|were|has|have|had|would|should)n't\b"), r"\1 not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(what|how|who|where|why|when|it|that|there|this)'s\b"), r"\1 is"),
    (re.compile(r"\b(we|you|they|who|what)'re\b"), r"\1 are"),
    (re.compile(r"\b(i|we|you|they|it|who|what|that)'(?:ll)\b"), r"\1 will"),
    (re.compile(r"\b(i|we|you|they|who)'ve\b"), r"\1 have"),
    (re.compile(r"\bi'm\b"), "i am"),
)
_LEADING_NUMBER = re.compile(r"\W*(?:\d{1,3}[.):]|q\s?\d{0,3}[.:)])\s+")
_SENTENCE_END = re.compile(r"[?!;]+|\.(?=\s|$)|:(?=\s)")
_NOT_WORDS = re.compile(r"[^\w|$€£%']+")
_NUMBER = re.compile(r"\d[\d.,]*")
_OPENERS = frozenset("so and but ok okay then wait well also q".split())
_WORD = r"[^\s|]+ "
_PIECE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_KEY = 3


def plain(text: str) -> str:
    """A question's words in lower case: contractions spelled out, numbers as `#`, sentences parted by `|`."""
    text = _LEADING_NUMBER.sub("", text.lower().replace("’", "'"), count=1)
    for contraction, words in _SPELLED_OUT:
        text = contraction.sub(words, text)
    text = _NUMBER.sub("#", _NOT_WORDS.sub(" ", _SENTENCE_END.sub(" | ", text)).replace("'s ", " ").replace("'", ""))
    words = text.replace("#", " # ").split()
    while words and (words[0] in _OPENERS or words[0] == "|"):
        del words[0]
    return " ".join([*words, "|"]) + " "


@dataclass
class Shapes:
    """Patterns by label."""

    classes: Mapping[str, Sequence[str]]
    _index: dict[str, list[tuple[str, re.Pattern[str]]]] = field(default_factory=dict)
    """First letters of a pattern's first word → its label and expression."""

    def add(self, label: str, patterns: Iterable[str]) -> None:
        """Register patterns under a label. A pattern must not begin with a gap or a word that may be missing."""
        by_key: dict[str, list[str]] = {}
        for pattern in patterns:
            pieces = _PIECE.findall(self._expand(pattern))
            first = pieces[1] if pieces[0] == "^" else pieces[0]
            if first in ("..", "*") or first.startswith("("):
                raise ValueError(f"the shape “{pattern}” begins with no word")
            for word in first.split("/"):
                by_key.setdefault(word.rstrip("~")[:_KEY], []).append("".join(map(_expression, pieces)))
        for key, expressions in by_key.items():
            self._index.setdefault(key, []).append((label, re.compile("|".join(dict.fromkeys(expressions)))))

    def find(self, text: str) -> set[str]:
        """The labels whose patterns occur in a plain text."""
        found: set[str] = set()
        start = 0
        for word in text.split():
            for label, expression in self._index.get(word[:_KEY], ()):
                if label not in found and expression.match(text, start):
                    found.add(label)
            start += len(word) + 1
        return found

    def _expand(self, pattern: str) -> str:
        for name, words in self.classes.items():
            pattern = pattern.replace(f"{{{name}}}", "/".join(words))
        return pattern


def _expression(piece: str) -> str:
    """The regular expression for one piece of a pattern."""
    if piece == "^":
        return r"(?:^|(?<=\| ))"
    if piece in ("|", "$"):
        return r"(?=\|)"
    if piece == "..":
        return rf"(?:{_WORD}){{0,6}}"
    if piece.startswith("("):
        return f"(?:{_either(piece[1:-1])})?"
    return f"(?:{_either(piece.strip('[]'))})"


def _either(words: str) -> str:
    """The regular expression for words parted by `/`."""
    return "|".join("".join(map(_word, choice.split())) for choice in words.split("/"))


def _word(word: str) -> str:
    if word == "*":
        return _WORD
    return re.escape(word[:-1]) + r"[^\s|]* " if word.endswith("~") else re.escape(word) + " "
