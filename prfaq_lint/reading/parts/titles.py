"""Headline and subheadline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Unit
from ..units import BOLD_LINE, LABEL
from .dates import DATE
from .search import Search

_DOCUMENT_WORDS = re.compile(
    r"^(?:the\s+)?(?:draft\s+|internal\s+|future\s+|mock\s+|sample\s+|example\s+|working\s+backwards\s+)*"
    r"(?:pr\s?[/-]?\s?faqs?|prfaqs?|press\s+releases?|pr|faqs?|announcement|news\s+release|title|headline|"
    r"heading|subject)\b"
    r"(?:\s*(?:draft|v?\d+(?:\.\d+)*|template|document|\([^)]*\)))*\s*(?:[:|–—/-]+|for\b|of\b|$)\s*",
    re.IGNORECASE,
)


_REMARK = re.compile(r"\W*(?:please )?(?:note|nb|n\.b\.|disclaimer|status|instructions?)\b\s*[:–—]", re.IGNORECASE)
_RELEASE_STAMP = re.compile(
    r"^\W*(?:for immediate release|embargoed|press release|news release|draft|"
    r"confidential|internal)\b.{0,40}$",
    re.IGNORECASE,
)


ANNOUNCES_TODAY = re.compile(
    r"\b(?:today|announc(?:es|ed|ing)|launch(?:es|ed|ing)?|introduc(?:es|ed|ing)|releases?d?|"
    r"unveil|available)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:launch(?:es|ed)?|announc(?:es|ed|ing)|introduc(?:es|ing|ed)|releases?d?|unveils?|"
    r"gives?|helps?|lets|makes?|brings?|turns?|ends?|cuts?|"
    r"proves?|publishes|adds|opens|enables?|allows?|transform(?:s|ing)|revolutioni[sz](?:es|"
    r"ing)|for|that|to|who|you|your|never|without|with|from|can|get|gets|save|"
    r"saves|pay|pays|paid|now|is|are|in)\b",
    re.IGNORECASE,
)


def headline(search: Search) -> None:
    """Find the headline: what heads the release and says more than the product's name."""
    for paragraph in search.headed("headline"):
        if headline_words(paragraph.text) and paragraph.words <= 40:
            search.take("headline", paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
            search.headline_end = paragraph.unit.end
            return
    heads = _headings(search)
    for unit in heads:
        text = strip_document_words(unit.text)
        if not headline_words(text) or _RELEASE_STAMP.match(unit.text) or text.endswith("?"):
            continue
        if _tagline(search, unit, text):
            return
        if unit.level == BOLD_LINE and (DATE.search(text) and len(text.split()) <= 8):
            continue
        lead = unit.text.find(text)
        start = unit.start + max(0, lead) if unit.level < BOLD_LINE else unit.start
        search.take("headline", min(start, unit.end - 1), unit.end, "position", 0.85)
        search.headline_end = unit.end
        return
    for paragraph in search.paragraphs[:4]:
        text = paragraph.text
        if _RELEASE_STAMP.match(text) and paragraph.words <= 8:
            continue
        first = text.split("\n", 1)[0]
        if paragraph.headed or paragraph.listed or len(first.split()) > 28:
            break
        if DATE.search(first) and len(first.split()) <= 9:
            continue
        if (
            not first.rstrip().endswith((".", "!", "?", ":"))
            and headline_words(first)
            and not paragraph.quotes
            and len(search.paragraphs) > 2
            and len(first.split()) >= 5
            and _is_first_line(search, paragraph.unit.start, first)
        ):
            search.take("headline", paragraph.unit.start, paragraph.unit.start + len(first), "position", 0.7, paragraph)
            search.headline_end = paragraph.unit.start + len(first)
            return


def _is_first_line(search: Search, at: int, first: str) -> bool:
    """Whether nothing heads a line, or only a heading that says that the release begins, and the line announces something."""
    above = [unit for unit in search.units if unit.kind == "heading" and unit.level <= 2 and unit.start < at]
    return not above or (
        search.sections.zone(above[-1].text) == "press_release" and bool(ANNOUNCES_TODAY.search(first))
    )


def _tagline(search: Search, unit: Unit, text: str) -> bool:
    """Whether a heading is what stands below a title that is nothing but the product's name."""
    above = [
        other
        for other in search.units[:8]
        if other.kind == "heading" and other.start < unit.start and other.level < unit.level
    ]
    bare = [
        other
        for other in above
        if not search.sections.zone(other.text)
        and not search.sections.part(other.text)
        and not _RELEASE_STAMP.match(other.text)
        and 1 <= len(strip_document_words(other.text).split()) <= 4
    ]
    named = any(word in text for other in bare for word in other.text.split() if len(word) > 2)
    return bool(bare) and bare[-1] is above[-1] and not named and not ANNOUNCES_TODAY.search(text)


def _headings(search: Search) -> Iterator[Unit]:
    """Headings that may be the headline: in the release before its second paragraph, then the document's title."""
    first = [p.unit.start for p in search.paragraphs if p.words >= 25][:1] or [
        search.document.blocks[-1].end if search.document.blocks else 0
    ]
    release = [
        unit
        for unit, zone in zip(search.units, search.zones, strict=True)
        if unit.kind == "heading"
        and unit.level != LABEL
        and zone == "release"
        and unit.start < first[0]
        and not search.sections.part(unit.text)
        and not (search.sections.zone(unit.text) and not strip_document_words(unit.text))
    ]
    yield from release
    for unit in search.units[:6]:
        if unit.kind == "heading" and unit.level <= 2 and unit not in release and not search.sections.part(unit.text):
            yield unit


def subheadline(search: Search) -> None:
    """Find the subheadline: the sentence between the headline and the summary."""
    for paragraph in search.headed("subheadline"):
        search.take("subheadline", paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
        return
    after = search.headline_end
    if after < 0:
        titles = [
            unit
            for unit in search.units[:4]
            if unit.kind == "heading"
            and unit.level <= 2
            and not (search.sections.part(unit.text) or search.sections.zone(unit.text))
        ]
        if not titles:
            return
        after = titles[0].end
    summary = min((part.start for part in search.parts if part.part == "summary"), default=1 << 60)
    for unit in search.units:
        if unit.start < after or unit.kind == "rule":
            continue
        if unit.start >= summary or unit.kind == "code":
            return
        text = search.document.prose[unit.start : unit.end]
        words = len(text.split())
        if unit.kind == "heading":
            if search.sections.part(unit.text) or search.sections.zone(unit.text) or words < 4:
                return
            if _RELEASE_STAMP.match(text):
                continue
            if words <= 45:
                search.take("subheadline", unit.start, unit.end, "position", 0.8)
            return
        if _RELEASE_STAMP.match(text) or any(
            part.part == "dateline" and part.start < unit.end and part.end > unit.start for part in search.parts
        ):
            continue
        own = next((p for p in search.paragraphs if p.unit is unit), None)
        most = 70 if own and (own.italic or own.bold) else 45
        if (
            4 <= words <= most
            and not text.rstrip().endswith(":")
            and not (own and (own.quotes or own.listed))
            and len(search.document.tokens.sentences_in(unit.start, unit.end)) <= 3
        ):
            search.take("subheadline", unit.start, unit.end, "position", 0.75, own)
        return


def strip_document_words(text: str) -> str:
    """A title without "PR/FAQ:", "Press release —" and the like; "" where nothing else is left."""
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
    """Whether a title says something about the product, more than its name."""
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
    """Whether a text is nothing but an unfilled slot."""
    # The end is looked for from each of the first marks, of which there may be thousands.
    return bool(re.fullmatch(r"\W{0,20}(?:\[[^\]]*\]|<[^>]*>|\{\{[^}]*\}\})\W*", text.strip()))
