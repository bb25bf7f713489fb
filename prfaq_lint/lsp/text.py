"""The text of an open draft, and its positions in the editor's units."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from ..document.source import Source
from ..safe import scalar

BOM = "\ufeff"
_CODECS: dict[str, tuple[str, int]] = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}
"""Encodings whose units are not characters: the codec, and the bytes per unit."""


class Text:
    """An immutable text.

    Lines end at LF, CRLF or CR, as in the protocol. Positions outside the text are moved to the nearest one inside
    it.

    Args:
        text: The text; half a surrogate pair becomes U+FFFD.
        encoding: The editor's unit within a line: `utf-8`, `utf-16` or `utf-32`.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.source = Source(scalar(text))
        self.encoding = encoding

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self.source.text

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position."""
        source, row = self.source, position.line
        if row >= len(source):
            return len(source.text)
        line = source.text[source.starts[row] : source.ends[row]]
        return source.starts[row] + self._characters(line, position.character)

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset."""
        offset = max(0, min(offset, len(self.source.text)))
        row = self.source.line_of(offset) - 1
        start = self.source.starts[row]
        return types.Position(row, self._units(self.source.text[start : min(offset, self.source.ends[row])]))

    def range(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        return types.Range(self.position(start), self.position(max(start, end)))

    def at(self, line: int, column: int) -> int:
        """Return the offset of a line and a column, both from 1, in the text without a byte order mark."""
        row = max(0, min(line, len(self.source)) - 1)
        shift = 1 if row == 0 and self.text.startswith(BOM) else 0
        return min(self.source.starts[row] + shift + column - 1, self.source.ends[row])

    def line_range(self, line: int) -> types.Range:
        """Return the range of a line, counted from 1."""
        row = max(0, min(line, len(self.source)) - 1)
        return self.range(self.source.starts[row], self.source.ends[row])

    def changed(self, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Text:
        """Return the text after changes, each of which applies to the result of the one before it."""
        now = self
        for change in changes:
            where = getattr(change, "range", None)
            if where is None:
                now = Text(change.text, self.encoding)
                continue
            start, end = now.offset(where.start), now.offset(where.end)
            start, end = min(start, end), max(start, end)
            now = Text(now.text[:start] + change.text + now.text[end:], self.encoding)
        return now

    def _units(self, text: str) -> int:
        if self.encoding not in _CODECS or text.isascii():
            return len(text)
        codec, size = _CODECS[self.encoding]
        return len(text.encode(codec)) // size

    def _characters(self, line: str, units: int) -> int:
        """Return how many characters of a line fit into a number of units; round down inside a character."""
        if self.encoding not in _CODECS or line.isascii():
            return max(0, min(units, len(line)))
        codec, size = _CODECS[self.encoding]
        return len(line.encode(codec)[: max(0, units) * size].decode(codec, "ignore"))
