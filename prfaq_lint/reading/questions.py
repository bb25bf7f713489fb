"""The questions of the FAQ, however they are marked, with their answers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document
from . import answers, rows
from .facets import Topics, voices, who_asks
from .model import Question, Unit
from .sections import Sections
from .units import BOLD_LINE, LABEL, answer_mark, question_mark
from .zones import FAQ_ZONES, asks, listed_question, starts_with_question

_NUMBERED = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.)]\s+")
_ONE_QUESTION = re.compile(r"(?:[^.!?\n]{4,220}\?\s*){1,2}")
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
    """Whether the answer holds code, a table or an image."""
    asked: bool = True
    last: int = 0
    """Where a second question in the same heading ends, or 0."""


_CUSTOMERS_FIRST = 3
"""So many questions before the first of the company's are customers'."""
_ENOUGH_INSIDE = 3
"""So many questions of the company's after the last of a customer's tell that the list is in order."""
_MARKED = 3
"""With so many questions in headings, those in lists are part of the answers."""
MOST_QUESTIONS = 1000
"""A document with more questions than this is no FAQ of a draft; the rest is left unread."""


def find(
    document: Document,
    units: Sequence[Unit],
    zones: Sequence[str],
    sections: Sections,
    topics: Topics,
) -> list[Question]:
    """The questions of the FAQ, in order; `topics` knows what each is about."""
    collected = _collect(document, units, zones, sections)[:MOST_QUESTIONS]
    return _in_order(_with_one_voice([_close(document, question, topics) for question in collected]))


def _with_one_voice(questions: list[Question]) -> list[Question]:
    """A list of questions under no label is asked by the company, where most of those that tell are its own; where customers
    fill the list, a question is the company's only if nobody else would ask it."""
    unlabelled = [question for question in questions if not question.labelled]
    inside = sum(question.audience == "internal" for question in unlabelled)
    said = [voices(question.text) for question in unlabelled]
    if not inside:
        return questions
    customers = sum("me" in one or ("group" in one and "strong" not in one) for one in said)
    if inside >= 4 and inside >= 0.5 * len(unlabelled) and customers < 0.2 * len(unlabelled):
        begun = next(at for at, question in enumerate(unlabelled) if question.audience == "internal")
        first = unlabelled[begun if begun >= _CUSTOMERS_FIRST else 0].start
        return [
            question if question.labelled or question.start < first else question._replace(audience="internal")
            for question in questions
        ]
    if customers >= 4 and inside <= 0.2 * len(unlabelled):
        return [
            question._replace(audience="external")
            if not question.labelled and "strong" not in voices(question.text)
            else question
            for question in questions
        ]
    return questions


def _in_order(questions: list[Question]) -> list[Question]:
    """Under no label, customers come first and the company last: once the company has begun to ask and no customer is heard
    any more, a question that could be anybody's is the company's."""
    unlabelled = [at for at, question in enumerate(questions) if not question.labelled]
    said = {at: voices(questions[at].text) for at in unlabelled}
    customers = [at for at in unlabelled if said[at] & {"me", "group"} and questions[at].audience == "external"]
    begun = [at for at in unlabelled if questions[at].audience == "internal"]
    last = max(customers, default=-1)
    inside = [at for at in begun if at > last]
    if len(inside) < _ENOUGH_INSIDE or len(begun) - len(inside) > len(inside) // 3:
        return questions
    return [
        question._replace(audience="internal") if at >= inside[0] and at in said and "you" not in said[at] else question
        for at, question in enumerate(questions)
    ]


def _collect(document: Document, units: Sequence[Unit], zones: Sequence[str], sections: Sections) -> list[_Open]:
    inside = [index for index, zone in enumerate(zones) if zone in FAQ_ZONES]
    marked = {
        index
        for index in inside
        if units[index].kind == "heading" and (asks(units[index].text) or question_mark(_raw(document, units[index])))
    }
    asking = Counter(units[index].level for index in sorted(marked))
    usual = asking.most_common(1)[0][0] if asking else 0
    found: list[_Open] = []
    current: _Open | None = None
    cells = rows.in_tables(document, units, inside)
    items = rows.in_lists(document, units, inside) if sum(asking.values()) < _MARKED else set()
    for index in inside:
        unit = units[index]
        zone = zones[index]
        labelled = zone != "faq"
        block = document.blocks[unit.block]
        if index and zones[index - 1] not in FAQ_ZONES:
            current = None
        if unit.kind == "heading":
            if index in marked or (unit.level == usual and starts_with_question(unit.text)):
                if current and not current.answer and unit.level > current.unit.level:
                    current.other = True  # it holds sub-questions, which answer it
                current = _Open(unit, unit.start, _NUMBERED.sub("", unit.text), unit.end, zone, labelled, [])
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
            if cells.get(index) == rows.QUESTION:
                current = _Open(unit, unit.start, document.excerpt(unit.start, unit.end), unit.end, zone, labelled, [])
                found.append(current)
            elif current and cells.get(index) != rows.ASIDE:
                current.answer.append((unit.start, unit.end))
                current.end = unit.end
                current.other = current.other or index not in cells
            continue
        if current and not current.answer and current.asked and _goes_on(document, current, unit):
            second = " ".join(document.excerpt(unit.start, unit.end).strip(" *_").split())
            current.text, current.last, current.end = f"{current.text} {second}", unit.end, unit.end
            continue
        opened = _item(document, unit, zone, labelled) if index in items else None
        opened = opened or _inline_question(document, unit, zone, labelled, current, asking, index, units, zones)
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


def _goes_on(document: Document, current: _Open, unit: Unit) -> bool:
    """Whether a unit is a second question in the same heading: "How does it work? What makes it different?"."""
    if current.unit.kind != "heading" or current.unit.block != unit.block:
        return False
    text = document.prose[unit.start : unit.end].strip(" *_")
    return bool(_ONE_QUESTION.fullmatch(text)) and not answer_mark(text)


def _item(document: Document, unit: Unit, zone: str, labelled: bool) -> _Open:
    """The question that the first line of a list item asks or names, with the rest of the item for its answer."""
    text = document.prose[unit.start : unit.end]
    split = unit.start + len(text.split("\n", 1)[0])
    rest = split + len(text[split - unit.start :]) - len(text[split - unit.start :].lstrip())
    answer = [(rest + answer_mark(document.prose[rest : unit.end]), unit.end)] if rest < unit.end else []
    asked = text[: split - unit.start].rstrip(" *_").endswith("?")
    question = document.excerpt(unit.start + question_mark(text), split).strip()
    return _Open(unit, unit.start, question, unit.end, zone, labelled, answer, asked=asked)


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
    """A question that no heading or bold type sets off: a line of its own, or the first sentence of a list item."""
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
        # A rhetorical question inside an answer does not open another, where questions are marked otherwise.
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
    """Whether a heading without a question mark stands for a question ("Pricing", "MVP scope")."""
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
    if following is None or (
        following.kind == "heading" and (asks(following.text) or question_mark(_raw(document, following)))
    ):
        return False
    if sections.audience(unit.text) and any(listed_question(document, other) for other in units[index + 1 : index + 5]):
        return False  # it says who asks the questions below
    if unit.level == BOLD_LINE and usual == BOLD_LINE and document.blocks[unit.block].depth:
        return False
    if unit.level == BOLD_LINE and unit.text.endswith((".", ":")):
        return False
    return words >= (4 if usual else 3)


def _close(document: Document, open_question: _Open, topics: Topics) -> Question:
    prose = document.prose
    text = "\n".join(prose[start:end] for start, end in open_question.answer)
    kind = answers.kind(text, open_question.other)
    unit = open_question.unit
    answered = kind in ("text", "code")
    first = None
    if kind == "text" and open_question.asked:
        first = answers.answers_first(open_question.text, _first_sentences(document, open_question.answer[:3]))
    audience = open_question.audience if open_question.labelled else who_asks(open_question.text)
    return Question(
        start=open_question.start,
        end=max(open_question.end, open_question.start + 1),
        text=open_question.text,
        answer=tuple(open_question.answer),
        audience=audience,
        topics=topics.of(
            unit.start,
            open_question.last or min(unit.end, open_question.start + max(1, len(open_question.text) + 8)),
            open_question.text,
            inside=audience == "internal" if open_question.labelled else None,
        ),
        answered=answered,
        answer_first=first,
        answer_kind=kind,
        labelled=open_question.labelled,
    )


def _first_sentences(document: Document, ranges: Sequence[tuple[int, int]]) -> list[str]:
    """The first two sentences of some ranges; what a range holds before its first sentence counts as one."""
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
