"""Writing the paragraphs and tables of a Word document as Markdown."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ..source import Paragraphs
from .blocks import Paragraph, Run, Table
from .marks import CLOSE_CODE, OPEN_CODE, marks

_ESCAPED = re.compile(
    r"[\\`*^{]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|\](?=[(\[:])|!(?=\[)|(?<=\[)!|\[(?=\[|(?i:toc))"
    r"|%(?=%)|(?<=\))=|(?m:^)(?:[#>=~]|[-+](?=\s*$|[-+])|:(?=::)|!(?=!!)|\?(?=\?\?))|(?<= )#+$"
)
"""The characters in plain text that Markdown would read as markup, except numbers and hyphens that begin an item: they
are meant as a list.
"""


class Writer:
    """Markdown that is being written, with the paragraph that each of its characters comes from."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._paragraphs: list[str] = []
        self._origin = (array("l"), array("l"), array("l"), array("l"))
        self._indents: list[int] = []
        """The indentation of the text of each open item, by level."""

    def source(self, notes: tuple[str, ...]) -> Paragraphs:
        """Return everything that was written."""
        return Paragraphs("".join(self._pieces), self._paragraphs, self._origin, notes)

    def write(self, blocks: Iterable[Paragraph | Table]) -> None:
        """Write blocks one after the other."""
        before = ""
        for block in blocks:
            kind = "table" if isinstance(block, Table) else block.kind
            if before == "code" and kind != "code":
                self._markup("\n```\n\n")
            elif before:
                self._markup("\n" if before == kind in ("item", "code") else "\n\n")
            if kind == "code" and before != "code":
                self._markup("```\n")
            if kind not in ("item", "none"):
                self._indents.clear()
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)
            before = kind
        self._markup("\n```\n" if before == "code" else "\n")

    def _paragraph(self, block: Paragraph) -> None:
        if block.kind == "rule":
            self._markup("---")
        elif block.kind == "heading":
            self._text(block.runs, f"{'#' * block.level} ", line_break=" ")
        elif block.kind == "quote":
            self._text(block.runs, "> ", "\n> ")
        elif block.kind == "code":
            self._code(block.runs)
        elif block.kind == "item":
            self._item(block)
        else:
            indent = " " * self._indents[min(block.level, len(self._indents) - 1)] if self._indents else ""
            self._text(block.runs, indent, f"\n{indent}")

    def _item(self, block: Paragraph) -> None:
        """Write an item of a list; levels that were left out count as open too."""
        del self._indents[block.level :]
        indent = self._indents[-1] if self._indents else 0
        self._indents += [indent] * (block.level - len(self._indents))
        lead = f"{' ' * indent}{block.mark} "
        self._indents.append(len(lead))
        self._text(block.runs, lead, "\n" + " " * len(lead))

    def _table(self, table: Table) -> None:
        columns = max(map(len, table.rows))
        for number, cells in enumerate(table.rows):
            self._markup("\n|" if number else "|")
            for cell in cells:
                self._markup(" ")
                for index, paragraph in enumerate(cell):
                    self._text(paragraph.runs, "<br>" if index else "", "<br>", special="|")
                self._markup(" |")
            if not number:
                self._markup("  |" * (columns - len(cells)) + "\n|" + " --- |" * columns)

    def _code(self, runs: Sequence[Run]) -> None:
        """Write a paragraph of a code block; only its lines matter, because code is not checked."""
        text = "".join(run.text for run in runs).replace("```", "'''")
        self._begin(text)
        self._copy(text, 0, len(text))

    def _text(self, runs: Sequence[Run], lead: str = "", line_break: str = "\n", special: str = "") -> None:
        """Write a paragraph.

        Args:
            runs: Its text.
            lead: The beginning of its first line.
            line_break: The text for a line break.
            special: A character that is markup here, but not everywhere.
        """
        whole = "".join(run.text for run in runs)
        text = whole.strip()
        self._begin(text)
        self._markup(lead)
        if text.count("$") > 1:
            special += "$"
        found = {match.start() for match in _ESCAPED.finditer(text)}
        escaped = sorted(found.union(at for at, character in enumerate(text) if character in special))
        at, code = 0, False
        for place, kind, mark in (*marks(text, list(_spans(runs, text, whole))), (len(text), OPEN_CODE, "")):
            if code:
                self._copy(text, at, place)
            else:
                self._escape(text, at, place, escaped, line_break)
            self._markup(mark)
            at = place
            code = kind == OPEN_CODE or (code and kind != CLOSE_CODE)

    def _escape(self, text: str, start: int, end: int, escaped: list[int], line_break: str) -> None:
        """Write text literally, with a backslash before what Markdown would read as markup."""
        for place in escaped[bisect_left(escaped, start) : bisect_left(escaped, end)]:
            self._lines(text, start, place, line_break)
            self._markup("\\")
            start = place
        self._lines(text, start, end, line_break)

    def _lines(self, text: str, start: int, end: int, line_break: str) -> None:
        while (found := text.find("\n", start, end)) >= 0:
            self._copy(text, start, found)
            self._markup(line_break)
            start = found + 1
            while start < end and text[start] in " \n":  # an empty line would end the paragraph
                start += 1
        self._copy(text, start, end)

    def _begin(self, text: str) -> None:
        """Begin a paragraph; its markup counts as its beginning."""
        self._paragraphs.append(text.replace("\n", " "))
        self._origin_at(0, 0)

    def _copy(self, text: str, start: int, end: int) -> None:
        if start < end:
            self._origin_at(start, end - start)
            self._markup(text[start:end])

    def _origin_at(self, column: int, length: int) -> None:
        for values, value in zip(self._origin, (self._length, len(self._paragraphs), column, length), strict=True):
            values.append(value)

    def _markup(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _spans(runs: Sequence[Run], text: str, whole: str) -> Iterator[tuple[int, int, Run]]:
    """Yield where each run begins and ends in its paragraph's text, which has no white space at its ends."""
    at = len(whole.lstrip()) - len(whole)
    for run in runs:
        start, end = max(0, at), min(len(text), at + len(run.text))
        at += len(run.text)
        if start < end:
            yield start, end, run
