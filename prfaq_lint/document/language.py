"""Which language a draft is written in: enough to know when English rules must stay quiet."""

from __future__ import annotations

import re
from collections import Counter

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
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_FOREIGN = re.compile("[\u0370-\u1fff\u3040-\ud7af]")
"""Where none of these stands, no text is in one of the scripts above."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def detect(text: str) -> str:
    """A two-letter language code, judged by script and by function words in the first 20,000 characters.

    Text too short to judge counts as English, because the tool's own language is the likelier one.
    """
    sample = text[:_SAMPLE]
    words = Counter(map(str.lower, _LETTERS.findall(sample)))
    if not sample.isascii() and _FOREIGN.search(sample):
        letters = sum(len(word) * count for word, count in words.items())
        for language, script in _SCRIPTS:
            if letters and len(script.findall(sample)) > 0.25 * letters:
                return language
    if words.total() < 12:
        return "en"
    counts = {language: sum(words[word] for word in known) for language, known in _WORDS.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    return best if counts[best] > 1.25 * counts["en"] else "en"
