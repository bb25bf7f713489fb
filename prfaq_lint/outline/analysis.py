"""The steps from a document to its outline, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..document.draft import Document
from ..reader.segments import Segment, segment
from ..rules.lexicon import Hits
from . import document_type, placeholders, reviewed
from .faq import not_applicable, plan, questions
from .intervals import Intervals, index_from
from .model import CustomerProblem, Outline, Passage, Question, Unit
from .release import dates, paragraphs, parts, problem, product
from .structure import units
from .structure.places import Places
from .structure.sections import FAQ_ZONES, Sections
from .structure.zones import zones

if TYPE_CHECKING:
    from ..reader.model import Reading

MAX_PASSAGES = 1000
"""The maximum number of passages in a release; a longer one is some other text and is not read further."""


def build(
    document: Document,
    hits: Mapping[str, Hits],
    sections: Sections,
    name: str = "",
    profile: str = "standard",
    stage: str = "draft",
    customers: str = "",
) -> Outline:
    """Return the outline of a document.

    Args:
        document: The draft.
        hits: The positions of the lexicon's phrases in it.
        sections: The vocabulary of headings.
        name: The product's name, if the configuration gives one.
        profile: The profile that its rules run with.
        stage: The stage that its rules run with.
        customers: The kind of customers, if the profile gives one.
    """
    found = units.split(document, sections)
    where = zones(document, found, sections)
    declared = str(front_matter(document).get("product", "") or "") or name
    asked = questions.find(document, found, where, sections)
    reading = _read(document, asked)
    faq = Intervals((question.start, question.end) for question in asked)
    if reading:
        inside = _released(reading.segments, found, where, faq)
        reading = reading.outside_faq(inside)
        passages = _passages(reading)
        passages = problem.under_heading(passages, inside, _below_heading(found, sections))
        passages = parts.quoted_as_headed(passages, inside, found, sections)
        release = parts.from_passages(reading, passages, inside, found, sections)
        asked = plan.read(document, reading, passages, asked)
        answers = plan.answers(reading, passages, asked)
        nearest = plan.nearest(reading, passages, asked, answers)
        review, craft = reviewed.judge(reading, passages, asked)
    else:
        passages, inside, answers, nearest, review, craft = [], [], {}, {}, {}, {}
        release = list(parts.from_headings(found, where, sections))
        asked = [question._replace(audience=question.audience or "external") for question in asked]
    release_paragraphs = tuple(paragraphs.find(document, found, where, release, sections))
    dated = dates.dateline(release_paragraphs) or dates.bold_line(document, found)
    if dated:
        release = sorted([*(part for part in release if part.part != "dateline"), dated], key=lambda part: part.start)
    outline = Outline(
        document=document,
        type="",
        units=tuple(found),
        zones=tuple(where),
        passages=tuple(passages),
        parts=tuple(release),
        questions=tuple(asked),
        plan=answers,
        nearest=nearest,
        problem=problem.judge(reading, passages, inside, release, _below_heading(found, sections))
        if reading
        else CustomerProblem(),
        reviewed=review,
        craft=craft,
        paragraphs=release_paragraphs,
        places=Places(found, where, asked, release),
        not_applicable=not_applicable.find(document, asked),
        placeholders=tuple(placeholders.find(document)),
        sections=sections,
        product_names=tuple(product.names(document, found, sections, declared)),
        hits=hits,
        profile=profile,
        stage=stage,
        customers=customers,
    )
    return replace(outline, type=document_type.classify(outline))


def front_matter(document: Document) -> Mapping[str, object]:
    """Return the settings in a draft's front matter: its `prfaq` table."""
    own = document.meta.get("prfaq")
    return own if isinstance(own, dict) else {}


def _read(document: Document, asked: Sequence[Question]) -> Reading | None:
    """Return the reader's output for a document, or None if it is not in English or has no text.

    Each question is read apart from what stands around it, so that it reads the same wherever it is.
    """
    if document.language != "en":
        return None
    segments: list[Segment] = segment(document)
    if not segments:
        return None
    from ..reader import model  # importing numpy takes a tenth of a second, which other languages need not pay

    breaks = {index_from(segments, question.end): False for question in asked}
    breaks |= {index_from(segments, question.start): True for question in asked}
    return model.load().read(segments, breaks)


def _passages(reading: Reading) -> list[Passage]:
    """Return the passages of a draft, each with its most likely classification."""
    found = []
    for index, one in enumerate(reading.segments):
        family, starts = reading.family(index)
        found.append(
            Passage(
                one.kind,
                one.start,
                one.end,
                one.text,
                one.block,
                reading.part(index),
                float(reading.parts[index].max()),
                reading.role(index),
                reading.problem(index),
                family,
                starts,
                float(reading.leaks[index]),
            )
        )
    return found


def _released(segments: Sequence[Segment], units: Sequence[Unit], zones: Sequence[str], faq: Intervals) -> list[int]:
    """Return the indices of the segments that may belong to the release: those outside the FAQ and the appendices."""
    outside = Intervals(
        (unit.start, unit.end) for unit, zone in zip(units, zones, strict=True) if zone in (*FAQ_ZONES, "other")
    )
    found = [index for index, one in enumerate(segments) if one.start not in outside and one.start not in faq]
    return found[:MAX_PASSAGES]


def _below_heading(units: Sequence[Unit], sections: Sections) -> tuple[int, int] | None:
    """Return the range of the text below the first heading that names the problem.

    A heading with nothing below it counts only if all of them are empty.
    """
    empty = None
    for index, unit in enumerate(units):
        if unit.kind == "heading" and sections.part(unit.text) == "problem":
            end = next((one.start for one in units[index + 1 :] if one.kind == "heading"), units[-1].end)
            if index + 1 < len(units) and units[index + 1].kind != "heading":
                return unit.end, end
            empty = empty or (unit.end, end)
    return empty
