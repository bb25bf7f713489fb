"""What a search for the parts of a release works on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...document import Document, Sentence
from ..model import Part, Unit
from ..quotes import Quote
from ..roles import Reading
from ..sections import Sections

MOST = 40
"""A part in more pieces than this is no part; further pieces are left out."""


@dataclass
class Paragraph:
    """A text unit of the release with what was found out about it."""

    unit: Unit
    text: str
    sentences: list[Sentence]
    readings: list[Reading]
    quotes: list[Quote]
    bold: bool = False
    italic: bool = False
    headed: str = ""
    """The part that the nearest heading names, or ""."""
    own_heading: bool = False
    taken: set[str] = field(default_factory=set)
    order: int = 0
    listed: bool = False

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    @cached_property
    def quoted(self) -> float:
        """The share of the text that stands inside quotation marks."""
        return sum(quote.end - quote.start for quote in self.quotes) / max(1, len(self.text))


@dataclass
class Search:
    """One search for the parts of a release; each step sees what earlier steps took."""

    document: Document
    units: Sequence[Unit]
    zones: Sequence[str]
    paragraphs: list[Paragraph]
    sections: Sections
    parts: list[Part] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    headline_end: int = -1

    def take(
        self, part: str, start: int, end: int, found_by: str, confidence: float, paragraph: Paragraph | None = None
    ) -> None:
        """A part was found: prose offsets, how, and how surely (0 to 1); `paragraph` is the one that holds it."""
        self.counts[part] += 1
        if self.counts[part] <= MOST:
            self.parts.append(Part(part, start, end, found_by, confidence))
        if paragraph:
            paragraph.taken.add(part)

    def has(self, part: str) -> bool:
        """Whether a part was found already."""
        return self.counts[part] > 0

    def headed(self, part: str) -> list[Paragraph]:
        """The paragraphs below a heading that names this part."""
        return [paragraph for paragraph in self.paragraphs if paragraph.headed == part]

    def prose(self) -> Iterator[Paragraph]:
        """The paragraphs that are not mostly a quote."""
        return (paragraph for paragraph in self.paragraphs if "quote" not in paragraph.taken)
