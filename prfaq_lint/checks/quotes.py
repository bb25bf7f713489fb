"""Checks on who is quoted in the release, and how."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ..outline import thresholds
from ..outline.intervals import Intervals
from ..outline.model import PARTS, Outline, Part
from ..outline.release.paragraphs import Paragraph
from ..outline.release.quotes import Quote, is_name
from ..outline.structure.units import BOLD_LINE
from ..outline.structure.zones import FAQ_ZONES
from .base import Check, Problem, check, heading_of, kind, once, shorten, whole_line
from .release import QUOTES, WORDS, YEAR, informal, released


class _Spoken(NamedTuple):
    """A quotation in the release: prose offsets, words, and surrounding text."""

    who: str
    start: int
    end: int
    words: str
    attribution: str
    around: str
    by_heading: bool


_DASHED = re.compile(r"(?:^|[\s”\"*_])[-–—~]{1,2}\s*(\S[^\n]{1,120})$")


@once
def _spoken(outline: Outline) -> list[_Spoken]:
    """Return the quotations in the release, in order, joining the paragraphs of one speech under a heading."""
    found: list[_Spoken] = []
    latest: Quote | None = None
    prose = outline.document.prose
    begins = [paragraph.unit.start for paragraph in outline.paragraphs]
    for part in outline.of(*QUOTES) if begins else ():
        paragraph = outline.paragraphs[max(0, bisect_right(begins, part.start) - 1)]
        if not paragraph.unit.start <= part.start < paragraph.unit.end:
            continue
        dashed = _DASHED.search(paragraph.text.rstrip(" *_"))
        own = _quote_at(paragraph, part, named=bool(dashed))
        attribution = own.attribution if own and own.attribution else dashed.group(1) if dashed else ""
        by_heading = part.found_by == "heading"
        words = own.words if own else paragraph.text[: dashed.start()] if dashed else paragraph.text
        if not any(map(str.isalnum, words)):
            continue  # quotation marks with nothing between them
        if own and own is latest:
            found[-1] = found[-1]._replace(end=max(part.end, found[-1].end))  # the same quotation continues
            continue
        if not own and not dashed and not by_heading:
            continue  # not marked as a quotation
        before = outline.paragraphs[paragraph.order - 1] if paragraph.order else None
        after = outline.paragraphs[paragraph.order + 1] if paragraph.order + 1 < len(outline.paragraphs) else None
        around = " ".join(
            (
                before.text[-140:] if before and before.text.rstrip().endswith(":") else "",
                prose[paragraph.unit.start : part.start],
                prose[part.end : paragraph.unit.end],
                after.text[:140] if after and not after.own_heading else "",
            )
        )
        latest = own
        start = min(part.start, paragraph.unit.start + own.start) if own else part.start
        spoken = _Spoken(part.part, start, part.end, words, attribution, around, by_heading)
        last = found[-1] if found else None
        if last and spoken.by_heading and last.by_heading and last.who == spoken.who and not (last.attribution and own):
            found[-1] = _Spoken(
                last.who,
                last.start,
                spoken.end,
                f"{last.words} {words}" if own else last.words,
                last.attribution or attribution or paragraph.text,
                f"{last.around} {around} {paragraph.text if not own else ''}",
                True,
            )
        else:
            found.append(spoken)
    return found


def _quote_at(paragraph: Paragraph, part: Part, *, named: bool) -> Quote | None:
    """Return the quotation of a paragraph that a part belongs to, or None.

    In a paragraph that ends with a speaker (`named`), the part may be only the name after the quotation.
    """
    first, last = part.start - paragraph.unit.start, part.end - paragraph.unit.start
    before = [quote for quote in paragraph.quotes if quote.start < last]
    return next((quote for quote in before if quote.end > first), before[-1] if before and named else None)


@kind
def missing_quote(*, who: str) -> Check:
    """Report a missing quotation of a `leader` or a `customer`.

    If there are no quotations, only the rule for the customer reports it (variant `neither`).
    """
    if who not in ("leader", "customer"):
        raise ValueError(f"unknown speaker “{who}” (known: leader, customer)")

    def run(outline: Outline) -> Iterator[Problem]:
        spoken = any(outline.of(*QUOTES)) or any(q.attribution for p in outline.paragraphs for q in p.quotes)
        if any(outline.of(f"{who}_quote")) or (who == "leader" and (not spoken or informal(outline))):
            return
        if outline.craft[f"{who}-quote"].partly >= thresholds.SURELY_QUOTED:
            return  # somebody is quoted, though it is not clear where
        heading = heading_of(outline, (f"{who}_quote",))
        place = heading or whole_line(outline, _last_part(outline))
        yield Problem(*place, {}, "" if spoken else "neither", subject=f"{who}_quote")

    return Check(run, english=True, applies=released)


def _last_part(outline: Outline) -> int:
    """Return the beginning of the last part above the FAQ; text in an appendix below it can look like a part."""
    sections = outline.sections
    faq = next((u.start for u in outline.units if u.kind == "heading" and sections.zone(u.text) in FAQ_ZONES), None)
    parts = list(outline.of(*PARTS))
    above = [part for part in parts if faq is None or part.start < faq] or parts
    return max(above, key=lambda part: part.end).start if above else outline.paragraphs[-1].unit.start


_PLACED = re.compile(
    r"\b(?:in|from|at|of|near|with|who|for|on) (?:the )?(?:[A-Z]|a\b|an\b|small|two|\d)|"
    r"\b(?:illustrative|invented|imagined|composite|name withheld|not (?:her|his|"
    r"their) real name)\b"
)
_WORDS_SPOKEN = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_NAMES = re.compile(
    r"(?<![A-Za-z])(?!The\b|A\b|An\b|In\b|And\b|Our\b|I\b|It\b|This\b|That\b|We\b|User\b|"
    r"Customer\b|Client\b|Happy\b|Anonymous\b|Beta\b|Satisfied\b|Early\b|Developer\b|"
    r"Now\b|But\b|Said\b|Says\b|My\b|CEO\b|CTO\b|Name\b|Title\b)"
    r"[A-ZÀ-Þ][\w’'.-]+(?: (?:[A-ZÀ-Þ][\w’'.-]*|de|van|von|der|la|al|bin|O))*"
)


_IN_HEADING = re.compile(
    r"\b(?:CEO|CTO|COO|CFO|(?i:(?:co-?)?founder))\b|"
    r"(?:[:(–—]|\b(?:from|by)\b)\s*(?:our |the )?[A-ZÀ-Þ][\w’'-]+(?:,| [A-ZÀ-Þ][\w’'-]+)"
)
"""The speaker in a heading: "CEO quote", "What nurses say: Ana, nurse"."""


def _named_by_a_heading(outline: Outline, spoken: _Spoken) -> bool:
    """Return whether the heading above a quotation says who speaks, or a name in bold stands directly below it."""
    headings = [unit for unit in outline.units if unit.kind == "heading"]
    at = bisect_right(headings, spoken.start, key=lambda unit: unit.start)
    if at and _IN_HEADING.search(headings[at - 1].text):
        return True
    below = headings[at] if at < len(headings) else None
    if below is None or below.level != BOLD_LINE or outline.sections.part(below.text):
        return False
    return " " in below.text and is_name(below.text)


@check(english=True, applies=released)
def anonymous_speaker(outline: Outline) -> Iterator[Problem]:
    """Report a quotation without a speaker, or with a generic one. Variants: `none` and `generic`."""
    for spoken in _spoken(outline):
        said = spoken.attribution
        if "[" in said or "{" in said or "[" in spoken.around[-260:]:
            continue  # slots are reported separately
        if not said:
            around = re.sub(r"[.!?]\s+\S+", " ", spoken.around)
            if spoken.by_heading and not _NAMES.search(around) and not _named_by_a_heading(outline, spoken):
                yield Problem(spoken.start, spoken.end, {"match": shorten(" ".join(spoken.words.split()), 50)}, "none")
            continue
        match = WORDS["anybody"].search(said)
        if not match or _PLACED.search(said):
            continue
        rest = _WORDS_SPOKEN.sub(" ", said[: match.start()] + " " + said[match.end() :])
        known = [name for name in _NAMES.findall(rest) if name not in outline.product_names]
        if not known:
            yield Problem(spoken.start, spoken.end, {"match": shorten(" ".join(match.group().split()), 50)}, "generic")


_AMOUNT = re.compile(
    r"(?:[$£€]\s?)?\d[\d.,]*\s?(?:%|percent|x\b|k\b|million|billion)?|\b(?:half|a third|"
    r"a quarter|dozens|hundreds|thousands|millions)\b",
    re.IGNORECASE,
)


_CLOCK = re.compile(
    r"\b\d{1,2}:\d\d\b|\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|o['’]clock\b)|"
    r"\b(?:1?\d|2[0-4])(?= (?:in the (?:morning|afternoon|evening)|at night|tonight|this morning)\b)|"
    r"\b(?:(?:from (?:1?\d|2[0-4]) )?(?:till|until) (?:1?\d|2[0-4])|"
    r"(?:at|till|until|before|by|after|since) (?:1?\d|2[0-4])\.[0-5]\d)"
    r"(?=\W*$|[,;:!?”\"’)]|\.\s|\s+(?:and|but|or|on|in|with|when|while|because|so|I|we|he|she|they|the|every)\b)",
    re.IGNORECASE,
)
"""A time of day, as in "at 7.50" or "till 9 with"; "at 20" alone, and a number before a noun or a unit, is a count."""


@check(english=True, applies=released)
def stuffed_quote(outline: Outline, *, most: int = 2) -> Iterator[Problem]:
    """Report a quotation with more than `most` quantities. Dates and times of day are not quantities."""
    for spoken in _spoken(outline):
        if len(_AMOUNT.findall(spoken.words)) <= most:
            continue
        amounts = [
            found.group().strip(" .,") for found in _AMOUNT.finditer(_CLOCK.sub(" ", YEAR.sub(" ", spoken.words)))
        ]
        if len(amounts) > most:
            yield Problem(
                spoken.start, spoken.end, {"count": str(len(amounts)), "match": shorten(", ".join(amounts), 60)}
            )


_MARGIN = 1.2
"""A quotation may be longer than the limit by this factor; two words more do no harm."""


@check(english=True, applies=released)
def long_quote(outline: Outline, *, most: int = 60) -> Iterator[Problem]:
    """Report a quotation that is at least 20 % longer than `most` words."""
    for spoken in _spoken(outline):
        words = len(spoken.words.split())
        if words >= most * _MARGIN:
            yield Problem(spoken.start, spoken.end, {"words": str(words), "most": str(most)})


@check(english=True, applies=released)
def too_many_quotes(outline: Outline, *, most: int = 3) -> Iterator[Problem]:
    """Report more than `most` quotations."""
    spoken = _spoken(outline)
    if len(spoken) > most:
        extra = spoken[most]
        yield Problem(extra.start, extra.end, {"count": str(len(spoken)), "most": str(most)})


_WORD = re.compile(r"[a-z0-9]+")
_RUN = 6
"""The number of identical words in a row that show deliberate repetition or copying."""


@check(english=True, applies=released)
def echoing_quote(outline: Outline, *, share: float = 0.6, least: int = 10) -> Iterator[Problem]:
    """Report a quotation that repeats the release.

    It has at least `least` words, and this share of its runs of six words is in the release's own text.
    """
    spoken = [one for one in _spoken(outline) if len(_words(one.words)) >= max(least, _RUN)]
    if not spoken:
        return
    said = Intervals((one.start, one.end) for one in _spoken(outline))
    own = " ".join(
        outline.document.prose[p.unit.start : p.unit.end]
        for p in outline.paragraphs
        if not said.overlaps(p.unit.start, p.unit.end)
    )
    known = frozenset(_runs(_words(own)))
    for one in spoken:
        runs = _runs(_words(one.words))
        if sum(map(known.__contains__, runs)) >= share * len(runs):
            yield Problem(one.start, one.end)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    """Return all sequences of `_RUN` consecutive words."""
    return list(zip(*(words[at:] for at in range(_RUN)), strict=False))


@check(english=True, applies=released)
def praise_only_quote(outline: Outline) -> Iterator[Problem]:
    """Report a customer quote that only praises the product and describes nothing that happened."""
    yield from _empty_quotes(outline, "customer", thresholds.MIN_CUSTOMER_QUOTE)


@check(english=True, applies=released)
def empty_leader_quote(outline: Outline) -> Iterator[Problem]:
    """Report a quotation from the company that does not say why it matters to the customer."""
    yield from _empty_quotes(outline, "leader", thresholds.MIN_LEADER_QUOTE)


_MIN_WORDS = 3
"""The number of words from which a quotation has been written, and is not a blank with a name."""


def _empty_quotes(outline: Outline, who: str, least: float) -> Iterator[Problem]:
    """Yield a problem at the first quotation of a customer or leader if none of theirs says enough.

    In an otherwise good draft the reader finds a customer's quotation better than it is, so one that only praises counts
    as well.
    """
    spoken = next((one for one in _spoken(outline) if one.who == f"{who}_quote"), None)
    quoted = spoken or next(outline.of(f"{who}_quote"), None)
    if not quoted:
        return
    says_enough = outline.craft[f"{who}-quote"].fully >= least
    if says_enough and not (who == "customer" and spoken and _only_praises(outline, spoken)):
        return
    words = (spoken.words if spoken else outline.document.prose[quoted.start : quoted.end]).split()
    if len(words) >= _MIN_WORDS:
        yield Problem(quoted.start, quoted.end, {"match": shorten(" ".join(words), 60).strip('“”",')})


def _only_praises(outline: Outline, spoken: _Spoken) -> bool:
    """Return whether everything in a quotation is read as praise, and no amount is given."""
    begins = [passage.start for passage in outline.passages]
    said = outline.passages[bisect_left(begins, spoken.start) : bisect_left(begins, spoken.end)]
    is_attributed = bool(spoken.attribution or spoken.by_heading)  # a closing line can be in quotation marks as well
    is_praise = "praise" in {passage.role for passage in said} <= {"praise", "other"}
    return is_attributed and is_praise and not any(_AMOUNT.search(passage.text) for passage in said)
