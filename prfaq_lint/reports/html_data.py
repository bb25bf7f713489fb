"""The data that a review page shows of a draft beside its findings: the classified text, and the verdict.

It is plain data that `runner.run` creates from an outline if a format asks for it, so that the reporter needs no
outline.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..assessment import LABELS
from ..diagnostic import Diagnostic
from ..outline.model import PARTS, Outline
from ..result import Answer

if TYPE_CHECKING:
    from ..document.draft import Document
    from ..document.markdown import Block
    from ..rules.pages import Rule

READ_AS = ("", *PARTS, "question", "answer", "solution_first")
"""The possible classes of a stretch of a draft; "" for none of these."""

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][a-zA-Z0-9-]*[^<>]*>|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_DELIMITER_ROW = re.compile(r"[\s|:>-]*-[\s|:>-]*")
_FENCE = re.compile(r"[\s>*+\-\d.)]*(?:```|~~~)")
_NUMBER = re.compile(r"[\s>*+-]*(\d{1,9})[.)]")


class Piece(NamedTuple):
    """A stretch of a block with one appearance.

    If its text is as long as its range in the source, the two correspond character by character.
    """

    text: str
    start: int
    """The start in the source; `end` is one past the last character."""
    end: int
    kind: str = "text"
    """`text`, `code`, `raw` (HTML or an image, as in the source) or `break`."""
    strong: bool = False
    em: bool = False
    target: str = ""
    """The target of a link."""
    read_as: str = ""
    """One of `READ_AS`."""


class TextBlock(NamedTuple):
    """A heading, a paragraph, a list item's text, a table cell, code, a rule, or HTML that is shown unchanged."""

    kind: str
    """As in `document.Block`, or `raw`."""
    line: int
    end_line: int
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    quote: int = 0
    depth: int = 0
    leads: bool = False
    """Whether it begins its list item."""
    number: int = -1
    """The number of an item, on its first block; -1 in a list without numbers."""
    row: int = -1
    """The row of a table cell, counted through the draft."""
    header: bool = False
    """Whether a table cell is in the header row."""


class Facet(NamedTuple):
    """A facet of the plan: where it is asked and answered, and what has to be done."""

    name: str
    asked: tuple[int, ...]
    answered: tuple[tuple[int, int], ...]
    to_do: str
    """The question to ask, or the required content of an answer; "" if neither is known or needed."""
    unasked: bool
    """Whether `to_do` is a question that the draft does not ask."""


class Page(NamedTuple):
    """The page data of one draft."""

    blocks: tuple[TextBlock, ...]
    places: tuple[tuple[int, int, int], ...]
    """Where stretches of the source begin: line or paragraph, column, and offset."""
    front_matter: str
    customer: tuple[Answer, ...]
    """A reviewer's five questions about the customer; empty if the draft is not in English."""
    plan: tuple[Answer, ...]
    facets: tuple[Facet, ...]

    def begin(self, line: int) -> int | None:
        """Return the source offset at which a line or a paragraph begins; None behind the last."""
        index = bisect_left(self.places, (line,))
        return self.places[index][2] if index < len(self.places) else None

    def offset(self, line: int, column: int) -> int:
        """Return the source offset of a line, or a paragraph, and a column, both from 1."""
        number, first, offset = self.places[max(0, bisect_right(self.places, (line, column, sys.maxsize)) - 1)]
        return offset + (column - first if number == line else 0)


def page(outline: Outline, found: Sequence[Diagnostic], rules: Iterable[Rule]) -> Page:
    """Return the page data of a draft with these findings; `rules` are those that ran."""
    document = outline.document
    front = document.source.ends[document.front_lines - 1] if document.front_lines else 0
    return Page(
        tuple(_blocks(document, _read_as(outline), front)),
        tuple(document.source.places()),
        document.source.text[:front],
        *(_verdict(outline, found, rules) if document.language == "en" else ((), (), ())),
    )


def _verdict(
    outline: Outline, found: Sequence[Diagnostic], rules: Iterable[Rule]
) -> tuple[tuple[Answer, ...], tuple[Answer, ...], tuple[Facet, ...]]:
    """Return the answers about the customer and about the plan, and the facets."""
    from ..authoring.additions import entries
    from ..review import review

    reviewed = review(outline, found, entries(rules))
    facets = (
        Facet(LABELS[one.facet], one.asked, one.answered, one.ask or one.holds, bool(one.ask))
        for one in reviewed.facets
    )
    return reviewed.customer, reviewed.plan, tuple(facets)


# The class of each character of prose.


def _read_as(outline: Outline) -> bytes:
    """Return an index into `READ_AS` for each character of prose."""
    ranges = [(part.start, part.end, part.part) for part in outline.parts]
    for question in outline.questions:
        ranges.append((*question.heading, "question"))
        ranges += [(start, end, "answer") for start, end in question.answer]
    # A quote inside the summary is a quote: the shorter range is more specific.
    ranges.sort(key=lambda one: one[0] - one[1])
    ranges += [(one.start, one.end, "solution_first") for one in outline.passages if one.starts_from_solution]
    read = bytearray(len(outline.document.prose))
    for start, end, name in ranges:
        end = min(end, len(read))
        if start < end:
            read[start:end] = bytes([READ_AS.index(name)]) * (end - start)
    return bytes(read)


# The text.


def _blocks(document: Document, read_as: bytes, front: int) -> Iterator[TextBlock]:
    """Yield the blocks in order, with the HTML between them."""
    at = front
    for block in document.blocks:
        if block.span.start > at:
            yield from _html_between(document, at, block.span.start)
        at = max(at, block.span.end)
        yield _block(document, block, read_as)
    yield from _html_between(document, at, len(document.source.text))


def _html_between(document: Document, start: int, end: int) -> Iterator[TextBlock]:
    """Yield the HTML between two blocks, ignoring link targets and blank lines."""
    source = document.source
    text = source.text[start:end]
    if "<" not in text or not _TAG.search(text):
        return
    start += len(text) - len(text.lstrip())
    text = text.strip()
    piece = Piece(text, start, start + len(text), "raw")
    yield TextBlock("raw", source.number_of(start), source.number_of(start + len(text)), (piece,))


def _block(document: Document, block: Block, read_as: bytes) -> TextBlock:
    source = document.source
    line, end_line = document.block_lines(block)
    if block.kind == "code":
        rows = [source.line(number) for number in range(line, end_line + 1)]
        if _FENCE.match(rows[0]):
            rows = rows[1:-1] if len(rows) > 1 and _FENCE.match(rows[-1]) else rows[1:]
        text = "\n".join(rows)
        pieces: tuple[Piece, ...] = (Piece(text, block.span.start, block.span.end, "code"),)
    else:
        pieces = tuple(_pieces(document, block, read_as))
    number = _NUMBER.match(source.line(line)) if block.leads and block.ordered else None
    below = line < len(source) and _DELIMITER_ROW.fullmatch(source.line(line + 1))
    return TextBlock(
        block.kind,
        source.number_of(block.span.start),
        source.number_of(max(block.span.start, block.span.end - 1)),
        pieces,
        block.level,
        block.quote,
        block.depth,
        block.leads,
        int(number[1]) if number else 1 if block.leads and block.ordered else -1,
        block.row,
        block.row >= 0 and bool(below),
    )


def _cuts(document: Document, read_as: bytes, block: Block) -> Iterator[int]:
    """Yield where the prose of a block changes: its source offset jumps, or its class changes."""
    origin, wide = document.origin, document.wide
    for at in range(block.start + 1, block.end):
        jumps = at in wide or at - 1 in wide or origin[at] != origin[at - 1] + 1
        if jumps or read_as[at] != read_as[at - 1]:
            yield at


def _pieces(document: Document, block: Block, read_as: bytes) -> Iterator[Piece]:
    """Yield a block's text, cut where its look or source offset changes, with the HTML that the prose omits."""
    marks = [mark for mark in block.marks if mark.end > mark.start]
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    inside = sorted({block.start, *_cuts(document, read_as, block), *edges, block.end})
    at = _begin(document, block)
    for start, end in pairwise(inside):
        span = document.span(start, end)
        yield from _left_out(document, at, span.start)
        at = max(at, span.end)
        kinds = {mark.kind for mark in marks if mark.start <= start < mark.end}
        text = document.prose[start:end]
        kind = "text"
        if "code" in kinds:
            kind, text = "code", _code(document.source.text[span.start : span.end])
        elif text == "\n":
            before = document.source.text[max(0, span.start - 2) : span.start]
            kind, text = ("break", "\n") if before == "  " or before.endswith("\\") else ("text", " ")
        elif any(first < end and start < last for first, last in document.masked):
            text = document.source.text[span.start : span.end]
        target = next((mark.target for mark in marks if mark.kind == "link" and mark.start <= start < mark.end), "")
        label = READ_AS[read_as[start]]
        yield Piece(text, span.start, span.end, kind, "strong" in kinds, "em" in kinds, target, label)
    yield from _left_out(document, at, _finish(document, block, at))


def _left_out(document: Document, start: int, end: int) -> Iterator[Piece]:
    """Yield the HTML and the images between two pieces, as in the source."""
    if end - start < 3:
        return
    text = document.source.text[start:end]
    if "<" not in text and "![" not in text:
        return
    for found in sorted((*_TAG.finditer(text), *_IMAGE.finditer(text)), key=lambda match: match.start()):
        yield Piece(found.group(), start + found.start(), start + found.end(), "raw")


def _begin(document: Document, block: Block) -> int:
    """Return where a block can have HTML before its first character."""
    if block.row >= 0 and block.end > block.start:
        first = document.origin[block.start]
        return max(block.span.start, document.source.text.rfind("|", 0, first))
    return block.span.start


def _finish(document: Document, block: Block, at: int) -> int:
    """Return where a block can have HTML after its last character; a cell ends at its pipe."""
    if block.row >= 0:
        pipe = document.source.text.find("|", at, block.span.end)
        return pipe if pipe >= 0 else block.span.end
    return block.span.end


def _code(text: str) -> str:
    """Return the text inside the backticks of a code span."""
    inner = text.strip("`")
    return inner[1:-1] if inner.strip() and inner.startswith(" ") and inner.endswith(" ") else inner
