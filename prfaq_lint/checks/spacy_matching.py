"""spaCy token patterns on a draft's own tokens. Only this module imports spaCy, and only for a draft that needs it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.lang.en import English
from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from ..document.draft import Document
    from ..document.tokens import Sentence


@cache
def _vocabulary() -> Any:
    """Return the vocabulary of the blank English pipeline: lexical attributes, no model."""
    return English().vocab


def matcher(patterns: list[Any]) -> Matcher:
    """Return a matcher for token patterns that keeps the longest of overlapping matches."""
    found = Matcher(_vocabulary())
    found.add("pattern", patterns, greedy="LONGEST")
    return found


def words_as_doc(document: Document, sentence: Sentence) -> Doc:
    """Return a sentence as a spaCy document with the same tokens."""
    tokens = document.tokens
    places = range(sentence.first, sentence.last)
    words = [tokens.text(place) for place in places]
    ends = [tokens.starts[place] + len(tokens.words[place]) for place in places]
    spaces = [
        end < following
        for end, following in zip(ends, [*tokens.starts[sentence.first + 1 : sentence.last], 0], strict=True)
    ]
    return Doc(_vocabulary(), words=words, spaces=spaces)
