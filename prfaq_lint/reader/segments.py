"""Document → segments: the headings, sentences, list items and table rows that the reader classifies one by one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..document.draft import Document
from ..document.markdown import Block

MAX_SEGMENTS = 3000
"""The maximum number of segments that are read; no PR/FAQ is longer."""

_LONGEST_QUESTION = 400
"""The maximum number of characters in a bold question that spans several lines."""

_NUMBER = re.compile(r"(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+)\s+")
"""The number of a heading or question: "3.", "(3)", "3.1"."""

_INLINE_HEADING = re.compile(r"#{1,6}(?=[^\s#!/\d])(.{2,120})$")


class Segment(NamedTuple):
    """A piece of a draft that is classified as a whole: a heading, bold line, sentence, list item or table row."""

    kind: str
    """`h` heading, `b` bold line, `p` sentence of a paragraph, `l` sentence of a list item, `t` table row."""
    start: int
    """The prose offset of its first character."""
    end: int
    """The prose offset after its last character."""
    block: int
    """The index of its block in `Document.blocks`; for a table row, that of its first cell."""
    text: str
    """Its words on one line, without markup."""
    level: int = 0
    """The level of a heading, 1 to 6; 0 for other segments."""


def number_length(text: str) -> int:
    """Return the length of the number at the start of a heading or question ("3. ", "(3) ", "3.1 "), or 0."""
    found = _NUMBER.match(text)
    return found.end() if found else 0


def segment(document: Document) -> list[Segment]:
    """Return the segments of a document, in order, at most `MAX_SEGMENTS`.

    Code blocks, comments and images are not part of any segment.
    """
    found: list[Segment] = []
    for piece in _pieces(document):
        found.append(piece)
        if len(found) >= MAX_SEGMENTS:
            break
    return found


def _pieces(document: Document) -> Iterator[Segment]:
    blocks = document.blocks
    row: list[int] = []
    sentences = document.tokens.sentences
    at = 0
    for number, block in enumerate(blocks):
        if row and block.row != blocks[row[0]].row:
            yield from _table_row(document, row)
            row = []
        if block.kind in ("code", "rule") or block.start >= block.end:
            continue
        if block.row >= 0:
            row.append(number)
            continue
        if block.kind == "heading":
            yield from _one(document, "h", block.start, block.end, number, block.level)
            continue
        while at < len(sentences) and sentences[at].block < number:
            at += 1
        first = at
        while at < len(sentences) and sentences[at].block == number:
            at += 1
        yield from _paragraph(document, block, number, [(s.start, s.end) for s in sentences[first:at]])
    if row:
        yield from _table_row(document, row)


def _table_row(document: Document, row: Sequence[int]) -> Iterator[Segment]:
    cells = [document.blocks[number] for number in row]
    text = " | ".join(document.excerpt(cell.start, cell.end) for cell in cells)
    if text.strip(" |"):
        yield Segment("t", cells[0].start, cells[-1].end, row[0], text)


def _paragraph(
    document: Document, block: Block, number: int, sentences: Sequence[tuple[int, int]]
) -> Iterator[Segment]:
    """Yield the bold lines, the headings without a space after the hashes, and the sentences of a paragraph."""
    kind = "l" if block.depth else "p"
    heads = _head_lines(document, block)
    begins = [start for _, start, _ in heads]
    cut = [edge for _, start, end in heads for edge in (start, end)]
    for start, end in sentences:
        edges = [start, *cut[bisect_right(cut, start) : bisect_left(cut, end)], end]
        for left, right in pairwise(edges):
            above = bisect_right(begins, left) - 1
            head = heads[above] if above >= 0 and left < heads[above][2] else None
            if head is None:
                yield from _one(document, kind, left, right, number)
            elif left == max(head[1], edges[0]) and left == _first_word(document, head[1]):
                yield from _one(document, head[0], head[1], head[2], number)


def _first_word(document: Document, start: int) -> int:
    prose = document.prose
    while start < len(prose) and prose[start].isspace():
        start += 1
    return start


def _head_lines(document: Document, block: Block) -> list[tuple[str, int, int]]:
    """Return the lines of a paragraph that act as headings, as (kind, start, end) with prose offsets."""
    found: list[tuple[str, int, int]] = []
    bold = sorted((mark.start, mark.end) for mark in block.marks if mark.kind == "strong")
    begins = [start for start, _ in bold]
    furthest = list(accumulate((end for _, end in bold), max))
    start = block.start
    for line in document.prose[block.start : block.end].split("\n"):
        end = start + len(line)
        bare = line.strip(" :")
        indent = len(line) - len(line.lstrip())
        before = bisect_right(begins, start + indent + number_length(line[indent:])) - 1
        if found and start < found[-1][2]:
            pass  # the continuation of a question in bold
        elif bare and before >= 0 and furthest[before] >= end - 1:
            asked = document.prose[start : furthest[before]].rstrip(" *_:").endswith("?")
            longer = asked and end < furthest[before] <= start + _LONGEST_QUESTION
            found.append(("b", start, furthest[before] if longer else end))
        elif line.startswith("#") and not block.depth and _INLINE_HEADING.match(line):
            found.append(("h", start, end))
        start = end + 1
    return found


def _one(document: Document, kind: str, start: int, end: int, number: int, level: int = 0) -> Iterator[Segment]:
    text = document.excerpt(start, end).strip()
    if kind == "h":
        level = level or len(text) - len(text.lstrip("#"))
        text = text.strip("# ")
    if text:
        yield Segment(kind, start, end, number, text, level)
