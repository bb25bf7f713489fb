"""Blocks → units: headings in all common forms, and the text below them.

People mark their sections with Markdown headings, bold lines, labels ("**Problem**: …", "Problem: …"), headings
without the space after `##`, numbered headings, and questions marked "Q:".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ...document.draft import Document
from ...document.markdown import Block
from ...reader.segments import number_length
from ..faq import answers
from ..model import Unit
from ..placeholders import ASIDE, is_prompt
from .sections import FAQ_ZONES, Sections

_MOST_INSIDE = 200
"""The maximum number of marks that may end inside a longer one at the start of a line."""

_LONGEST_QUESTION = 400
"""The maximum length of a question in bold that spans several lines."""

BOLD_LINE = 7
LABEL = 8

_GLUED_HEADING = re.compile(r"(#{1,6})(?=[^\s#!/\d])(.{2,120})$")
_QUESTION_MARK = re.compile(
    r"(?:Q|Question)\s?\d{0,3}\s?[:.)\-–—]\s*(?=\S)|(?:Q|Question)\s?\d{1,3}\s+(?=\S)|"
    r"FAQ\s?\d{1,3}[:.]\s*(?=\S)"
)
_ANSWER_MARK = re.compile(r"(?:A|Answer|Ans)\s?\d{0,3}\s?[:.)]\s*|(?:Short answer|Long answer)\s?:\s*", re.IGNORECASE)
_LABEL = re.compile(r"([^\W\d_][\w’'/&() -]{1,48}?)\s?:\s+(?=\S)")
_LONGEST_LABEL = 51
"""The maximum length of a label, including its colon."""
_FAQ_WORDS = 3
"""The maximum number of words in a line without markup that is the heading of a FAQ."""
_SET_OFF = re.compile(r"\s*(?:$|[–—:-]|(?<=\s)[A-Z\d`])")
"""The text after a question in italics at the start of a line: nothing, a dash, or the beginning of a sentence."""


_SIGNATURE = re.compile(r"[-–—]{1,2}\s*(\w)[^!?:]{1,120}$")
"""A dash and the name of a speaker, in a line of its own below a quotation."""
_QUOTATION_END = re.compile(r"[”\"»][\s*_.,]*$")
_NEAR = 20
"""The number of characters before a line in which a quotation mark ends the quotation above it."""


def question_mark(text: str) -> int:
    """Return the length of a question's mark at the start of a text ("Q:", "Q3.", "Question 2:"), or 0."""
    found = _QUESTION_MARK.match(text) if text.startswith(("Q", "F")) else None
    return found.end() if found else 0


def answer_mark(text: str) -> int:
    """Return the length of an answer's mark at the start of a text ("A:", "A3:", "Answer:"), or 0."""
    found = _ANSWER_MARK.match(text)
    return found.end() if found else 0


def split(document: Document, sections: Sections) -> list[Unit]:
    """Return the units of a document, in order."""
    units: list[Unit] = []
    for number, block in enumerate(document.blocks):
        if block.kind in ("code", "rule"):
            units.append(Unit(block.kind, block.start, block.start, number))
        elif block.kind in ("heading", "summary"):
            text = document.excerpt(block.start, block.end).strip(" #:").strip()
            if text:
                units.append(Unit("heading", block.start, block.end, number, block.level or BOLD_LINE, text))
        elif block.start == block.end and any(mark.kind in ("image", "embed") for mark in block.marks):
            units.append(Unit("code", block.start, block.start, number))
        elif block.kind == "cell":
            units.append(Unit("text", block.start, block.end, number))
        else:
            units.extend(_lines(document, block, number, sections))
    return units


def _lines(document: Document, block: Block, number: int, sections: Sections) -> Iterator[Unit]:
    """Yield the units of a paragraph, with a template's prompts separated from the author's text."""
    for unit in _stretches(document, block, number, sections):
        text = document.prose[unit.start : unit.end]
        aside = ASIDE.search(text) if unit.kind == "text" else None
        if aside and is_prompt(aside.group(1)):
            if text[: aside.start()].strip():
                yield Unit("text", unit.start, unit.start + len(text[: aside.start()].rstrip()), number)
            yield Unit("prompt", unit.start + aside.start(), unit.end, number)
        else:
            yield unit


def _stretches(document: Document, block: Block, number: int, sections: Sections) -> Iterator[Unit]:
    """Yield the lines of a paragraph that are headings, and the runs of text between them."""
    prose = document.prose
    start = text_start = done = block.start
    for line in prose[block.start : block.end].split("\n"):
        if start < done:  # it continues a question that was already read
            start += len(line) + 1
            continue
        end = start + len(line)
        body = start + (len(line) - len(line.lstrip()))
        end = done = _asked_until(document, block, body, end)
        line = prose[start:end]
        head = _head(document, block, body, end, sections)
        if not head and is_prompt(line.strip(" *_()")):
            if text_start < start:
                yield Unit("text", text_start, start - 1, number)
            yield Unit("prompt", body, end, number)
            text_start = end + 1
        elif head:
            if text_start < start:
                yield Unit("text", text_start, start - 1, number)
            yield Unit("heading", body, head[0], number, head[1], head[2])
            text_start = head[0] + (len(prose[head[0] : end]) - len(prose[head[0] : end].lstrip(" :.–—-")))
            if text_start >= end:
                text_start = end + 1
        elif text_start < start and answer_mark(line):
            yield Unit("text", text_start, start - 1, number)
            text_start = start
        start = end + 1
    if text_start < block.end and prose[text_start : block.end].strip():
        yield Unit("text", text_start, block.end, number)


def _head(document: Document, block: Block, start: int, end: int, sections: Sections) -> tuple[int, int, str] | None:
    """Return the end of the heading at the start of a line, its level and its words, or None if there is no heading."""
    line = document.prose[start:end]
    if not line.strip():
        return None
    glued = _GLUED_HEADING.match(line) if not block.depth else None
    if glued:
        return end, len(glued.group(1)), document.excerpt(start + glued.start(2), end).strip(" #:")
    marked = question_mark(line)
    if marked:
        stop = line.find("?") + 1
        answer = re.search(r"\s(?:A|Answer)\s?:\s", line[marked:])
        if not stop and answer:
            stop = marked + answer.start()
        # A marked question without a question mark extends to the end of its line.
        return start + (stop or len(line)), BOLD_LINE, document.excerpt(start + marked, start + (stop or len(line)))
    bold_from = start + (number_length(line) if block.marks else 0)
    bold = min(_marked_until("strong", block, bold_from), end)
    if bold and not document.prose[bold:end].strip(" :.*_"):
        words = document.excerpt(bold_from, bold).strip(" :*_")
        if _signs(document, block, start, words) and not _names_section(words.lstrip("-–— "), sections):
            return None
        return (end, BOLD_LINE, words) if words and answers.kind(words, code=False) == "text" else None
    if bold:
        words = document.excerpt(bold_from, bold).strip()
        inner = words.rstrip(" :.–—-")
        follows = document.prose[bold:end].lstrip()
        colon = words.endswith(":") or follows.startswith(":")
        if words.endswith("?") or question_mark(words):
            return bold, BOLD_LINE, words[question_mark(words) :]
        if sections.part(inner) and (colon or words.endswith(".") or follows[:1] in "–—-"):
            return bold, LABEL, inner
        if colon and not block.depth and len(inner.split()) <= 6 and sections.zone(inner):
            return bold, LABEL, inner
        return None
    asked = _marked_until("em", block, bold_from)
    if asked and asked <= end and _SET_OFF.match(document.prose[asked:end].strip("*_")):
        words = document.excerpt(bold_from, asked).strip(" *_")
        if words.endswith("?") and (block.depth or document.prose[asked:end].strip("*_ ")):
            return asked, BOLD_LINE, words
    if start == block.start and not block.depth and not block.quote and _names_faq(line, sections):
        return end, BOLD_LINE, line.strip(" :")
    if block.depth or not line[0].isupper() or ":" not in line[:_LONGEST_LABEL]:
        return None
    label = _LABEL.match(line)
    if label and sections.part(label.group(1)):
        return start + label.end(1), LABEL, label.group(1)
    return None


def _signs(document: Document, block: Block, start: int, words: str) -> bool:
    """Return whether a line in bold is the signature of the quotation above it."""
    found = _SIGNATURE.match(words)
    if not found or not found.group(1).isupper():
        return False
    above = document.block_at(block.start - 1) if start == block.start and block.start else block
    before = document.prose[max(above.start, start - _NEAR) : start]
    return bool(_QUOTATION_END.search(before)) or (above is not block and above.quote > block.quote)


def _names_section(words: str, sections: Sections) -> bool:
    return bool(sections.part(words) or sections.zone(words))


def _names_faq(line: str, sections: Sections) -> bool:
    """Return whether a line without markup is the heading of a FAQ and nothing else: "FAQ:", "Internal FAQs"."""
    words = line.strip(" :")
    return len(words.split()) <= _FAQ_WORDS and words[-1:].isalpha() and sections.zone(words) in FAQ_ZONES


def _asked_until(document: Document, block: Block, start: int, end: int) -> int:
    """Return the end of the last line of a bold question at `start` that spans several lines, else `end`."""
    bold = _marked_until("strong", block, start + number_length(document.prose[start:end]) if block.marks else start)
    if not end < bold <= start + _LONGEST_QUESTION or not document.prose[start:bold].rstrip(" *_:").endswith("?"):
        return end
    stop = document.prose.find("\n", bold, block.end)
    return stop if stop >= 0 else block.end


def _marked_until(kind: str, block: Block, start: int) -> int:
    """Return the end of the words at a position that have one kind of markup, or 0."""
    # Marks are sorted by their ends. A block with thousands of them is not searched from each of its lines.
    first = bisect_right(block.marks, start + 1, key=lambda mark: mark.end)
    near = block.marks[first : first + _MOST_INSIDE]
    return max((mark.end for mark in near if mark.kind == kind and mark.start <= start + 1), default=0)
