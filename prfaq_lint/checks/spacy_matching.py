"""spaCy token patterns on a draft's own tokens. The only module that imports spaCy, and only for a draft that needs it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.lang.en import English
from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from ..document import Document, Sentence


@cache
def _vocabulary() -> Any:
    """The blank English pipeline's: lexical attributes, no model."""
    return English().vocab


def matcher(patterns: list[Any]) -> Matcher:
    """What finds token patterns; of matches that overlap, the longest."""
    found = Matcher(_vocabulary())
    found.add("pattern", patterns, greedy="LONGEST")
    return found


def words_as_doc(document: Document, sentence: Sentence) -> Doc:
    """A sentence for spaCy, token for token."""
    tokens = document.tokens
    places = range(sentence.first, sentence.last)
    words = [tokens.text(place) for place in places]
    ends = [tokens.starts[place] + len(tokens.words[place]) for place in places]
    spaces = [
        end < following
        for end, following in zip(ends, [*tokens.starts[sentence.first + 1 : sentence.last], 0], strict=True)
    ]
    return Doc(_vocabulary(), words=words, spaces=spaces)
