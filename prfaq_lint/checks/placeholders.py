"""Checks on what is still to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..outline.answers import OWNER_OR_DATE
from ..outline.zones import FAQ_ZONES, asks
from .base import Check, Problem, excerpt, shorten

if TYPE_CHECKING:
    from ..outline import Outline


def placeholder(*, kind: str) -> Check:
    """Placeholders of a kind: `marker`, `slot`, `prompt` or `assumption`; one finding a line."""
    if kind not in ("marker", "slot", "prompt", "assumption"):
        raise ValueError(f"unknown kind of placeholder “{kind}” (known: marker, slot, prompt, assumption)")

    def run(outline: Outline) -> Iterator[Problem]:
        lines = set()
        prompts = {outline.document.lines(found.start, found.end)[0] for found in outline.placeholders if found.kind == "prompt"} if kind == "slot" else set()
        for found in outline.placeholders:
            if found.kind != kind or (kind == "marker" and has_owner(outline, found.start)):
                continue
            line = outline.document.lines(found.start, found.end)[0]
            if line in lines or line in prompts:
                continue
            lines.add(line)
            yield Problem(found.start, found.end, {"match": excerpt(outline, found.start, found.end, 60)})

    return Check(run)


def has_owner(outline: Outline, offset: int) -> bool:
    """Whether the block of a marker names who settles it, or by when: that is a plan, and no leftover."""
    block = outline.document.block_at(offset)
    return bool(OWNER_OR_DATE.search(outline.document.prose[block.start : block.end]))


def empty_section() -> Check:
    """Headings with nothing below them."""

    def run(outline: Outline) -> Iterator[Problem]:
        units = outline.units
        for index, unit in enumerate(units):
            if unit.kind != "heading" or unit.level > 7 or (outline.zones[index] in FAQ_ZONES and asks(unit.text)):
                continue
            following = next((other for other in units[index + 1 : index + 6] if other.kind != "rule"), None)
            names_part = bool(outline.sections.part(unit.text))
            if unit.level == 7 and not names_part:
                continue
            if following is None or (following.kind == "heading" and following.level <= unit.level):
                if index == 0 or (not names_part and any(part.start <= unit.start < part.end for part in outline.parts)):
                    continue
                if following is not None and following.level == unit.level and not names_part and outline.zones[index] in ("release", "front") and index < 4:
                    continue
                yield Problem(unit.start, unit.end, {"heading": shorten(unit.text)})

    return Check(run)
