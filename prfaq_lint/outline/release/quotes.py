"""Quotations in the release: their positions and their speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .people import OPENERS

_SAYS = re.compile(
    r"\b(?:sa(?:id|ys?)|explain(?:s|ed)|add(?:s|ed)|note[sd]|share[sd]|told|comment(?:s|ed)|state[sd]|recall(?:s|ed)|according to|"
    r"remark(?:s|ed)|wr(?:ote|ites)|report(?:s|ed)|observe[sd]|quipped|asked)\b",
    re.IGNORECASE,
)
"""Words that introduce a speaker."""

_SINGLE = r"(?<!\w.)([^‘’'][^\n]{30,900}?)[’'](?=\s*(?:[-–—]|$|,?\s*(?:says|said)\b))"
# Each branch begins with its mark, so that `re` skips everything else.
_MARKS = re.compile(
    r"“([^“”]{4,1200})[”“]|\"([^\"]{4,1200})\"|«([^«»]{4,1200})»|„([^„“”]{4,1200})[“”]|" rf"‘{_SINGLE}|'{_SINGLE}"
)
_CAPITAL = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞŠŹŻŽ"
_NAME_LINE = re.compile(rf"\W*(?!{OPENERS})[{_CAPITAL}][\w.'’-]+(?: [{_CAPITAL}][\w.'’-]+)*\s*(?:,|[-–—]|$)[^.!?]*$")
_DASH_NAME = re.compile(
    rf"(?:^|[\s\n”\"])[-–—~]{{1,2}}\s*(?:\*|_)*((?:[{_CAPITAL}\[(￼]|an? (?=\w))[^\n]{{1,140}})$", re.MULTILINE
)
_SIGNED = re.compile(rf"\s*[-–—~]{{1,2}}\s*[*_]*[{_CAPITAL}\[(￼][^\n]*[^\s,–—-][^\S\n]*\n\s*")
"""The end of a line that names a speaker, with nothing before the next quotation."""
# Directly after a quotation: “I slept.” (Ilse, Bruges)
_NAME_IN_BRACKETS = re.compile(r"\s*\(([A-Z][^()\n]{1,60})\)\W*$")
_SAID = re.compile(r"\s*,?\s*(?:says|said|adds|added|writes|wrote)\b")
_LABEL = re.compile(r"\s*(?:\S+\s+){0,5}\S*:\W*|.*\bputs? it:\W*", re.DOTALL)
"""Text before a quotation that ends in a colon and can name its speaker: "Our founder:", but not a whole sentence."""
_ENDED = re.compile(r"[.!?]\s*$|\n\s*$")
_ON_SOMETHING = re.compile(r"\b(?:reads|reading|titled|labell?ed|called|named|prints|shows|displays|such as|like)\W*$")
"""Words before text shown on a sheet or a screen, which is not spoken: "a cover sheet that reads: …"."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; its offsets are relative to the text that was searched."""

    start: int
    end: int
    words: str
    attribution: str


def find(text: str, block_quote: bool, following: str = "") -> list[Quote]:
    """Return the quotations in a paragraph.

    A quotation has at least six words, or two if it is directly attributed to a speaker. A block quote is a
    quotation only if a dash and a name, or quotation marks, make it one: in some templates, every section is a block
    quote.
    """
    found = []
    spans: list[tuple[int, int, str]] = []
    for match in _MARKS.finditer(text):
        words = next(group for group in match.groups() if group)
        if len(words.split()) >= (2 if _attributed(text[match.end() :]) else 6):
            spans.append((match.start(), match.end(), words))
    name = _DASH_NAME.search(text) if block_quote and not spans else None
    if name and len(text[: name.start()].split()) >= 6:
        spans.append((0, name.start(), text[: name.start()]))
    merged: list[tuple[int, int, str]] = []
    for start, end, words in spans:
        between = text[merged[-1][1] : start] if merged else ""
        if (
            merged
            and len(between) < 120
            and len(between.split()) < 14
            and not (_ENDED.search(between) and _SAID.match(between) and _SAID.match(text, end))
            and not _SIGNED.fullmatch(between)
        ):
            merged[-1] = (merged[-1][0], end, merged[-1][2] + " " + words)
        else:
            merged.append((start, end, words))
    for at, (start, end, words) in enumerate(merged):
        until = merged[at + 1][0] if at + 1 < len(merged) else len(text)
        says = _SAYS.search
        inside = text[start:end]
        outside = re.sub(r"[“\"«„][^”\"»]*[”\"»]", " ", inside) + text[end : min(end + 220, until)]
        before = text[max(0, start - 140) : start].rsplit(". ", 1)[-1]
        dash = _DASH_NAME.search(text, max(0, end - 1))
        if words.rstrip(" *_").endswith("?") and not (dash or says(outside) or says(before)):
            continue  # something to type or to ask, not something that a person said
        attribution = ""
        bracket = _NAME_IN_BRACKETS.match(text, end)
        if dash:
            attribution = dash.group(1)
        elif bracket:
            attribution = bracket.group(1)
        elif is_name(text[end:]):
            attribution = text[end:]
        elif says(outside) or re.match(r"\s*,?\s*[-–—]", text[end:]):
            attribution = outside
        elif says(before) or (_LABEL.fullmatch(before) and not _ON_SOMETHING.search(before)):
            attribution = before
        if not attribution and end > len(text) - 4 and is_name(following):
            attribution = following
        found.append(Quote(start, end, words, " ".join(attribution.split())))
    return found


def _attributed(following: str) -> bool:
    """Return whether the text after a quotation names its speaker."""
    return bool(_DASH_NAME.match(following) or _NAME_IN_BRACKETS.match(following) or _SAID.match(following))


def is_name(line: str) -> bool:
    """Return whether a line is only a name, perhaps with the person's role."""
    return bool(_NAME_LINE.match(line)) and len(line.split()) <= 14
