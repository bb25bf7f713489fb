"""Fast string searches that run before more expensive ones.

Looking for a word is about twenty times faster than searching with a regular expression, especially one that ignores
case.
"""

from __future__ import annotations

import re

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def folded(text: str) -> str:
    """Return a text in lower case, character for character.

    Characters that `re.IGNORECASE` treats as an i or an s become one.
    """
    return text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower().replace("ı", "i").replace("ſ", "s")


def places_of(words: str, text: str) -> list[int]:
    """Return the offsets at which any of these words occur in a text, in order."""
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + len(words))
    return places


def unquoted(text: str) -> str:
    """Return a text without the quotation marks around all of it, also if its end was cut off at an ellipsis."""
    end = _QUOTES.get(text[:1])
    if not end or not text.endswith((end, "…")):
        return text
    inner = text[1:].removesuffix(end)
    rest = _APOSTROPHE.sub("", inner)
    return inner if inner and text[0] not in rest and end not in rest else text
