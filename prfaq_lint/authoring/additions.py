"""Additions to a draft: questions for the internal FAQ and parts of the release.

An addition is a single insertion in the draft's own style that changes no other character. The result is read again
before it is offered: everything in the outline must still be there, and the addition must be recognised as what it
is. If the draft's own style does not pass, plainer ones are tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

from ..document.draft import Document
from ..outline.model import FACETS, PARTS, Outline, Question
from ..outline.structure.sections import FAQ_ZONES
from ..outline.structure.units import BOLD_LINE, LABEL, question_mark
from ..rules.pages import Rule
from ..vocabulary import read_table
from .manner import OPEN, Heading, Manner, comment, heading, manner

_ENDS = re.compile(r"\s*(?:</(?:details|div|p|section|article|center)>\s*)+", re.IGNORECASE)
_KIND = re.compile(r"frequently asked questions|faqs?|q\s?&\s?a|questions", re.IGNORECASE)

MOST_TRIES = 40
"""The maximum number of places and styles to try; each one means reading the draft again."""

SECTIONS = (*PARTS, "external_faq", "internal_faq")
"""The names that `add section` accepts."""


class NotAdded(Exception):
    """A failed addition; the message gives the reason in one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question to be added."""

    name: str
    """Its facet, or "" for a question from a customer."""
    ask: str
    holds: str
    """The expected content of the answer."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A draft with something inserted."""

    text: str
    lines: tuple[tuple[int, str], ...]
    """The lines added to `text`, each with its number and its words."""


Read = Callable[[Document], Outline]


@cache
def steps() -> list[dict[str, Any]]:
    """Return the steps of writing a draft, in the order of `steps.toml`."""
    return list(_table()["step"])


@cache
def _table() -> dict[str, Any]:
    return read_table("authoring/steps.toml")


def entries(rules: Iterable[Rule]) -> dict[str, Entry]:
    """Return, for each facet of the given rules, the question from its rule's page.

    The facets are in the order in which a plan is best written.
    """
    pages = {str(rule.parameters["facet"]): rule for rule in rules if "ask" in rule.parameters}
    order = [facet for step in steps() for facet in step.get("facets", ())]
    return {
        facet: Entry(facet, str(pages[facet].parameters["ask"]), str(pages[facet].parameters["holds"]))
        for facet in (*order, *(facet for facet in FACETS if facet not in order))
        if facet in pages
    }


def customer_entries(customers: str = "") -> list[Entry]:
    """Return the questions that a customer FAQ begins with.

    Colleagues pay nothing, so they do not ask about the price.
    """
    return [
        Entry("", item["ask"], item["holds"])
        for item in _table()["external"]
        if not (item.get("priced") and customers == "colleagues")
    ]


def unasked(outline: Outline) -> list[str]:
    """Return the facets that the draft neither asks about nor answers with substance."""
    return [
        facet
        for facet in FACETS
        if not outline.plan.get(facet) and not any(facet in question.topics for question in outline.questions)
    ]


def add_questions(outline: Outline, read: Read, wanted: Sequence[Entry], audience: str = "internal") -> Addition | None:
    """Return the draft with these questions added, still unanswered, or None if there are none.

    Raises:
        NotAdded: If the questions cannot be added safely.
    """
    there = {_words(question) for question in outline.questions}
    wanted = [entry for entry in wanted if entry.ask not in there]
    if not wanted:
        return None
    for place in islice(_faq_places(outline, audience), MOST_TRIES):
        found = _insert(outline, place, [entry.ask for entry in wanted], _questions(place, wanted))
        if _asked(outline, read(Document.parse(found.text)), wanted, audience):
            return found
    raise NotAdded(
        "no place was found for the questions that leaves the rest as it is: write a heading "
        f"“## {audience.capitalize()} FAQ” where they should go, and try again"
    )


def add_section(outline: Outline, read: Read, name: str) -> Addition | None:
    """Return the draft with a part of the release added, still to be written, or None if the part exists.

    Raises:
        NotAdded: If the part cannot be added safely.
    """
    if name in ("external_faq", "internal_faq"):
        raise ValueError(f"“{name}” is made of questions")
    if any(outline.of(name)) or headed(outline, name):
        return None
    if name == "dateline":
        return _add_dateline(outline, read)
    step = next(step for step in steps() if step.get("part") == name)
    blank = f"{step.get('blank', OPEN)} {comment(step['question'] + ' ' + step['guidance'])}"
    tries = dict.fromkeys(
        (style, line) for style in _part_headings(outline) for line in _part_lines(outline, name, style)
    )
    for style, line in islice(tries, MOST_TRIES):
        head = style.write(step["heading"])
        body = [f"{head} {blank}"] if style.label else [head, "", blank]
        found = _insert(outline, _Place(line, None, None), [step["heading"]], body)
        if _has_part(outline, read(Document.parse(found.text)), name):
            return found
    raise NotAdded(
        "no place was found for the section that leaves the rest as it is: write a heading "
        f"“## {step['heading']}” where it should go"
    )


def _add_dateline(outline: Outline, read: Read) -> Addition | None:
    """Return the draft with a blank for place and date at the start of its first paragraph; None if it is there.

    Raises:
        NotAdded: If there is no such paragraph, or the draft would be read differently.
    """
    summary = next(outline.of("summary"), None)
    if summary:
        blank = next(step for step in steps() if step.get("part") == "dateline")["blank"]
        number = outline.lines(summary)[0]
        source = outline.document.source
        line = source.line(number)
        if blank in line:
            return None
        at = source.starts[number - 1] + len(line) - len(line.lstrip())
        text = f"{source.text[:at]}**{blank}** — {source.text[at:]}"
        after = read(Document.parse(text))
        if any(after.of("summary")) and _said(outline.questions, outline) == _said(after.questions, after):
            return Addition(text, ((number, blank),))
    raise NotAdded(
        "write the city and the date at the start of the first paragraph: “UTRECHT, 1 March 2027 — From today …”"
    )


def headed(outline: Outline, name: str) -> bool:
    """Return whether a heading of the release names a part, with or without text below it."""
    return any(
        unit.kind == "heading" and zone in ("release", "front") and outline.sections.part(unit.text) == name
        for unit, zone in zip(outline.units, outline.zones, strict=True)
    )


# The place and the style of new questions.


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    """The line after which the text is inserted; 0 for the top."""
    head: str | None
    """The line of a new heading above the questions."""
    style: Manner | None


def _faq_places(outline: Outline, audience: str) -> Iterator[_Place]:
    """Yield possible places and styles for questions from this audience, the most likely first."""
    units, zones = outline.units, outline.zones
    own = [question for question in outline.questions if question.audience == audience and question.labelled]
    there = [index for index, zone in enumerate(zones) if zone == audience]
    level = _faq_level(outline)
    if there:
        last = _last_line(outline, there[-1])
        opened = max(
            (
                unit.level
                for unit, zone in zip(units, zones, strict=True)
                if zone == audience and unit.kind == "heading" and outline.sections.zone(unit.text) == audience
            ),
            default=level,
        )
        for style in _manners(outline, own or list(outline.questions), not own, opened):
            yield _Place(last, None, style)
    faq = [index for index, zone in enumerate(zones) if zone in FAQ_ZONES]
    release = [index for index, zone in enumerate(zones) if zone in ("release", "front")]
    ends = [_last_line(outline, places[-1]) for places in (faq, release) if places]
    ends = [*ends[:1], _last_text(outline)]
    if audience == "external" and faq and not there and units[faq[0]].kind == "heading":  # customers ask first
        ends.insert(0, _above(outline, outline.document.block_lines(outline.document.blocks[units[faq[0]].block])[0]))
    for line in dict.fromkeys(ends):
        for head in _faq_headings(outline, audience, level):
            for style in _manners(outline, list(outline.questions), True, level):
                yield _Place(line, head, style)


def _manners(outline: Outline, models: list[Question], fresh: bool, level: int) -> Iterator[Manner]:
    own = manner(outline, models, fresh)
    if own:
        yield own
        if own.gap == 0:
            yield replace(own, gap=1, between=max(1, own.between))
    yield Manner("#" * (level + 1) + " ") if level < 6 else Manner("**", "**")
    yield Manner("**Q: ", "**")


def _faq_level(outline: Outline) -> int:
    """Return the level of the heading above the questions, or the level that a new FAQ's heading would have."""
    pairs = list(zip(outline.units, outline.zones, strict=True))
    for names in (FAQ_ZONES, ("press_release",)):
        for unit, _ in pairs:
            if unit.kind == "heading" and unit.level < BOLD_LINE and outline.sections.zone(unit.text) in names:
                return unit.level
    parts = [
        unit.level
        for unit, _ in pairs
        if unit.kind == "heading" and unit.level < BOLD_LINE and outline.sections.part(unit.text)
    ]
    asked = [outline.document.block_at(question.start) for question in outline.questions]
    ranks = parts + [block.level - 1 for block in asked if block.kind == "heading" and block.level > 1]
    return min(ranks, default=2)


def _faq_headings(outline: Outline, audience: str, level: int) -> Iterator[str]:
    """Yield heading lines for an audience's questions, the draft's own style first."""
    label = audience.capitalize()
    for unit, zone in zip(outline.units, outline.zones, strict=True):
        if (
            unit.kind == "heading"
            and zone in FAQ_ZONES
            and unit.level <= BOLD_LINE
            and outline.sections.zone(unit.text) in FAQ_ZONES
        ):
            style = heading(outline, unit)
            if style:
                kind = _KIND.search(unit.text)
                words = f"{label} {kind.group() if kind else 'FAQ'}"
                loud = bool(kind) and unit.text.isupper() and len(unit.text) > 5
                yield style.write(words.upper() if loud else words)
                break
    yield "#" * level + f" {label} FAQ"


def _questions(place: _Place, wanted: Sequence[Entry]) -> list[str]:
    """Return the lines of the questions and of the heading above them, if a new one is needed."""
    style = place.style
    assert style
    lines = [place.head] if place.head else []
    for number, entry in enumerate(wanted, 1):
        if lines:
            lines += [style.between_mark] * style.between if number > 1 else [""]
        lines += style.write(entry.ask, entry.holds, number)
    return lines


# The place of a new part.


def _part_headings(outline: Outline) -> Iterator[Heading]:
    """Yield possible heading styles for a part: the draft's most common one, then a label, then a heading."""
    seen: dict[Heading, int] = {}
    for unit, zone in zip(outline.units, outline.zones, strict=True):
        if unit.kind == "heading" and zone in ("release", "front") and outline.sections.part(unit.text):
            style = heading(outline, unit)
            if style:
                seen[style] = seen.get(style, 0) + 1
    yield from sorted(seen, key=lambda style: -seen[style])[:2]
    level = next(
        (
            unit.level + 1
            for unit in outline.units
            if unit.kind == "heading" and unit.level < 6 and outline.sections.zone(unit.text) == "press_release"
        ),
        2,
    )
    plain = Heading("#" * level + " ")
    yield from (plain, Heading("**", ":**", label=True)) if seen else (Heading("**", ":**", label=True), plain)


def _part_lines(outline: Outline, name: str, style: Heading) -> Iterator[int]:
    """Yield lines after which a part may be inserted: below the part before it, or above the part after it."""
    at = PARTS.index(name)
    document = outline.document
    for other in reversed(PARTS[:at]):
        for part in list(outline.of(other))[-1:]:
            block = document.block_at(max(part.start, part.end - 1))
            own = document.block_lines(block)[1]
            later = [
                unit
                for unit in outline.units
                if unit.kind in ("heading", "rule") and unit.start >= part.end and unit.level != LABEL
            ]
            yield (
                own
                if style.label or not later
                else _above(outline, document.block_lines(document.blocks[later[0].block])[0])
            )
            yield own
    for other in PARTS[at + 1 :]:
        for part in list(outline.of(other))[:1]:
            first = document.block_lines(document.block_at(part.start))[0]
            heads = [
                unit
                for unit in outline.units
                if unit.kind == "heading" and unit.end <= part.start and outline.sections.part(unit.text) == other
            ]
            yield _above(outline, document.block_lines(document.blocks[heads[-1].block])[0] if heads else first)
    faq = next((index for index, zone in enumerate(outline.zones) if zone in FAQ_ZONES), None)
    if faq is not None:
        yield _above(outline, document.block_lines(document.blocks[outline.units[faq].block])[0])
    yield _last_text(outline)


# Lines of the source.


def _above(outline: Outline, line: int) -> int:
    """Return the last line above a line that is neither blank nor a rule."""
    source = outline.document.source
    line -= 1
    while line > outline.document.front_lines and re.fullmatch(r"[\s>]*(?:[-*_]\s*){3,}|[\s>]*", source.line(line)):
        line -= 1
    return line


def _last_line(outline: Outline, index: int) -> int:
    """Return the last line of a unit's block, including the closing tags of the elements around it."""
    document = outline.document
    while outline.units[index].kind == "rule" and index:
        index -= 1
    line = document.block_lines(document.blocks[outline.units[index].block])[1]
    following = line
    while following < len(document.source):
        text = document.source.line(following + 1)
        if _ENDS.fullmatch(text):
            line = following + 1
        elif text.strip():
            break
        following += 1
    return line


def _last_text(outline: Outline) -> int:
    """Return the last line that is not blank."""
    source = outline.document.source
    line = len(source)
    while line > outline.document.front_lines and not source.line(line).strip():
        line -= 1
    return line


def _insert(outline: Outline, place: _Place, words: Sequence[str], lines: list[str]) -> Addition:
    """Return the draft with lines inserted after a line.

    They are separated by one blank line, or by as many as the draft's own questions.
    """
    source = outline.document.source
    end = _line_end(source.text)
    style = place.style
    blank = style.between_mark if style and not place.head else ""
    space = style.between if style and not place.head else 1
    if place.line:
        at = source.ends[place.line - 1]
        new = "".join(end + line for line in [*[blank] * space, *lines])
        below = source.line(place.line + 1) if place.line < len(source) else ""
        if below.strip(" \t>"):
            new += end  # otherwise the next line would continue the paragraph
    else:
        at = 0
        new = "".join(line + end for line in [*lines, ""])
    text = source.text[:at] + new + source.text[at:]
    first = place.line + (space if place.line else 0) + 1
    stand: list[tuple[int, str]] = []
    for offset, line in enumerate(lines):
        for word in words:
            if word in line and word not in (seen for _, seen in stand):
                stand.append((first + offset, word))
    return Addition(text, tuple(stand))


def _line_end(text: str) -> str:
    """Return the most common line ending of a text."""
    pairs = text.count("\r\n")
    alone = text.count("\n") - pairs
    old = text.count("\r") - pairs
    return "\r\n" if pairs > max(alone, old) else "\r" if old > alone else "\n"


# Reading the result.


def _said(questions: Iterable[Question], outline: Outline) -> list[tuple[Any, ...]]:
    """Return the questions and answers of a draft, without their positions."""
    excerpt = outline.document.excerpt
    return [
        (question.text, question.answered, tuple(excerpt(*place) for place in question.answer))
        for question in questions
    ]


def _kept(before: Outline, after: Outline) -> bool:
    """Return whether everything in a draft is still there, with the same kind, place and order.

    The reader's judgement of a sentence depends on its neighbours, so it is not compared.
    """
    rest = iter(_units(after))
    return all(unit in rest for unit in _units(before))


def _units(outline: Outline) -> list[tuple[str, int, str, str]]:
    return [(unit.kind, unit.level, unit.text, zone) for unit, zone in zip(outline.units, outline.zones, strict=True)]


def _asked(before: Outline, after: Outline, wanted: Sequence[Entry], audience: str) -> bool:
    """Return whether a draft has gained these questions and otherwise reads as before."""
    new = {entry.ask for entry in wanted}
    had = {question.text for question in before.questions}
    added = [question for question in after.questions if _words(question) in new and question.text not in had]
    others = [question for question in after.questions if question not in added]
    return (
        len(added) == len(wanted)
        and _kept(before, after)
        and _said(before.questions, before) == _said(others, after)
        and all(question.audience == audience and not question.answered for question in added)
    )


def _words(question: Question) -> str:
    """Return the words of a question without a mark such as "Q:"."""
    return question.text[question_mark(question.text) :]


def _has_part(before: Outline, after: Outline, name: str) -> bool:
    """Return whether a draft has gained this part and otherwise reads as before.

    A part without words of its own yet is found by its heading alone: a quote without a speaker is not a quote.
    """
    return (
        (any(after.of(name)) or headed(after, name))
        and _kept(before, after)
        and _said(before.questions, before) == _said(after.questions, after)
    )
