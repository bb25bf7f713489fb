"""The paragraphs of the release, with their context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...document.draft import Document
from ...document.markdown import Block
from ...document.tokens import Sentence
from ..intervals import Intervals
from ..model import Part, Unit
from ..structure.sections import Sections
from ..structure.units import LABEL
from . import quotes
from .quotes import Quote


@dataclass(frozen=True)
class Paragraph:
    """A text unit of the release."""

    unit: Unit
    text: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    bold: bool
    italic: bool
    listed: bool
    headed: str
    """The part that the nearest heading names, or ""."""
    own_heading: bool
    """True if a heading is directly above it."""
    order: int
    """Its number among the release's paragraphs, from 0."""
    taken: frozenset[str]
    """The parts of the release that share text with it, and `quote` if most of it is quoted."""

    @cached_property
    def words(self) -> int:
        """Return the number of words."""
        return len(self.text.split())

    @cached_property
    def quoted(self) -> float:
        """Return the share of the text that is inside quotation marks."""
        return sum(quote.end - quote.start for quote in self.quotes) / max(1, len(self.text))


def find(
    document: Document, units: Sequence[Unit], zones: Sequence[str], parts: Sequence[Part], sections: Sections
) -> Iterator[Paragraph]:
    """Yield the text units of the release, in order, or those of the front matter if nothing else is the release."""
    places = {name: Intervals((p.start, p.end) for p in parts if p.part == name) for name in {p.part for p in parts}}
    release = "release" if "release" in zones else "front"
    headed, level, label_block, fresh, order = "", 0, -1, False, 0
    for index, (unit, zone) in enumerate(zip(units, zones, strict=True)):
        if unit.kind == "heading":
            part = sections.part(unit.text)
            if part:
                headed, level = part, unit.level
                label_block = unit.block if unit.level == LABEL else -1
            elif unit.level <= level or level == LABEL or headed in ("headline", "subheadline"):
                headed, level, label_block = "", 0, -1
            fresh = True
            continue
        if unit.kind == "rule":
            headed, level = "", 0
        text = document.prose[unit.start : unit.end]
        if unit.kind != "text" or zone != release or not text.strip():
            continue
        block = document.blocks[unit.block]
        if level == LABEL and unit.block != label_block and not block.depth:
            headed, level = "", 0
        said = tuple(quotes.find(text, block.quote > 0, _text_after(document, units, index)))
        taken = {name for name, ranges in places.items() if ranges.overlaps(unit.start, unit.end)}
        if sum(quote.end - quote.start for quote in said) > 0.4 * len(text):
            taken.add("quote")
        yield Paragraph(
            unit=unit,
            text=text,
            sentences=tuple(document.tokens.sentences_in(unit.start, unit.end)),
            quotes=said,
            bold=_marked(block, "strong") > 0.85 * len(text),
            italic=_marked(block, "em") > 0.85 * len(text),
            listed=block.depth > 0,
            headed=headed,
            own_heading=fresh,
            order=order,
            taken=frozenset(taken),
        )
        order += 1
        fresh = False


def _marked(block: Block, kind: str) -> int:
    """Return the number of characters of a block that have one kind of markup."""
    return sum(mark.end - mark.start for mark in block.marks if mark.kind == kind)


def _text_after(document: Document, units: Sequence[Unit], index: int) -> str:
    """Return the text of the next unit if it is text, else ""."""
    following = units[index + 1] if index + 1 < len(units) else None
    return document.prose[following.start : following.end] if following and following.kind == "text" else ""
