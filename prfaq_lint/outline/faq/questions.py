"""The questions of the FAQ with their answers, regardless of their markup."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...document.draft import Document
from ...reader.segments import number_length
from ..model import Question, Unit
from ..structure.sections import Sections
from ..structure.units import BOLD_LINE, LABEL, answer_mark, question_mark
from ..structure.zones import FAQ_ZONES, asks, listed_question, starts_with_question
from . import answers, tables

_ONE_QUESTION = re.compile(r"(?:[^.!?\n]{4,220}\?\s*){1,2}")
_QUARTER = re.compile(r"Q[1-4](?: (20\d\d)\b|\. (?!How\b|Wh))")
_STATEMENT = re.compile(r"(?:All|First|It|Our|The|Then|Until|We)\b.*(?:[.;…]$|, then\b)")
_FIRST_QUESTION = re.compile(r"[^.!?\n]{4,220}\?")


@dataclass
class _Open:
    """A question whose answer is still being collected."""

    unit: Unit
    start: int
    text: str
    end: int
    audience: str
    labelled: bool
    answer: list[tuple[int, int]]
    other: bool = False
    """True if the answer contains code, a table or an image."""
    asked: bool = True
    last: int = 0
    """The end of a second question in the same heading, or 0."""


MAX_QUESTIONS = 1000
"""The maximum number of questions in the FAQ of a draft; the rest is not read."""


def find(document: Document, units: Sequence[Unit], zones: Sequence[str], sections: Sections) -> list[Question]:
    """Return the questions of the FAQ, in order, according to the draft's structure.

    If no heading says who asks, `audience` is "".
    """
    return [_close(document, question) for question in _collect(document, units, zones, sections)[:MAX_QUESTIONS]]


def _collect(document: Document, units: Sequence[Unit], zones: Sequence[str], sections: Sections) -> list[_Open]:
    inside = [index for index, zone in enumerate(zones) if zone in FAQ_ZONES]
    marked = {index for index in inside if units[index].kind == "heading" and _is_marked(document, units[index])}
    asking = Counter(units[index].level for index in sorted(marked))
    usual = asking.most_common(1)[0][0] if asking else 0
    found: list[_Open] = []
    current: _Open | None = None
    cells = tables.in_tables(document, units, inside)
    for index in inside:
        unit = units[index]
        zone = zones[index]
        labelled = zone != "faq"
        block = document.blocks[unit.block]
        if index and zones[index - 1] not in FAQ_ZONES:
            current = None
        if unit.kind == "heading" and not (unit.level == BOLD_LINE and _names_quarter(_raw(document, unit))):
            if index in marked or (unit.level == usual and starts_with_question(unit.text)):
                if current and not current.answer and unit.level > current.unit.level:
                    current.other = True  # it contains sub-questions, which answer it
                current = _Open(unit, unit.start, unit.text[number_length(unit.text) :], unit.end, zone, labelled, [])
                found.append(current)
            elif _topic(document, units, zones, index, usual, sections):
                current = _Open(unit, unit.start, unit.text, unit.end, zone, labelled, [], asked=False)
                found.append(current)
            elif current and unit.level > current.unit.level:
                current.end = unit.end
            elif (
                unit.level in (BOLD_LINE, LABEL)
                and current
                and current.unit.level <= BOLD_LINE
                and not sections.audience(unit.text)
            ):
                current.answer.append((unit.start, unit.end))
                current.end = unit.end
            else:
                current = None
            continue
        if unit.kind in ("code", "rule"):
            if current and unit.kind == "code":
                current.other = True
            continue
        if block.row >= 0:
            if cells.get(index) == tables.QUESTION:
                current = _Open(unit, unit.start, document.excerpt(unit.start, unit.end), unit.end, zone, labelled, [])
                found.append(current)
            elif current and cells.get(index) != tables.ASIDE:
                if unit.start < unit.end:
                    current.answer.append((unit.start, unit.end))
                current.end = unit.end
                current.other = current.other or index not in cells
            continue
        if current and not current.answer and current.asked and _goes_on(document, current, unit):
            second = " ".join(document.excerpt(unit.start, unit.end).strip(" *_").split())
            current.text, current.last, current.end = f"{current.text} {second}", unit.end, unit.end
            continue
        opened = _inline_question(document, unit, zone, labelled, current, asking, index, units, zones)
        if opened:
            current = opened
            found.append(current)
            continue
        if current:
            start = unit.start + answer_mark(document.prose[unit.start : unit.end])
            if start < unit.end:
                current.answer.append((start, unit.end))
            current.end = unit.end
    pictures = [mark.start for block in document.blocks for mark in block.marks if mark.kind == "image"]
    for at, question in enumerate(found):
        until = found[at + 1].start if at + 1 < len(found) else question.end + 2
        picture = bisect_left(pictures, question.start)
        question.other = question.other or (picture < len(pictures) and pictures[picture] < until)
    return found


def _raw(document: Document, unit: Unit) -> str:
    return document.prose[unit.start : unit.end].lstrip(" *_")


def _is_marked(document: Document, unit: Unit) -> bool:
    """Return whether a heading is a question, judging by its question mark or by a "Q:" in front."""
    raw = _raw(document, unit)
    return asks(unit.text) or bool(question_mark(raw) and not _names_quarter(raw))


def _names_quarter(text: str) -> bool:
    """Return whether a line begins with a quarter of a year: "Q3 2027", or "Q4." before a statement or a date.

    "Q4. Out of scope" is a question.
    """
    found = _QUARTER.match(text)
    if not found or "?" in text:
        return False
    rest = text[found.end() :]
    return bool(found[1] or _STATEMENT.match(rest) or answers.DATE.search(rest.lower()))


def _goes_on(document: Document, current: _Open, unit: Unit) -> bool:
    """Return whether a unit is a second question in the same heading: "How does it work? What makes it different?"."""
    if current.unit.kind != "heading" or current.unit.block != unit.block:
        return False
    text = document.prose[unit.start : unit.end].strip(" *_")
    return bool(_ONE_QUESTION.fullmatch(text)) and not answer_mark(text)


def _inline_question(
    document: Document,
    unit: Unit,
    zone: str,
    labelled: bool,
    current: _Open | None,
    asking: Counter[int],
    index: int,
    units: Sequence[Unit],
    zones: Sequence[str],
) -> _Open | None:
    """Return a question without a heading or bold type: a separate line, or the first sentence of a list item."""
    text = document.prose[unit.start : unit.end]
    block = document.blocks[unit.block]
    bare = text.strip(" *_\n")
    first_line = text.split("\n", 1)[0]
    if (
        bare.endswith("?")
        and any(map(str.isalpha, bare))
        and bare.count("?") <= 3
        and len(bare.split()) <= 45
        and "." not in bare.rstrip("?")[:-1].replace("...", "")
    ):
        # A rhetorical question inside an answer does not open another if the draft marks its questions differently.
        if asking and current and not block.leads and not block.quote and current.answer:
            return None
        if (
            asking
            and sum(asking.values()) >= 3
            and not question_mark(text)
            and current
            and (current.answer or block.depth or (current.asked and current.unit.kind == "heading"))
        ):
            return None
        start = unit.start + question_mark(text)
        return _Open(unit, unit.start, document.excerpt(start, unit.end), unit.end, zone, labelled, [])
    if not asking or (sum(asking.values()) < 2):
        match = _FIRST_QUESTION.match(text)
        if match and (block.leads or "\n" in text[: match.end() + 1]) and len(match.group().split()) >= 3:
            split = unit.start + match.end()
            rest = split + (len(document.prose[split : unit.end]) - len(document.prose[split : unit.end].lstrip()))
            answer = [(rest + answer_mark(document.prose[rest : unit.end]), unit.end)] if rest < unit.end else []
            return _Open(unit, unit.start, document.excerpt(unit.start, split), unit.end, zone, labelled, answer)
    elif first_line.rstrip(" *").endswith("?") and "\n" in text and not block.depth and (current is None or not asking):
        split = unit.start + len(first_line)
        return _Open(
            unit, unit.start, document.excerpt(unit.start, split), unit.end, zone, labelled, [(split + 1, unit.end)]
        )
    return None


def _topic(
    document: Document, units: Sequence[Unit], zones: Sequence[str], index: int, usual: int, sections: Sections
) -> bool:
    """Return whether a heading without a question mark acts as a question ("Pricing", "MVP scope")."""
    unit = units[index]
    if (
        unit.level == LABEL
        or len(unit.text.split()) > 14
        or sections.zone(unit.text) in (*FAQ_ZONES, "press_release", "prfaq")
    ):
        return False
    if usual and unit.level != usual:
        return False
    if not usual and unit.level == BOLD_LINE and not unit.text:
        return False
    words = 0
    for other, zone in zip(units[index + 1 : index + 30], zones[index + 1 : index + 30], strict=True):
        if zone not in FAQ_ZONES or (other.kind == "heading" and (asks(other.text) or other.level < unit.level)):
            break
        if other.kind == "heading" and other.level == unit.level:
            break
        words += len(document.prose[other.start : other.end].split())
    following = units[index + 1] if index + 1 < len(units) else None
    if following is None or (following.kind == "heading" and _is_marked(document, following)):
        return False
    if sections.audience(unit.text) and any(listed_question(document, other) for other in units[index + 1 : index + 5]):
        return False  # it says who asks the questions below
    if unit.level == BOLD_LINE and usual == BOLD_LINE and document.blocks[unit.block].depth:
        return False
    if unit.level == BOLD_LINE and unit.text.endswith((".", ":")):
        return False
    return words >= (4 if usual else 3)


def _close(document: Document, open_question: _Open) -> Question:
    text = "\n".join(document.prose[start:end] for start, end in open_question.answer)
    kind = answers.kind(text, open_question.other)
    first = None
    if kind == "text" and open_question.asked:
        first = answers.answers_first(open_question.text, _first_sentences(document, open_question.answer[:3]))
    return Question(
        start=open_question.start,
        end=max(open_question.end, open_question.start + 1),
        text=open_question.text,
        answer=tuple(open_question.answer),
        audience=open_question.audience if open_question.labelled else "",
        topics=(),
        answered=kind in ("text", "code"),
        answer_first=first,
        answer_kind=kind,
        labelled=open_question.labelled,
    )


def _first_sentences(document: Document, ranges: Sequence[tuple[int, int]]) -> list[str]:
    """Return the first two sentences of some ranges; text before a range's first sentence counts as one."""
    found: list[str] = []
    for start, end in ranges:
        inside = document.tokens.sentences_in(start, end)
        head = document.prose[start : inside[0].start if inside else end].strip()
        if head:
            found.append(head)
        found += [document.prose[sentence.start : sentence.end] for sentence in inside[:2]]
        if len(found) >= 2:
            break
    return found[:2]
