"""Headings without any mark: a line "FAQ" that stands by itself, who asks ("Customers"), and the questions below it.

People who write in a mail or a word processor set headings on lines of their own. Nothing in the Markdown tells such a
line from a short paragraph, so the line must say "FAQ" or who asks, and questions must follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..document import Document
from .model import Unit
from .sections import FAQ_ZONES, Sections

FAQ_LINE = 5
"""The rank of a plain line that heads an FAQ: below headings that have a mark."""
GROUP_LINE = 6
"""The rank of a plain line that says who asks or what about."""
QUESTION_LINE = 7

_LONGEST_HEAD = 9
_LONGEST_QUESTION = 40
_NEAR = 3
"""Among so many units below a plain heading a question must stand."""
_FAR = 40
_ABOUT = re.compile(r"(?:about|on|for|from|around|regarding)\s\w", re.IGNORECASE)
_MORE_SENTENCES = re.compile(r"[.!]\s")


def mark_up(document: Document, units: Sequence[Unit], sections: Sections) -> list[Unit]:
    """The units of a document, with the plain lines that head an FAQ, a group of questions or an answer as headings."""
    found: list[Unit] = []
    inside = False
    for index, unit in enumerate(units):
        if unit.kind == "heading":
            inside = False
        line = _line(document, unit)
        if not line:
            found.append(unit)
        elif not inside and _opens(document, units, index, line, sections):
            inside = not _marked(document, units[index + 1 : index + 1 + _FAR])
            found.extend(_headed(document, unit, line, FAQ_LINE))
        elif inside and _asks(line):
            found.extend(_headed(document, unit, line, QUESTION_LINE))
        elif (
            inside
            and found[-1].level != QUESTION_LINE
            and _groups(line, sections)
            and _question_below(document, units[index + 1 : index + 2])
        ):
            found.extend(_headed(document, unit, line, GROUP_LINE))
        else:
            found.append(unit)
    return found


def _line(document: Document, unit: Unit) -> str:
    """The first line of a paragraph that is neither listed nor quoted nor in a table; "" for everything else."""
    block = document.blocks[unit.block]
    if unit.kind != "text" or unit.start != block.start or block.depth or block.quote or block.row >= 0:
        return ""
    return document.prose[unit.start : min(unit.end, unit.start + 400)].split("\n", 1)[0].rstrip()


def _opens(document: Document, units: Sequence[Unit], index: int, line: str, sections: Sections) -> bool:
    """Whether a plain line heads an FAQ: it says so in few words, is no sentence, and questions follow."""
    return (
        _short(line)
        and sections.zone(line.rstrip(": ")) in FAQ_ZONES
        and _question_below(document, units[index + 1 : index + 1 + _NEAR])
    )


def _groups(line: str, sections: Sections) -> bool:
    return _short(line) and bool(sections.audience(line.rstrip(": ")) or _ABOUT.match(line))


def _short(line: str) -> bool:
    return line[-1:] not in ".?!,;" and line[0].isupper() and len(line.split()) <= _LONGEST_HEAD


def _asks(line: str) -> bool:
    """Whether a line is one question and nothing else."""
    return (
        line.endswith("?")
        and any(map(str.isalpha, line))
        and len(line.split()) <= _LONGEST_QUESTION
        and len(_MORE_SENTENCES.findall(line)) <= 1
    )


def _question_below(document: Document, units: Sequence[Unit]) -> bool:
    for unit in units:
        text = unit.text if unit.kind == "heading" else document.prose[unit.start : min(unit.end, unit.start + 400)]
        if _asks(text.split("\n", 1)[0].rstrip(" *_")):
            return True
    return False


def _marked(document: Document, units: Sequence[Unit]) -> bool:
    """Whether the questions of an FAQ are headings already: then a plain question is part of an answer."""
    for unit in units:
        if unit.kind == "heading":
            return _asks(unit.text)
        if (line := _line(document, unit)) and _asks(line):
            return False
    return False


def _headed(document: Document, unit: Unit, line: str, level: int) -> list[Unit]:
    """A heading made of a unit's first line, and the text after it."""
    end = unit.start + len(line)
    heading = Unit("heading", unit.start, end, unit.block, level, document.excerpt(unit.start, end).strip(" #:"))
    rest = document.prose[end : unit.end]
    start = end + len(rest) - len(rest.lstrip())
    return [heading, Unit("text", start, unit.end, unit.block)] if start < unit.end else [heading]
