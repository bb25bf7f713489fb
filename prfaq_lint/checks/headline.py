"""Checks on the headline, the line below it, and the dateline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..outline.model import Outline
from ..outline.release.titles import headline_words, strip_document_words
from .base import Check, Problem, check, excerpt, kind, shorten, whole_line
from .general import Pattern, matches
from .matching import Phrases, compile_patterns
from .release import informal, released


@check(english=True, applies=released)
def missing_headline(outline: Outline) -> Iterator[Problem]:
    """Report a missing headline, or one without a message.

    Variants: `name` (only a name or the kind of document) and `none`.
    """
    if any(outline.of("headline")) or _titled(outline):
        return
    headed = next((p for p in outline.paragraphs if p.headed == "headline"), None)
    if headed and any(outline.of("subheadline")):
        return  # only a name, but the line below explains it
    if headed:
        yield Problem(headed.unit.start, headed.unit.end, {"match": shorten(headed.text, 60)}, "name")
        return
    first = outline.paragraphs[0].unit.start
    title = next(
        (
            u
            for u in outline.units
            if u.kind == "heading"
            and u.level <= 2
            and u.start <= first
            and not outline.sections.part(u.text)
            and not (outline.sections.zone(u.text) and not strip_document_words(u.text))
        ),
        None,
    )
    if title and any(outline.of("subheadline")) and strip_document_words(title.text):
        return  # only a name, but the line below explains it
    said = strip_document_words(title.text) if title else ""
    if title and len(said.split()) < 5 and not headline_words(said):
        yield Problem(title.start, title.end, {"match": shorten(title.text, 60)}, "name")
    elif not title:
        yield Problem(*whole_line(outline), {}, "none", subject="headline")


def _titled(outline: Outline) -> bool:
    """Return whether the front matter has a meaningful title, which a platform shows above the draft."""
    title = outline.document.meta.get("title")
    said = strip_document_words(title[:400]) if isinstance(title, str) else ""
    return len(said.split()) >= 5 or headline_words(said)


@check(english=True, applies=released)
def long_headline(outline: Outline, *, words: int = 14, characters: int = 100, least: int = 80) -> Iterator[Problem]:
    """Report a headline that is too long.

    It has more than `words` words and `least` characters (short words are quick to read), or more than `characters`.
    Variants: `words` and `characters`, for the limit that is exceeded.
    """
    for part in list(outline.of("headline"))[:1]:
        text = outline.document.excerpt(part.start, part.end)
        count = len(_without_names(text, outline.product_names).split())
        if count > words and len(text) > min(least, characters):
            yield Problem(part.start, part.end, {"words": str(count), "most": str(words)}, "words")
        elif len(text) > characters:
            yield Problem(part.start, part.end, {"characters": str(len(text)), "most": str(characters)}, "characters")


def _without_names(text: str, names: Iterable[str]) -> str:
    """Return a headline in which each product name counts as one word, because a name cannot be shortened."""
    for name in sorted(names, key=len, reverse=True):
        if " " in name:
            text = text.replace(name, name.replace(" ", ""))
    return text


@kind
def mechanism_in_headline(*, patterns: list[Pattern], benefits: list[str] = []) -> Check:
    """Report a headline that names the technology but no benefit: neither a number nor one of `benefits`."""
    found, gains, nothing = compile_patterns(patterns), Phrases(tuple(benefits)), Phrases(())

    def run(outline: Outline) -> Iterator[Problem]:
        for sentence, start, end in matches(outline, nothing, found, ("headline",)):
            if (
                outline.places.at(start) == "headline"
                and not gains.find(outline, sentence)
                and not re.search(r"\d", outline.document.prose[sentence.start : sentence.end])
            ):
                yield Problem(start, end, {"match": excerpt(outline, start, end)})
                return

    return Check(run, (gains,), (found,), english=True, applies=released)


@check(english=True, applies=released)
def missing_subheadline(outline: Outline) -> Iterator[Problem]:
    """Report a missing line below the headline that says who benefits and how, unless the headline has two halves."""
    headline = next(outline.of("headline"), None)
    if not headline or any(outline.of("subheadline")):
        return
    text = outline.document.prose[headline.start : headline.end]
    pieces = re.split(r"[:;.]\s+|\s[–—-]+\s|—|, (?:so|which|and)\b", text, maxsplit=1)
    if len(pieces) == 2 and len(pieces[1].split()) >= 5:
        return
    yield Problem(headline.start, headline.end, subject="subheadline")


_LONGEST_SLOT = 400
"""The number of characters in which a slot for place and date has to end. This bounds the work on unclosed brackets."""


@check(english=True, applies=released)
def missing_dateline(outline: Outline) -> Iterator[Problem]:
    """Report a missing place and date; open source and internal tools do not need them."""
    summary = next(outline.of("summary"), None)
    slot = summary and re.match(
        r"\W*\[[^\]]*\b(?:city|state|place|location|date|town)\b",
        outline.document.prose[summary.start : min(summary.end, summary.start + _LONGEST_SLOT)],
        re.IGNORECASE,
    )
    if summary and not slot and not any(outline.of("dateline")) and not informal(outline):
        yield Problem(*whole_line(outline, summary.start), subject="dateline")


_SMALL = frozenset(
    "the and for with that this from into their your our its his her who which what when before after without they them you "
    "can now are was has have had not all any more".split()
)


_WORD = re.compile(r"[a-z0-9]{3,}")
_ENDING = re.compile(r"(?:ing|ed|es|s)$")


def _telling(text: str) -> set[str]:
    """Return the meaningful words of a line without their endings."""
    return {
        _ENDING.sub("", word)
        for word in _WORD.findall(text.lower().replace("’s", "").replace("'s", ""))
        if word not in _SMALL
    }


@check(english=True, applies=released)
def echoing_subheadline(outline: Outline, *, share: float = 0.7, least: int = 4) -> Iterator[Problem]:
    """Report a line below the headline that repeats it.

    At least `least` of its meaningful words, and at least `share` of them, are in the headline.
    """
    above, below = next(outline.of("headline"), None), next(outline.of("subheadline"), None)
    if not above or not below or below.start <= above.start:
        return  # the headline itself was read as the line below it
    prose = outline.document.prose
    words = _telling(prose[below.start : below.end])
    again = words & _telling(prose[above.start : above.end])
    if len(again) >= least and len(again) >= share * len(words):
        yield Problem(below.start, below.end, {"count": str(len(again)), "words": str(len(words))})


_SLASHED = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](?:19|20)\d\d(?![\d/])")


@check(applies=released)
def ambiguous_date(outline: Outline) -> Iterator[Problem]:
    """Report a numeric date in the release whose day and month could be swapped."""
    for paragraph in outline.paragraphs:
        for match in _SLASHED.finditer(paragraph.text) if "/" in paragraph.text else ():
            first, second = int(match.group(1)), int(match.group(2))
            if first != second and 1 <= first <= 12 and 1 <= second <= 12 and "/" in match.group():
                start = paragraph.unit.start + match.start()
                yield Problem(start, start + len(match.group()), {"match": match.group()})
                return
