"""The ten parts of the press release: by heading, then by position, then by content.

A part is what its text says: a heading "Problem" over a pitch gives no problem part, and a paragraph of the
customer's pain is the problem whether or not anything heads it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...document import Document
from ..model import Part, Unit
from ..sections import Sections
from .bodies import PROBLEM, problem, problem_score, solution, summary
from .closing import closing
from .dates import DATE, dateline
from .search import Paragraph, Search
from .speakers import speakers
from .titles import headline, headline_words, strip_document_words, subheadline

__all__ = ["DATE", "PROBLEM", "Paragraph", "find", "headline_words", "problem_score", "strip_document_words"]

_STEPS = (headline, dateline, speakers, summary, subheadline, problem, solution, closing)
"""In this order: each sees what the earlier ones took."""


def find(
    document: Document, units: Sequence[Unit], zones: Sequence[str], paragraphs: list[Paragraph], sections: Sections
) -> list[Part]:
    """The parts of the release, in order of position."""
    search = Search(document, units, zones, paragraphs, sections)
    for step in _STEPS:
        step(search)
    return sorted(
        (part for part in search.parts if part.start < part.end), key=lambda part: (part.start, part.end, part.part)
    )
