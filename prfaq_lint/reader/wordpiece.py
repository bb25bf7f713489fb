"""Text → word pieces, divided as BERT's uncased tokenizer does it.

The vocabulary contains the part of BERT's that drafts need; other words are divided into smaller pieces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cached_property

UNKNOWN = "[UNK]"
MAX_WORD = 60
"""The maximum length of a word in characters; a longer one becomes one unknown piece, because time grows
quadratically.
"""


class WordPiece:
    """A tokenizer for one vocabulary.

    Args:
        pieces: Piece → id. Pieces that continue a word begin with `##`.
    """

    def __init__(self, pieces: Mapping[str, int]) -> None:
        self.pieces = pieces
        self._known: dict[str, tuple[int, ...]] = {}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.pieces))

    def encode(self, text: str, max_pieces: int) -> list[int]:
        """Return the ids of a text's first `max_pieces` pieces."""
        found: list[int] = []
        for word in _words(text):
            ids = self._known.get(word)
            if ids is None:
                ids = self._known[word] = self._cut(word)
            found.extend(ids)
            if len(found) >= max_pieces:
                break
        return found[:max_pieces]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the ids of the pieces of a word, taking the longest possible piece at each step from left to right."""
        if len(word) > MAX_WORD:
            return (self.pieces[UNKNOWN],)
        found: list[int] = []
        start, prefix = 0, ""
        while start < len(word):
            end = min(len(word), start + self._longest)
            while end > start and prefix + word[start:end] not in self.pieces:
                end -= 1
            if end == start:
                return (self.pieces[UNKNOWN],)
            found.append(self.pieces[prefix + word[start:end]])
            start, prefix = end, "##"
        return tuple(found)


def _words(text: str) -> list[str]:
    """Return the words and punctuation marks of a text, in lower case and without accents."""
    text = text.lower()
    if not text.isascii():
        text = "".join(
            character for character in unicodedata.normalize("NFD", text) if unicodedata.category(character) != "Mn"
        )
    return "".join(_spaced(character) for character in text).split()


_SEPARATE: dict[str, str] = {}


def _spaced(character: str) -> str:
    """Return a character, with spaces around it if it is a word of its own: punctuation and Chinese characters."""
    known = _SEPARATE.get(character)
    if known is None:
        known = _SEPARATE[character] = _separated(character)
    return known


def _separated(character: str) -> str:
    code = ord(character)
    category = unicodedata.category(character)
    if character.isspace() or category == "Zs":
        return " "
    if code in (0, 0xFFFD) or category.startswith("C"):
        return ""
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    if ascii_mark or category.startswith("P") or 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF:
        return f" {character} "
    return character
