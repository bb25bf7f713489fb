"""Checks on where a reader begins: the first steps, the call to action, and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..lang.en.numbers import QUANTITY
from ..outline import thresholds
from ..outline.model import Outline
from ..outline.release.paragraphs import Paragraph
from .base import Problem, check, excerpt, heading_of, shorten, whole_line
from .general import in_quotes
from .release import LAST, WORDS, paragraphs_of, released, text_of

_LONGEST_ADDRESS = 300
"""The number of characters of an address that are examined: thousands of links can share one long definition."""

_ENTERING = re.compile(
    r"\b(?:(?:sign|log)(?:s|ging|ing)?[ -](?:up|in)|regist\w+|join\w*|tr(?:y|ies)|us(?:e|es|ing)|"
    r"contact\w*|(?:call|e-?mail|ask|text|write to|talk to) (?:us|our)|get in touch)\b",
    re.IGNORECASE,
)
"""Steps that say nothing about what the customer does next."""

_INSIDE_DOT = re.compile(r"\.[\w.]")


@check(english=True, applies=released)
def missing_first_step(outline: Outline) -> Iterator[Problem]:
    """Report missing instructions on where and how to begin.

    Variants: `none`, `unclear` where a step stands in the release but a reviewer would ask all the same, and `vague` for a
    part that names neither a place nor a step.
    """
    parts = list(outline.of(*LAST))
    if _is_clear(outline):
        return
    if not parts:
        told = _steps(outline, outline.paragraphs)
        if _is_unclear(outline) or not told:
            heading = heading_of(outline, ("getting_started",))
            place = heading or whole_line(outline, outline.paragraphs[-1].unit.start)
            yield Problem(*place, {}, "unclear" if told else "none", subject="getting_started")
        return
    paragraphs = paragraphs_of(outline, *LAST)
    text = " ".join([text_of(outline, *LAST), *(p.text for p in paragraphs)])  # bold lines are not paragraphs
    if not WORDS["step"].search(text) and not _names_place(text) and not _linked(outline, paragraphs):
        yield Problem(parts[0].start, parts[0].end, {"match": excerpt(outline, parts[0].start, parts[0].end)}, "vague")


def _names_place(text: str) -> bool:
    """Return whether a text names a place where a customer can begin, wherever that is."""
    return bool(WORDS["findable"].search(text) or WORDS["unlocated"].search(text))


def _linked(outline: Outline, paragraphs: Iterable[Paragraph]) -> bool:
    """Return whether one of these paragraphs has a link."""
    return any(mark.kind == "link" for p in paragraphs for mark in outline.document.blocks[p.unit.block].marks)


def _steps(outline: Outline, paragraphs: Iterable[Paragraph]) -> bool:
    """Return whether text outside quotations asks the reader to do something."""
    return any(WORDS["invites"].search(p.text) for p in paragraphs if p.quoted < 0.5)


@check(english=True, applies=released)
def missing_call_to_action(outline: Outline) -> Iterator[Problem]:
    """Report a missing pointer to where the reader should go next; the first steps can contain it.

    Variants: `none`, `address` for a pointer to something that the draft gives no address of, and `unclear` where a
    reviewer would ask where to begin all the same.
    """
    parts = list(outline.of(*LAST))
    if not parts or _is_clear(outline):
        return  # without first steps, `missing_first_step` reports it
    last = parts[-1]
    match = {"match": excerpt(outline, last.start, last.end)}
    if not any(outline.of("call_to_action")) and not _points(outline):
        yield Problem(last.start, last.end, match, "none", subject="call_to_action")
    elif not _found_somewhere(outline):
        yield Problem(last.start, last.end, match, "address", subject="call_to_action")
    elif _is_unclear(outline) and not WORDS["findable"].search(text_of(outline, *LAST)):
        yield Problem(last.start, last.end, match, "unclear", subject="call_to_action")


def _is_clear(outline: Outline) -> bool:
    """Return whether readers surely learn where to begin."""
    return outline.craft["start"].fully >= thresholds.START_CLEAR


def _is_unclear(outline: Outline) -> bool:
    """Return whether a reviewer would ask where to begin."""
    return outline.craft["start"].fully < thresholds.START_SHOWN


def _points(outline: Outline) -> bool:
    """Return whether the first steps or the last paragraph point somewhere; first steps without a step are not judged."""
    paragraphs = [*paragraphs_of(outline, "getting_started"), *outline.paragraphs[-1:]]
    begun = " ".join(p.text for p in paragraphs[:-1])
    if not WORDS["step"].search(begun) and not _names_place(begun):
        return True  # reported by `missing_first_step`
    unquoted = [p.text for p in paragraphs if p.quoted < 0.5]
    return _linked(outline, paragraphs) or any(
        WORDS["pointer"].search(text) or WORDS["findable"].search(text) for text in unquoted
    )


_HTML_LINK = re.compile(r"<a\s[^<>]{0,200}href=", re.IGNORECASE)


def _found_somewhere(outline: Outline) -> bool:
    """Return whether a draft contains a link, or names a place, a shop, a number or a command to begin with."""
    document = outline.document
    linked = any(mark.kind == "link" for block in document.blocks for mark in block.marks) or bool(
        _HTML_LINK.search(document.source.text)
    )
    coded = any(block.kind == "code" for block in document.blocks)
    return linked or coded or bool(WORDS["findable"].search(document.prose))


@check(english=True, applies=released)
def easy_without_showing(outline: Outline) -> Iterator[Problem]:
    """Report first steps that are called easy but not shown: no step, no place and no number."""
    for paragraph in paragraphs_of(outline, "getting_started"):
        match = WORDS["easy"].search(paragraph.text)
        if not match or in_quotes(outline, paragraph.unit.start + match.start()):
            continue
        around = [p for p in outline.paragraphs if p.headed and p.headed == paragraph.headed] or [paragraph]
        text = " ".join(p.text for p in around)
        if not QUANTITY.search(text) and not shows_step(text):
            start = paragraph.unit.start + match.start()
            yield Problem(start, paragraph.unit.start + match.end(), {"match": match.group()})
            return


def shows_step(text: str) -> bool:
    """Return whether first steps show something to do beyond signing up."""
    shown = WORDS["step"].search(_ENTERING.sub(" ", WORDS["easy"].sub(" ", text)))
    return bool(shown or (WORDS["step"].search(text) and _names_place(text)))


def _dead(text: str) -> Iterable[re.Match[str]]:
    """Yield the addresses in a text that lead nowhere.

    Each has a dot inside it, or is one of three placeholders.
    """
    lower = text.lower()
    if _INSIDE_DOT.search(text) or "xxx-" in lower or "link " in lower or "url " in lower:
        return WORDS["dead"].finditer(text)
    return ()


@check(applies=released)
def dead_pointer(outline: Outline) -> Iterator[Problem]:
    """Report addresses in the release that lead nowhere. A name below `.example` is an honest placeholder."""
    lines = set()
    for paragraph in outline.paragraphs:
        start = paragraph.unit.start
        found = [(start + m.start(), start + m.end(), m.group(), "dummy") for m in _dead(paragraph.text)]
        for mark in outline.document.blocks[paragraph.unit.block].marks:
            if mark.kind == "link" and start <= mark.start < paragraph.unit.end:
                target = mark.target[:_LONGEST_ADDRESS]
                if target in ("", "#", "link", "url", "TODO", "TBD") or WORDS["dead"].search(target):
                    found.append((mark.start, mark.end, target or "#", "dummy"))
                elif WORDS["machine"].match(target) and not (
                    "localhost" in target and outline.document.prose[mark.start : mark.end] == target
                ):
                    found.append((mark.start, mark.end, target, "machine"))
        for begin, end, text, variant in found:
            line = outline.document.lines(begin, end)[0]
            if line not in lines:
                lines.add(line)
                yield Problem(begin, end, {"match": shorten(text, 60)}, variant)
