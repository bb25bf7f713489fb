"""Questions in tables and lists, where a neighbour's shape tells what a cell or an item is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..document import Document
from .model import Unit
from .zones import asks

QUESTION = "question"
ANSWER = "answer"
ASIDE = "aside"

_QUESTIONS = re.compile(r"\W*(?:the )?(?:questions?|asked|q)\b", re.IGNORECASE)
_ANSWERS = re.compile(r"\W*(?:(?:our|the|draft|short) )?(?:answers?|responses?|repl(?:y|ies)|a)\b", re.IGNORECASE)
_NO_ANSWERS = re.compile(
    r"\W*(?:#|no\.?|nr\.?|number|id|ref|owner|owned by|who|status|state|due|date|by when|priority|audience|asked by|"
    r"from|author|topic|area|theme|category|facet|last updated|updated|version)\W*",
    re.IGNORECASE,
)
_SHORTEST_LIST = 2
"""So many questions at least make a list one of questions."""
_TOPIC = 6
"""A topic among questions has at most so many words."""


def in_tables(document: Document, units: Sequence[Unit], inside: Sequence[int]) -> dict[int, str]:
    """Of the cells in tables that hold questions: which is a `question`, an `answer`, or an `aside` (a number, an owner, a head).

    The column of questions is the one whose head says so, or the first in which at least half of the cells ask; the
    column of answers is the one whose head says so, or all others that do not look like a number, an owner or a status.
    """
    found: dict[int, str] = {}
    cells = [index for index in inside if document.blocks[units[index].block].row >= 0]
    for _, group in groupby(enumerate(cells), key=lambda pair: units[pair[1]].block - pair[0]):
        table = [
            list(row) for _, row in groupby((at for _, at in group), lambda at: document.blocks[units[at].block].row)
        ]
        found.update(_cells(document, units, table))
    return found


def _cells(document: Document, units: Sequence[Unit], table: list[list[int]]) -> Iterator[tuple[int, str]]:
    def text(index: int) -> str:
        return document.prose[units[index].start : units[index].end].strip(" *_\n")

    head = [text(index) for index in table[0]]
    columns = range(len(head))
    asked = [sum(text(row[column]).endswith("?") for row in table if column < len(row)) for column in columns]
    asking = next((column for column in columns if 2 * asked[column] >= len(table) - 1 and asked[column]), -1)
    named = next((column for column in columns if _QUESTIONS.match(head[column])), -1)
    if asking < 0 and named >= 0 and any(map(_ANSWERS.match, head)):
        asking = named
    if asking < 0:
        return
    headless = head[asking].endswith("?")
    answers = {column for column in columns if _ANSWERS.match(head[column]) and column != asking}
    answers = answers or {
        column for column in columns if column > asking and (headless or not _NO_ANSWERS.fullmatch(head[column]))
    }
    for number, row in enumerate(table):
        for column, index in enumerate(row):
            if column == asking and any(map(str.isalpha, text(index))) and (number or headless):
                yield index, QUESTION
            else:
                yield index, ANSWER if (number or headless) and column in answers else ASIDE


def in_lists(document: Document, units: Sequence[Unit], inside: Sequence[int]) -> set[int]:
    """The items of lists of questions, with those that name no more than a topic ("Returns") and have an answer.

    A list is one of questions where at least two of its items, and half of them, begin with a line that asks; a list
    below a question belongs to its answer.
    """
    found: set[int] = set()
    stretch: list[int] = []
    answering = False
    for index in (*inside, -1):
        if index >= 0 and units[index].kind != "heading":
            if not answering:
                stretch.append(index)
            continue
        answering = index >= 0 and asks(units[index].text)
        for depth in sorted({document.blocks[units[at].block].depth for at in stretch} - {0}):
            found |= _items(document, units, [at for at in stretch if _leads(document, units[at], depth)])
        stretch = []
    return found


def _leads(document: Document, unit: Unit, depth: int) -> bool:
    block = document.blocks[unit.block]
    return unit.kind == "text" and block.leads and block.depth == depth and unit.start == block.start


def _items(document: Document, units: Sequence[Unit], items: list[int]) -> set[int]:
    lines = {at: _first_line(document, units[at]) for at in items}
    asking = {at for at in items if lines[at].endswith("?")}
    if len(asking) < _SHORTEST_LIST or 2 * len(asking) < len(items):
        return set()
    return asking | {
        at
        for at in items
        if len(lines[at].split()) <= _TOPIC and lines[at][-1:].isalnum() and _answered(document, units, at)
    }


def _first_line(document: Document, unit: Unit) -> str:
    return document.prose[unit.start : min(unit.end, unit.start + 400)].split("\n", 1)[0].strip(" *_")


def _answered(document: Document, units: Sequence[Unit], at: int) -> bool:
    """Whether an item goes on after its first line: in the same paragraph, in one below it, or in a list of its own."""
    unit = units[at]
    if "\n" in document.prose[unit.start : unit.end].strip():
        return True
    if at + 1 >= len(units) or units[at + 1].kind == "heading":
        return False
    own, following = document.blocks[unit.block], document.blocks[units[at + 1].block]
    return following.depth > own.depth or (following.depth == own.depth and not following.leads)
