"""The parts of the press release, determined by the content of its passages, not by its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...reader.labels import PARTS as READER_PARTS
from ...reader.model import Reading
from .. import thresholds
from ..intervals import Intervals
from ..model import PARTS, Part, Passage, Unit
from ..structure.sections import Sections
from .quotes import is_name
from .titles import strip_document_words

_LONGEST_NAME = 160
"""The maximum length of a line that can be a speaker's name."""

MAX_PIECES = 40
"""The maximum number of pieces of a part; the rest is cut."""


_QUOTES = ("leader_quote", "customer_quote")


def from_passages(
    reading: Reading, passages: Sequence[Passage], inside: Sequence[int], units: Sequence[Unit], sections: Sections
) -> list[Part]:
    """Return the parts of the release, in order.

    Every run of passages that are read as one part is a piece of it. For a part without any, the closest passage is
    used if it comes close enough: a sentence can be the summary and say how to begin.

    Args:
        reading: The reader's output for the draft.
        passages: The passages of the draft.
        inside: The indices of those that can belong to the release.
        units: The units of the draft, whose headings tell how a part was found.
        sections: The names of sections.
    """
    found = list(_runs([passages[index] for index in inside], units, sections))
    missing = set(PARTS) - {part.part for part in found}
    spoken = Intervals((part.start, part.end) for part in found if part.part.endswith("_quote"))
    unspoken = [index for index in inside if passages[index].start not in spoken]
    for column, name in enumerate(READER_PARTS):
        free = unspoken if name.endswith("_quote") else inside
        nearest = max(free, key=lambda index, column=column: reading.parts[index][column], default=None)  # type: ignore[misc]
        if name in missing and nearest is not None:
            confidence = float(reading.parts[nearest][column])
            if confidence >= thresholds.FAINT_PART[name]:
                found.append(Part(name, passages[nearest].start, passages[nearest].end, "content", confidence))
    return sorted(_below_title(found, units, sections), key=lambda part: (part.start, part.end, part.part))


def quoted_as_headed(
    passages: Sequence[Passage], inside: Sequence[int], units: Sequence[Unit], sections: Sections
) -> list[Passage]:
    """Return the passages of a draft; a quotation below a heading for the other kind of speaker is that speaker's.

    A further quotation below the heading is by the other speaker if any of its sentences is read as that.
    """
    named = [(unit.start, sections.part(unit.text)) for unit in units if unit.kind == "heading"]
    found = list(passages)
    speakers: dict[int, set[str]] = {}
    for index in inside:
        speakers.setdefault(passages[index].block, set()).add(passages[index].part)
    at, first = -1, -1
    for index in inside:
        passage = passages[index]
        while at + 1 < len(named) and named[at + 1][0] < passage.start:
            at, first = at + 1, -1
        headed = named[at][1] if at >= 0 else ""
        if passage.part in _QUOTES and headed in _QUOTES:
            first = passage.block if first < 0 else first
            other = next(part for part in _QUOTES if part != headed)
            further = passage.block != first and other in speakers[passage.block]
            found[index] = passage._replace(part=other if further else headed)
    return found


def _below_title(parts: Sequence[Part], units: Sequence[Unit], sections: Sections) -> Iterator[Part]:
    """Yield the parts; a line in italics or plain type that is read as the headline below a title is the subheadline."""
    title = next((unit for unit in units if unit.kind == "heading"), None)
    said = strip_document_words(title.text) if title and title.level <= 2 and not sections.part(title.text) else ""
    has_line = any(part.part == "subheadline" for part in parts)
    heads = {unit.start for unit in units if unit.kind == "heading"}
    for part in parts:
        below = said and not has_line and part.part == "headline" and part.start not in heads
        below = below and _headed(units, part.start, sections) != "headline"
        yield part._replace(part="subheadline") if below else part


def _runs(passages: Sequence[Passage], units: Sequence[Unit], sections: Sections) -> Iterator[Part]:
    count = dict.fromkeys(PARTS, 0)
    run: list[Passage] = []
    for passage in [*passages, None]:
        if run and (passage is None or not _continues(run[-1], passage)):
            part, start = run[0].part, run[0].start
            count[part] += 1
            if count[part] <= MAX_PIECES:
                confidence = sum(one.confidence for one in run) / len(run)
                found_by = "heading" if _headed(units, start, sections) == part else "content"
                yield Part(part, start, run[-1].end, found_by, confidence)
            run = []
        if passage is not None and passage.part in count:
            run.append(passage)


def _continues(before: Passage, passage: Passage) -> bool:
    """Return whether a passage continues the part of the one before it.

    Every paragraph of quotes is a part of its own, except for the name below it.
    """
    if passage.part.endswith("_quote") and before.part.endswith("_quote") and passage.block == before.block + 1:
        if _is_name(passage) and not _is_name(before):
            return True
    return (
        passage.part == before.part
        and passage.kind not in "hb"
        and before.kind not in "hb"
        and (passage.block == before.block or not passage.part.endswith("_quote"))
    )


def _is_name(passage: Passage) -> bool:
    """Return whether a passage is only a speaker's name, without the speaker's words."""
    bare = passage.text.strip(" *_-–—•")
    return len(bare) <= _LONGEST_NAME and is_name(bare) and not any(mark in bare for mark in '“”"')


def from_headings(units: Sequence[Unit], zones: Sequence[str], sections: Sections) -> Iterator[Part]:
    """Yield the parts that headings name, for a draft whose words are not read."""
    named, level = "", 0
    for unit, zone in zip(units, zones, strict=True):
        if unit.kind == "heading":
            part = sections.part(unit.text)
            if part or unit.level <= level:
                named, level = part, unit.level
        elif unit.kind == "text" and named and zone in ("release", "front"):
            yield Part(named, unit.start, unit.end, "heading", 0.9)


def _headed(units: Sequence[Unit], start: int, sections: Sections) -> str:
    """Return the part that the nearest heading above a position names, or ""."""
    named = ""
    for unit in units:
        if unit.start >= start:
            break
        if unit.kind == "heading":
            named = sections.part(unit.text)
    return named
