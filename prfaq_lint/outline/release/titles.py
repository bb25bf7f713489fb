"""Titles: what remains without "PR/FAQ:", and whether it says more than a name."""

from __future__ import annotations

import re

_DOCUMENT_WORDS = re.compile(
    r"^(?:the\s+)?(?:draft\s+|internal\s+|future\s+|mock\s+|sample\s+|example\s+|working\s+backwards\s+)*"
    r"(?:pr\s?[/-]?\s?faqs?|prfaqs?|press\s+releases?|pr|faqs?|announcement|news\s+release|title|headline|"
    r"heading|subject)\b"
    r"(?:\s*(?:draft|v?\d+(?:\.\d+)*|template|document|\([^)]*\)))*\s*(?:[:|–—/-]+|for\b|of\b|$)\s*",
    re.IGNORECASE,
)


_REMARK = re.compile(r"\W*(?:please )?(?:note|nb|n\.b\.|disclaimer|status|instructions?)\b\s*[:–—]", re.IGNORECASE)
_ANNOUNCES = re.compile(
    r"\b(?:launch(?:es|ed)?|announc(?:es|ed|ing)|introduc(?:es|ing|ed)|releases?d?|unveils?|"
    r"gives?|helps?|lets|makes?|brings?|turns?|ends?|cuts?|"
    r"proves?|publishes|adds|opens|enables?|allows?|transform(?:s|ing)|revolutioni[sz](?:es|"
    r"ing)|for|that|to|who|you|your|never|without|with|from|can|get|gets|save|"
    r"saves|pay|pays|paid|now|is|are|in)\b",
    re.IGNORECASE,
)


def strip_document_words(text: str) -> str:
    """Return a title without "PR/FAQ:", "Press release —" and the like; "" if nothing else is left."""
    previous = None
    while previous != text:
        previous = text
        text = _DOCUMENT_WORDS.sub("", text).strip(" :–—-|/")
    return re.sub(
        r"\s*[–—-]?\s*\(?(?:pr\s?/?-?\s?faq|prfaq|press release|working backwards)\)?(?:\s*/\s*faq)?$",
        "",
        text,
        flags=re.IGNORECASE,
    ).strip(" :–—-")


def headline_words(text: str) -> bool:
    """Return whether a title says something about the product beyond its name."""
    text = text.strip(" *_#")
    if _REMARK.match(text):
        return False
    words = re.findall(r"[\w’'-]+", text)
    if len(words) < 4 or len(text) > 320 or bracketed(text):
        return False
    pieces = re.split(r"\s*:\s+|\s[–—-]\s|—", text, maxsplit=1)
    if len(pieces) == 2 and len(pieces[1].split()) >= 3:
        return True
    lower = [word for word in words[1:] if word.islower()]
    if len(words) >= 6 and len(lower) >= 4:
        return True
    return (
        (len(words) >= 5 and bool(_ANNOUNCES.search(" ".join(words[1:]))))
        or (bool(lower) and bool(_ANNOUNCES.search(" ".join(words[1:]))))
        or (len(words) == 4 and words[1].endswith("s") and words[1][0].isupper() and not words[1].endswith("ss"))
    )


def bracketed(text: str) -> bool:
    """Return whether a text is only an unfilled slot."""
    # The end is searched for from each of the first marks, and there may be thousands of them.
    return bool(re.fullmatch(r"\W{0,20}(?:\[[^\]]*\]|<[^>]*>|\{\{[^}]*\}\})\W*", text.strip()))
