"""Marks of Markdown around the runs of a text: links, emphasis and code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from .blocks import Run

CLOSE_CODE, CLOSE_ITALIC, CLOSE_BOLD, CLOSE_LINK, OPEN_LINK, OPEN_BOLD, OPEN_ITALIC, OPEN_CODE = range(8)
"""The kinds of marks, in the order in which those at one position are written."""

Mark = tuple[int, int, str]
"""A mark in a text: its position, its kind, and its text."""

_PUNCTUATION = re.compile(r"[^\w\s]|_")


def marks(text: str, spans: Sequence[tuple[int, int, Run]]) -> list[Mark]:
    """Return the marks around the runs of a text, in the order in which they are written.

    Adjacent runs with the same formatting share their marks, which are properly nested. There are none where Markdown
    would not recognize them: around white space, and between a letter and punctuation.
    """
    found: list[Mark] = []
    for start, end, link in _alike(spans, attrgetter("link")):
        if link and text[start:end].strip():
            found += (start, OPEN_LINK, "["), (end, CLOSE_LINK, f"](<{link}>)")
    bold_places: set[tuple[int, int]] = set()
    """Italic stretches may share both ends with a bold one, or be separate."""
    for start, end, (_, bold) in _alike(spans, attrgetter("link", "bold")):
        if bold and (place := _emphasized(text, start, end)):
            bold_places.add(place)
            found += (place[0], OPEN_BOLD, "**"), (place[1], CLOSE_BOLD, "**")
    edges = {edge for place in bold_places for edge in place}
    for start, end, (_, bold, italic) in _alike(spans, attrgetter("link", "bold", "italic")):
        if italic and (place := _emphasized(text, start, end)):
            if place in bold_places or (not bold and edges.isdisjoint(place)):
                found += (place[0], OPEN_ITALIC, "*"), (place[1], CLOSE_ITALIC, "*")
    for start, end, (*_, code) in _alike(spans, attrgetter("link", "bold", "italic", "code")):
        first, last = _trimmed(text, start, end)
        if code and first < last and "\n" not in text[start:end]:
            ticks = "`" * (max(map(len, re.findall("`+", text[first:last])), default=0) + 1)
            found.append((first, OPEN_CODE, f"{ticks} " if text[first] == "`" else ticks))
            found.append((last, CLOSE_CODE, f" {ticks}" if text[last - 1] == "`" else ticks))
    return sorted(found)


def _alike(spans: Sequence[tuple[int, int, Run]], key: Callable[[Run], Any]) -> Iterator[tuple[int, int, Any]]:
    """Yield adjacent runs with the same formatting as one stretch each."""
    for formatting, group in groupby(spans, lambda span: key(span[2])):
        stretch = list(group)
        yield stretch[0][0], stretch[-1][1], formatting


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the white space at its ends; its end is not after its start if nothing remains."""
    stretch = text[start:end]
    return end - len(stretch.lstrip()), start + len(stretch.rstrip())


def _emphasized(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of a stretch that marks of emphasis can surround; None if they would be read as text."""
    first, last = _trimmed(text, start, end)
    if (
        first >= last
        or _glued(text[first], text[max(0, first - 1) : first])
        or _glued(text[last - 1], text[last : last + 1])
    ):
        return None
    return first, last


def _glued(inner: str, outer: str) -> bool:
    """Return whether marks between these characters would be read as text."""
    return bool(_PUNCTUATION.match(inner) and outer and not outer.isspace() and not _PUNCTUATION.match(outer))
