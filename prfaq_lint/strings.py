"""What is found in a text at the speed of C, before anything dearer is done.

To look for a word is some twenty times cheaper than to search for it with an expression, above all with one that
pays no regard to case.
"""

from __future__ import annotations


def folded(text: str) -> str:
    """A text in small letters, character for character, with what `re.IGNORECASE` takes for an i or an s as such."""
    return text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower().replace("ı", "i").replace("ſ", "s")


def places_of(words: str, text: str) -> list[int]:
    """Where some words stand in a text: offsets, in order."""
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + len(words))
    return places
