"""Segments → the sequences of pieces that the encoder reads.

A window begins with the headings above its first segment and contains as many segments as fit, each after a piece that
encodes its kind. Neighbouring windows overlap, so that every segment is read in its context; each question begins a
window of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, Protocol

MAX_PIECES = 64
"""The maximum number of pieces of a segment; the rest is not read."""
WINDOW = 288
"""The maximum number of pieces in a window."""
OVERLAP = 64
"""The maximum number of pieces that neighbouring windows share."""
_MAX_HEADINGS = 3
_HEADING_PIECES = 12
_TENTHS = 10
_QUESTION_TENTH = 6
"""The tenth of a draft in which a question is read wherever it stands; chosen on dev."""

MARKERS = ("h1", "h2", "h3", "b", "p", "s", "l", "t")
"""The kinds of segments for the encoder: headings of three ranks, a bold line, the first and a further sentence of a
paragraph, a list item, and a table row.
"""

START = "[CLS]"


def marker_piece(kind: str) -> str:
    """Return the piece that precedes a segment of a kind from `MARKERS`."""
    return f"[unused{1 + MARKERS.index(kind)}]"


def place_piece(tenth: int) -> str:
    """Return the piece that encodes in which tenth of the draft, from 0, a window begins."""
    return f"[unused{1 + len(MARKERS) + tenth}]"


class Item(NamedTuple):
    """A segment in the form that the encoder reads."""

    kind: str
    """One of `MARKERS`."""
    rank: int
    """The level of a heading, 7 for a bold line, or 9 for text."""
    pieces: list[int]


class Window(NamedTuple):
    """A sequence of pieces for the encoder."""

    pieces: list[int]
    owners: list[int]
    """For each piece, the index of its segment, or -1 for a piece that belongs to none."""
    first: int
    """The index of the first segment."""
    last: int
    """The index after that of the last segment."""


class Segmented(Protocol):
    """The properties of a segment that a window needs."""

    @property
    def kind(self) -> str:
        """Return the kind: `h`, `b`, `p`, `l` or `t`."""

    @property
    def level(self) -> int:
        """Return the level of a heading, 1 to 6."""

    @property
    def block(self) -> int:
        """Return the index of its block."""

    @property
    def text(self) -> str:
        """Return its words."""


def items(segments: Sequence[Segmented], encode: Callable[[str, int], list[int]]) -> list[Item]:
    """Return the segments in the form that the encoder reads.

    Args:
        segments: The segments of a draft.
        encode: Returns the ids of the pieces of a text, at most as many as its second argument.
    """
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
    breaks: Mapping[int, bool] = MappingProxyType({}),
) -> list[Window]:
    """Return the windows that cover all items, in order.

    Args:
        items: The segments of a draft.
        ids: Returns the id of a piece.
        size: The maximum number of pieces in a window.
        overlap: The maximum number of pieces that neighbouring windows share.
        first_size: The share of `size` that the first window can fill; training varies it to divide drafts differently
            each time.
        breaks: The indices of items that begin a new window and share none with the one before, and whether a question
            begins there. Questions are read without the title, so that they read the same whatever the rest of the
            draft says.
    """
    found: list[Window] = []
    ranks = [item.rank for item in items]
    edges = sorted({0, len(items), *breaks})
    for begin, stop in pairwise(edges):
        question = breaks.get(begin, False)
        start = end = begin
        while end < stop:
            tenth = _QUESTION_TENTH if question else start * _TENTHS // len(items)
            pieces = [ids(START), ids(place_piece(tenth))]
            for index in _above(ranks, start):
                if not question or ranks[index] > 1:
                    pieces += [ids(marker_piece(items[index].kind)), *items[index].pieces[:_HEADING_PIECES]]
            owners = [-1] * len(pieces)
            room = size if found else max(len(pieces) + 2 * MAX_PIECES, int(size * first_size))
            end = start
            while end < stop and (end == start or len(pieces) + 1 + len(items[end].pieces) <= room):
                pieces += [ids(marker_piece(items[end].kind)), *items[end].pieces]
                owners += [end] * (1 + len(items[end].pieces))
                end += 1
            found.append(Window(pieces, owners, start, end))
            shared, back = 0, end
            while back - 1 > start and shared + 1 + len(items[back - 1].pieces) <= overlap:
                back -= 1
                shared += 1 + len(items[back].pieces)
            start = back
    return found


def batches(found: Iterable[Window], size: int = 2 * WINDOW) -> Iterator[list[Window]]:
    """Yield windows in batches of at most `size` pieces, in order; a larger window is alone."""
    batch: list[Window] = []
    for window in found:
        if batch and sum(len(one.pieces) for one in batch) + len(window.pieces) > size:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _above(ranks: Sequence[int], start: int) -> list[int]:
    """Return the indices of the headings above an item, the highest first.

    Args:
        ranks: The rank of each item (`Item.rank`).
        start: The index of the item.
    """
    found: list[int] = []
    rank = ranks[start]
    for index in range(start - 1, max(0, start - 200) - 1, -1):
        if ranks[index] < rank:
            found.append(index)
            rank = ranks[index]
            if rank == 1 or len(found) == _MAX_HEADINGS:
                break
    return found[::-1]
