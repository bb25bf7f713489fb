"""A draft's text as HTML, with its findings marked. Only `Markup.format`, which escapes it, turns text into markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ..diagnostic import SEVERITIES, Diagnostic
from ..safe import safe_line, safe_text

if TYPE_CHECKING:
    from .html import Note
    from .html_data import Page, Piece, TextBlock

LOOKS = {
    "headline": ("Headline", "release"),
    "subheadline": ("Subheadline", "release"),
    "dateline": ("Dateline", "release"),
    "summary": ("Summary", "release"),
    "problem": ("Problem", "problem"),
    "solution": ("Solution", "solution"),
    "leader_quote": ("Leader quote", "quote"),
    "customer_quote": ("Customer quote", "quote"),
    "getting_started": ("Getting started", "solution"),
    "call_to_action": ("Call to action", "release"),
    "question": ("Question", "question"),
    "answer": ("Answer", "answer"),
    "solution_first": ("Solution first", "first"),
}
"""The label and colour class for each class of passage."""

LEGEND = {
    "problem": "problem",
    "solution": "solution, getting started",
    "quote": "quotes",
    "question": "question",
    "answer": "answer",
    "release": "the rest of the release",
    "first": "solution first",
}
"""The colour classes and their meanings."""

DEEPEST = 8
"""Lists and quotes nested more deeply than this are shown at this depth."""

_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\"'<>\\]+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s.,;:!?\"'”’)(“‘–—-]*")


class Notes(NamedTuple):
    """Findings shown together beside the following text."""

    notes: tuple[Note, ...]


Flow = Markup | Notes
"""The parts of a written draft: markup, with the places of findings in between."""

Mark = tuple[int, int, tuple["Note", ...]]
"""The place of findings in the source."""

Beside = Sequence[tuple[tuple["Note", ...], Diagnostic]]


def flow(prefix: str, page: Page, beside: Beside) -> tuple[list[Flow], dict[int, str]]:
    """Return a draft's text with its findings, and the ids of its blocks by their first lines."""
    writer = _Writer(prefix, page, beside)
    return writer.write(), writer.ids


class _Writer:
    """The state of one walk over the blocks of a draft."""

    def __init__(self, prefix: str, page: Page, beside: Beside) -> None:
        self.prefix = prefix
        self.page = page
        self.ids: dict[int, str] = {}
        self.out: list[Flow] = []
        self.read_as = ""
        self.marks = sorted(
            (page.offset(at.line, at.column), page.offset(at.end_line, at.end_column), notes) for notes, at in beside
        )
        self.waiting = self.marks[::-1]
        self.near: list[Mark] = []
        """The marks that overlap the block being written."""
        self.paired = False
        """Whether it is shown beside notes."""
        self.levels: list[int] = []
        """The levels of the headings above the block."""
        self.open: list[str] = []
        """The open containers: `blockquote`, and `ul` or `ol`, each with an `li` in it."""

    def write(self) -> list[Flow]:
        blocks = self.page.blocks
        index = 0
        while index < len(blocks):
            block = blocks[index]
            self._contain(block)
            if block.row < 0:
                self._leaf(block)
                self._end()
                index += 1
                continue
            end = index
            while end < len(blocks) and blocks[end].row >= 0 and not (end > index and self._new_table(blocks, end)):
                end += 1
            self._table(blocks[index:end])
            self._end()
            index = end
        self._close(0)
        self.out += [Notes(notes) for *_, notes in self.waiting[::-1]]  # the text after the last block
        return self.out

    def _add(self, template: str, **values: object) -> None:
        self.out.append(Markup(template).format(**values))

    # Lists and quotes.

    def _contain(self, block: TextBlock) -> None:
        """Close and open containers so that a block can follow."""
        if block.kind == "raw":
            return
        quote, depth = min(block.quote, DEEPEST), min(block.depth, DEEPEST)
        wanted = ["blockquote"] * quote + ["list"] * depth
        kept = 0
        while kept < min(len(wanted), len(self.open)) and (self.open[kept] == "blockquote") == (
            wanted[kept] == "blockquote"
        ):
            kept += 1
        kind = "ol" if block.number >= 0 else "ul"
        begins = block.leads and block.depth <= DEEPEST
        if begins and kept == len(wanted) and depth and self.open[kept - 1] != kind:
            kept -= 1  # a list of another kind
        self._close(kept)
        if begins and kept == len(wanted) and depth:
            self._add("</li><li{value}>", value=self._value(block))
        for level in range(kept, len(wanted)):
            last = level == len(wanted) - 1
            name = "blockquote" if wanted[level] == "blockquote" else kind if last else "ul"
            self.open.append(name)
            if name == "blockquote":
                self._add("<blockquote>")
            else:
                self._add("<{name}><li{value}>", name=Markup(name), value=self._value(block) if last else "")

    def _value(self, block: TextBlock) -> Markup:
        return Markup(' value="{}"').format(block.number) if block.number >= 0 else Markup("")

    def _close(self, kept: int) -> None:
        while len(self.open) > kept:
            name = self.open.pop()
            self._add("</{name}>\n" if name == "blockquote" else "</li></{name}>\n", name=Markup(name))

    # Blocks.

    def _end(self) -> None:
        """Close the elements that `_begin` opened."""
        if self.paired:
            self._add("</div>\n")

    def _begin(self, first: TextBlock, last: TextBlock) -> Markup:
        """Place the findings of some blocks, and return the id of the first."""
        end = self.page.begin(last.end_line + 1)
        ready = []
        while self.waiting and (end is None or self.waiting[-1][0] < end):
            ready.append(self.waiting.pop())
        self.near = [one for one in self.near if one[1] > (self.page.begin(first.line) or 0)] + ready
        self.paired = bool(ready)
        if ready:
            self._add('<div class="pair">')
            self.out += [Notes(notes) for *_, notes in ready]
        if first.line in self.ids:
            return Markup("")
        self.ids[first.line] = f"{self.prefix}-L{first.line}"
        return Markup(' id="{}"').format(self.ids[first.line])

    def _leaf(self, block: TextBlock) -> None:
        name = self._begin(block, block)
        if block.kind == "rule":
            self._add("<hr{id}>\n", id=name)
        elif block.kind == "raw":
            self._add('<pre class="raw leaf"{id}>{text}</pre>\n', id=name, text=lines(block.pieces[0].text))
        elif block.kind == "code":
            code = lines(block.pieces[0].text) if block.pieces else ""
            self._add('<pre class="leaf"{id} tabindex="0"><code>{text}</code></pre>\n', id=name, text=code)
        else:
            tag = self._heading(block.level) if block.kind == "heading" else "p"
            label, look, text = self._inline(block.pieces)
            level = f" level{block.level}" if block.level else ""
            self._add(
                '<{tag} class="leaf{level}{look}"{id}>{label}{text}</{tag}>\n',
                tag=Markup(tag),
                level=level,
                look=f" {look}" if look else "",
                id=name,
                label=label,
                text=text,
            )

    def _heading(self, level: int) -> str:
        """Return the tag of a heading, below those of the page itself and without skipping a level."""
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return f"h{min(6, 3 + len(self.levels))}"

    def _new_table(self, blocks: Sequence[TextBlock], index: int) -> bool:
        """Return whether a table begins with a cell that follows another one."""
        return blocks[index].header and not blocks[index - 1].header

    def _table(self, cells: Sequence[TextBlock]) -> None:
        name = self._begin(cells[0], cells[-1])
        self._add('<div class="table leaf" role="group" aria-label="Table" tabindex="0"{id}><table>', id=name)
        row = -1
        for cell in cells:
            if cell.row != row:
                line = ""
                if cell.line not in self.ids:
                    self.ids[cell.line] = f"{self.prefix}-L{cell.line}"
                    line = Markup(' id="{}"').format(self.ids[cell.line])
                self._add("{end}<tr{id}>", end=Markup("</tr>\n") if row >= 0 else "", id=line)
                row = cell.row
            label, look, text = self._inline(cell.pieces)
            tag = "th" if cell.header and text.strip() else "td"
            self._add(
                "<{tag}{look}>{label}{text}</{tag}>",
                tag=Markup(tag),
                look=Markup(' class="{}"').format(look) if look else "",
                label=label,
                text=text,
            )
        self._add("</tr></table></div>\n")

    # Text.

    def _inline(self, pieces: Sequence[Piece]) -> tuple[Markup, str, Markup]:
        """Return the label before a block, its colour class, and its text; the first two are "" if passages differ."""
        runs = _runs(pieces)
        whole = len({read_as for read_as, _ in runs}) == 1
        label, look, parts = Markup(""), "", []
        for read_as, run in runs:
            text = Markup("").join(self._text(piece) for piece in run)
            named, colour = LOOKS.get(read_as, ("", ""))
            fresh = read_as != self.read_as
            self.read_as = read_as
            if whole:
                look = f"as as-{colour}" if colour else ""
                label = Markup('<span class="label">{}</span> ').format(named) if fresh and named else label
            elif colour:
                tag = Markup('<span class="tag">{}</span> ').format(named) if fresh else ""
                text = Markup('<span class="as as-{}">{}{}</span>').format(colour, tag, text)
            parts.append(text)
        return label, look, Markup("").join(parts)

    def _text(self, piece: Piece) -> Markup:
        if piece.kind == "break":
            return Markup("<br>")
        if piece.kind == "raw":
            return Markup('<code class="raw">{}</code>').format(safe_text(" ".join(piece.text.split())))
        if len(piece.text) == piece.end - piece.start:
            text = Markup("").join(self._marked(piece))
        else:
            text = Markup(_mark(self._over(piece))).format(_line(piece.text))
        if piece.kind == "code":
            text = Markup("<code>{}</code>").format(text)
        if piece.em:
            text = Markup("<em>{}</em>").format(text)
        if piece.strong:
            text = Markup("<strong>{}</strong>").format(text)
        if piece.target and _LINK.fullmatch(piece.target):
            text = Markup('<a class="out" href="{}" rel="noopener noreferrer nofollow">{}</a>').format(
                safe_text(piece.target), text
            )
        return text

    def _marked(self, piece: Piece) -> Iterator[Markup]:
        """Yield a piece, cut where findings begin and end."""
        near = self._over(piece)
        edges = {edge for start, end, _ in near for edge in (start, end) if piece.start < edge < piece.end}
        places = [piece.start, *sorted(edges), piece.end]
        for start, end in pairwise(places):
            over = [one for one in near if one[0] < end and start < one[1]]
            yield Markup(_mark(over)).format(_line(piece.text[start - piece.start : end - piece.start]))

    def _over(self, piece: Piece) -> list[Mark]:
        """Return the marks that overlap a piece."""
        return [one for one in self.near if one[0] < piece.end and piece.start < one[1]]


def _runs(pieces: Sequence[Piece]) -> list[tuple[str, list[Piece]]]:
    """Return adjacent pieces of the same class; punctuation between two passages belongs to the first."""
    runs: list[tuple[str, list[Piece]]] = []
    for piece in pieces:
        read_as = piece.read_as
        if runs and (piece.kind in ("raw", "break") or _BETWEEN.fullmatch(piece.text)):
            read_as = runs[-1][0]
        if runs and runs[-1][0] == read_as:
            runs[-1][1].append(piece)
        elif runs and not runs[-1][0] and all(one.kind == "raw" for one in runs[-1][1]):
            runs[-1] = read_as, [*runs[-1][1], piece]
        else:
            runs.append((read_as, [piece]))
    return runs


def _mark(over: Sequence[Mark]) -> str:
    """Return the format of a text with findings: a mark in the colour of the most severe one."""
    if not over:
        return "{}"
    worst = min((note.found.severity for *_, notes in over for note in notes), key=SEVERITIES.index)
    return f'<mark class="{worst}">{{}}</mark>'


def _line(text: str) -> str:
    """Return a text for use inside a line, with its line endings as spaces."""
    return safe_text(text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text)


def lines(text: str) -> str:
    """Return a text of several lines."""
    return "\n".join(map(safe_line, re.split("\r\n|\r|\n", text)))
