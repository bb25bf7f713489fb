"""Segments → the sequences of pieces that the encoder sees.

A window holds as many segments as fit, each behind a piece that says what kind it is, and opens with the headings that
the first segment stands under. Neighbouring windows overlap, so that every segment is seen with what stands around it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

MAX_PIECES = 64
"""Pieces of a segment after this many are not read."""
WINDOW = 288
"""Pieces in a window."""
OVERLAP = 64
"""Pieces that neighbouring windows share."""
_MAX_HEADINGS = 3
_HEADING_PIECES = 12
_TENTHS = 10

MARKERS = ("h1", "h2", "h3", "b", "p", "s", "l", "t")
"""Kinds of segments as the encoder sees them: headings of three ranks, a bold line, the first and a further sentence of a
paragraph, a list item and a table row."""

START = "[CLS]"


def marker_piece(kind: str) -> str:
    """Return the piece that stands before a segment of a kind; one of `MARKERS`."""
    return f"[unused{1 + MARKERS.index(kind)}]"


def place_piece(tenth: int) -> str:
    """Return the piece that tells in which tenth of the draft a window begins."""
    return f"[unused{1 + len(MARKERS) + tenth}]"


class Item(NamedTuple):
    """A segment as the encoder sees it."""

    kind: str
    """One of `MARKERS`."""
    rank: int
    """Of a heading, its level; 7 for a bold line, 9 for text."""
    pieces: list[int]


class Window(NamedTuple):
    """A sequence for the encoder."""

    pieces: list[int]
    owners: list[int]
    """For each piece, the index of the segment that it belongs to, or -1."""
    first: int
    """Index of the first segment."""
    last: int
    """Index after the last segment."""


class Segmented(Protocol):
    """What a window needs to know of a segment."""

    @property
    def kind(self) -> str:
        """`h`, `b`, `p`, `l` or `t`."""

    @property
    def level(self) -> int:
        """Of a heading, 1 to 6."""

    @property
    def block(self) -> int:
        """Number of the block that it stands in."""

    @property
    def text(self) -> str:
        """Its words."""


def items(segments: Sequence[Segmented], encode: Callable[[str, int], list[int]]) -> list[Item]:
    """Return the segments as the encoder sees them; `encode` turns a text into at most so many pieces."""
    found: list[Item] = []
    before = -1
    for segment in segments:
        kind, rank = segment.kind, 9
        if kind == "h":
            rank = segment.level or 6
            kind = f"h{min(rank, 3)}"
        elif kind == "b":
            rank = 7
        elif kind == "p" and segment.block == before:
            kind = "s"
        before = segment.block
        found.append(Item(kind, rank, encode(segment.text, MAX_PIECES)))
    return found


def windows(
    items: Sequence[Item],
    ids: Callable[[str], int],
    size: int = WINDOW,
    overlap: int = OVERLAP,
    first_size: float = 1.0,
) -> list[Window]:
    """Return the windows that cover all items, in order.

    Args:
        items: The segments of a draft.
        ids: Piece → id.
        size: Pieces in a window.
        overlap: Pieces that neighbours share.
        first_size: Share of a window that the first one fills; training varies it, so that drafts are cut elsewhere each time.
    """
    found: list[Window] = []
    start = 0
    while start < len(items):
        pieces = [ids(START), ids(place_piece(start * _TENTHS // len(items)))]
        for heading in _above(items, start):
            pieces += [ids(marker_piece(heading.kind)), *heading.pieces[:_HEADING_PIECES]]
        owners = [-1] * len(pieces)
        room = size if found else max(len(pieces) + 2 * MAX_PIECES, int(size * first_size))
        end = start
        while end < len(items) and (end == start or len(pieces) + 1 + len(items[end].pieces) <= room):
            pieces += [ids(marker_piece(items[end].kind)), *items[end].pieces]
            owners += [end] * (1 + len(items[end].pieces))
            end += 1
        found.append(Window(pieces, owners, start, end))
        if end == len(items):
            break
        shared, back = 0, end
        while back - 1 > start and shared + 1 + len(items[back - 1].pieces) <= overlap:
            back -= 1
            shared += 1 + len(items[back].pieces)
        start = back
    return found


def _above(items: Sequence[Item], start: int) -> list[Item]:
    """Return the headings that an item stands under, the highest first."""
    found: list[Item] = []
    rank = items[start].rank
    for item in reversed(items[max(0, start - 200) : start]):
        if item.rank < rank:
            found.append(item)
            rank = item.rank
            if rank == 1 or len(found) == _MAX_HEADINGS:
                break
    return found[::-1]
