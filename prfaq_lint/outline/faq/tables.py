"""Questions in tables, in which the other cells determine the role of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ...document.draft import Document
from ..model import Unit

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


def in_tables(document: Document, units: Sequence[Unit], inside: Sequence[int]) -> dict[int, str]:
    """Return the role of each cell in tables with questions.

    The roles are `question`, `answer` and `aside` (a number, an owner, a head). The column of questions is the one
    whose head says so, or the first in which at least half of the cells ask; the column of answers is the one whose
    head says so, or all others that do not look like a number, an owner or a status.
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
