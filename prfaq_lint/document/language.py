"""The language of a draft, as far as it decides whether English rules apply."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, filterfalse

_FUNCTION_WORDS = {
    "en": "the and of to is in that for with you are it this we from have not your can will they what how",
    "de": "der die das und ist nicht ein eine mit für auf den von wir sie ich werden im dem zu wie sind",
    "fr": "le la les et des est une pour dans que pas vous nous avec sur du au qui sont ce",
    "es": "el la los las y que de en una para con no por su es del se como más",
    "pt": "o os as e que de em uma para com não por seu é do da se como mais você",
    "it": "il lo gli e che di in una per con non del della è sono come più si",
    "nl": "de het een en van is niet met voor op dat zijn wij je kunnen aan door",
    "sv": "och att det som en på är av för med till den inte om ett har vi",
    "pl": "i w na nie się z do to jest że dla jak przez od są oraz",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_SCRIPTS = (
    ("ru", "\u0400", "\u04ff"),
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("el", "\u0370", "\u03ff"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
)
_ELSEWHERE = bytes({*range(256)} - {*range(0xCD, 0xE2), *range(0xE3, 0xEE)})
"""Bytes that no character of these scripts begins with in UTF-8."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def detect(text: str) -> str:
    """Return a two-letter language code, judging by script and by function words in the first 20,000 characters.

    Text that is too short to judge counts as English, because this is the most likely language.
    """
    sample = text[:_SAMPLE]
    pieces = sample.split()
    mixed = " ".join(filterfalse(str.isalpha, pieces))
    words = Counter(map(str.lower, chain(filter(str.isalpha, pieces), _LETTERS.findall(mixed))))
    if sample.encode("utf-8", "surrogatepass").translate(None, _ELSEWHERE):
        letters = sum(len(word) * count for word, count in words.items())
        for language, first, last in _SCRIPTS:
            if letters and sum(first <= character <= last for character in sample) > 0.25 * letters:
                return language
    if words.total() < 12:
        return "en"
    counts = {language: sum(map(words.__getitem__, known & words.keys())) for language, known in _WORDS.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    return best if counts[best] > 1.25 * counts["en"] else "en"
