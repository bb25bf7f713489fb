"""The text of a Word document between reading and writing: paragraphs of runs, and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of text with the same formatting; its line breaks are line feeds."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


class Paragraph(NamedTuple):
    """A paragraph of one kind.

    The kinds are `heading`, `paragraph`, `item`, `none` (a further paragraph of an item), `quote`, `code` and `rule`.
    """

    kind: str
    runs: list[Run]
    level: int = 0
    """The level of a heading, from 1, or of an item, from 0."""
    mark: str = ""
    """The bullet or number of an item."""


class Table(NamedTuple):
    """A table."""

    rows: list[list[list[Paragraph]]]
    """Its cells row by row, each with its paragraphs."""


def paragraphs(block: Paragraph | Table) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block; of a table, those of its cells in order."""
    if isinstance(block, Table):
        yield from (paragraph for row in block.rows for cell in row for paragraph in cell)
    else:
        yield block
