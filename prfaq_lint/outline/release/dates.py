"""The dateline: the place and the date of the release."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...document.draft import Document
from ..model import Part, Unit
from ..structure.units import BOLD_LINE
from .paragraphs import Paragraph

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)


DATE = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,?\s*\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH}\s*,?\s*\d{{4}}|{_MONTH}\s*,?\s+\d{{4}}|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\bQ[1-4]\s+\d{{4}}|(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?\d{{4}})\b",
    re.IGNORECASE,
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?(?: of)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?!\w)"
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"\W*(?:date|launch date|release date|location|dateline)\W*:\W*", re.IGNORECASE)
_KEPT = re.compile(
    r"\W*(?:(?:date )?(?:created|written|drafted|published|reviewed|approved|prepared|modified|updated|exported)|last \w+|version|"
    r"status|author|owner|draft|revision|document date|reviewers?|created (?:on|by|time)|updated (?:on|at))\b[^:\n]{0,20}:",
    re.IGNORECASE,
)
"""The beginning of a line with a fact about the document, such as its creation date."""
_NO_DATELINE = re.compile(r"\W*(?:since|in|by|until|from|after|before)\b", re.IGNORECASE)
_AFTER_DATE = re.compile(r"\s*\W*\s*[–—:,.)\]-]")
_ON = re.compile(r"\W*(?:on|in) ", re.IGNORECASE)
_PLACE = r"[A-Z][\w.’'-]*(?:[ ,]+(?:[A-Z][\w.’'-]*|on|the|of|de|la|and|somewhere)){0,9}\.?"

# Kept as text: few drafts need these expressions, which take long to compile.
_PLACE_AND_DAY = rf"[\s(*_]*(?!(?:since|by|until|from|after|before) {_DAY}){_PLACE}[\s,.(*_]+{_DAY}"
_PLACE_AND_YEAR = rf"[\s(*_]*{_PLACE},? (?:19|20)\d\d\W*[–—-]"
_DATELINE = re.compile(rf"[\s\[(*_]*(?:{_PLACE})[\])*_]*\s*(?:\([A-Z][\w ]+\)\s*)?[\s,]*(?:[–—]|--|-(?=\s)|:)\s*")


def dateline(paragraphs: Sequence[Paragraph]) -> Part | None:
    """Return the dateline, at the beginning of one of the first paragraphs or on a separate line."""
    labelled: Part | None = None
    for paragraph in paragraphs[:7]:
        if paragraph.headed not in ("", "summary", "dateline", "headline"):
            continue
        start = paragraph.unit.start
        text = paragraph.text
        if paragraph.headed == "dateline" and (DATE.search(text) or re.match(_PLACE, text)) and paragraph.words < 15:
            named = Part("dateline", start, paragraph.unit.end, "heading", 0.9)
            if not DATE.match(text.lstrip(" *_")):
                return named
            labelled = labelled or named  # a date without a place may be the document's own
            continue
        line = text.split("\n", 1)[0]
        opening = text[:110].replace("\n", " ")
        numbered = _DIGIT.search(opening)
        date = DATE.search(opening) if numbered else None
        label = _LABEL.match(line)
        if label and date and len(line.split()) <= 10:
            # "Date: …" may be the document's own if a place and a date follow.
            labelled = labelled or Part("dateline", start, start + len(line), "position", 0.7)
            continue
        if _KEPT.match(line):
            continue
        match = _DATELINE.match(opening)
        if (
            date
            and (len(opening[: date.start()].split()) <= 9)
            and not _NO_DATELINE.match(opening)
            and (match or len(line.split()) <= 9 or _AFTER_DATE.match(opening, date.end()))
        ):
            return Part("dateline", start, start + max(date.end(), 1), "content", 0.9)
        on = _ON.match(opening)
        if date and on and DATE.match(opening, on.end()):
            return Part("dateline", start, start + date.end(), "content", 0.7)
        if paragraph.order > 3:
            continue
        capital = opening.lstrip(" *_(")[:1].isupper()
        day = re.match(_PLACE_AND_DAY, opening, re.IGNORECASE) if numbered and capital else None
        if day:
            return Part("dateline", start, start + day.end(), "content", 0.75)
        year = re.match(_PLACE_AND_YEAR, opening) if numbered else None
        if year:
            return Part("dateline", start, start + year.end(), "content", 0.8)
        if match and match.end() < 90 and not label and _city(match.group()) and paragraph.words > 10:
            return Part("dateline", start, start + max(1, len(match.group().rstrip())), "content", 0.75)
    return labelled


def bold_line(document: Document, units: Sequence[Unit]) -> Part | None:
    """Return the dateline if it is one of the first lines and in bold, so that it looks like a heading."""
    for unit in units[:8]:
        if unit.kind != "heading" or unit.level != BOLD_LINE or len(unit.text) > 110:
            continue
        date = DATE.search(unit.text)
        if date and re.match(_PLACE, unit.text) and not _KEPT.match(unit.text) and ":" not in unit.text[: date.start()]:
            if len(unit.text.split()) <= 10:
                return Part(
                    "dateline",
                    unit.start,
                    unit.start + len(document.prose[unit.start : unit.end].rstrip()),
                    "content",
                    0.8,
                )
    return None


def _city(text: str) -> bool:
    place = text.strip(" *_-–—:[](),")
    words = place.split()
    return (
        1 <= len(words) <= 8
        and all(word[0].isupper() or word in ("on", "the", "of", "de", "la", "and", "somewhere") for word in words)
        and ("," in place or place.isupper() or len(words) <= 3)
        and not re.search(r"[.!?]$", place)
        and "[" not in text
        and ":" not in text
    )
