"""Summary, problem and solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .search import Paragraph, Search
from .titles import ANNOUNCES_TODAY

if TYPE_CHECKING:
    from ..roles import Reading

PROBLEM = 0.42
"""From this probability on a sentence belongs to the problem."""
PROBLEM_FAINT = 0.26
"""From this one on the best sentence does, where there is no better."""


def summary(search: Search) -> None:
    """Find the summary: headed, or the first paragraph that announces something."""
    own = [paragraph for paragraph in search.headed("summary") if paragraph.words >= 5]
    for paragraph in own[:3]:
        search.take("summary", paragraph.unit.start, paragraph.unit.end, "heading", 0.95, paragraph)
    if own:
        return
    dated = [part for part in search.parts if part.part == "dateline"]
    for paragraph in search.prose():
        if paragraph.headed not in ("", "headline") or paragraph.listed:
            continue
        if paragraph.words < 12 or (
            paragraph.unit.start < search.headline_end and paragraph.unit.end <= search.headline_end
        ):
            continue
        if dated and paragraph.unit.end < dated[0].start:
            continue
        if (
            problem_score(paragraph) > 0.6
            and not ANNOUNCES_TODAY.search(paragraph.text)
            and _announces_later(search, paragraph)
        ):
            continue
        if _may_be_subheadline(search, paragraph):
            continue
        start = paragraph.unit.start
        search.take("summary", start, paragraph.unit.end, "position", 0.8, paragraph)
        return
    for paragraph in search.prose():
        if (
            paragraph.words >= 8
            and paragraph.headed in ("", "solution", "problem")
            and not paragraph.listed
            and not (paragraph.italic and _may_be_subheadline(search, paragraph))
        ):
            search.take("summary", paragraph.unit.start, paragraph.unit.end, "position", 0.5, paragraph)
            return


def _announces_later(search: Search, paragraph: Paragraph) -> bool:
    return any(
        ANNOUNCES_TODAY.search(other.text) for other in search.paragraphs[paragraph.order + 1 : paragraph.order + 3]
    )


def _may_be_subheadline(search: Search, paragraph: Paragraph) -> bool:
    if (
        paragraph.words > 45
        or len(paragraph.sentences) > 2
        or any(p.part == "dateline" and p.start == paragraph.unit.start for p in search.parts)
    ):
        return False
    if not (paragraph.bold or paragraph.italic or paragraph.words <= 30):
        return False
    following = [
        p for p in search.paragraphs[paragraph.order + 1 :] if p.words >= 20 and not p.headed and "quote" not in p.taken
    ]
    if paragraph.italic and paragraph.order == 0 and len(paragraph.sentences) == 1 and paragraph.words <= 30:
        # A line in italics over headed parts is the subheadline of a release whose summary is still to come.
        following = following or [p for p in search.paragraphs[1:] if p.headed in ("problem", "solution")]
    return bool(following) and not ANNOUNCES_TODAY.search(paragraph.text) and paragraph.order <= 2


def problem(search: Search) -> None:
    """Find the problem: what its sentences say, then where it stands, then a quote, then the sentence that comes nearest."""
    for paragraph in search.prose():
        if paragraph.headed not in ("headline", "subheadline", "getting_started", "call_to_action", "dateline"):
            _problem_in(search, paragraph, PROBLEM, "heading" if paragraph.headed == "problem" else "content")
    if not search.has("problem"):
        _problem_by_position(search)
    if not search.has("problem"):
        _problem_in_quote(search)
    if not search.has("problem"):
        ranked = sorted(
            (
                (reading.problem, -paragraph.order, paragraph, reading)
                for paragraph in search.prose()
                if paragraph.headed not in ("headline", "subheadline", "getting_started", "call_to_action")
                for reading in paragraph.readings
                if reading.problem >= PROBLEM_FAINT and not reading.wish
            ),
            key=lambda row: row[:2],
            reverse=True,
        )
        for score, _, paragraph, reading in ranked[:1]:
            search.take(
                "problem",
                reading.sentence.start,
                reading.sentence.end,
                "heading" if paragraph.headed == "problem" else "content",
                round(score, 2),
                paragraph,
            )


def _problem_by_position(search: Search) -> None:
    """The paragraph that stands where the problem belongs, between the summary and the first word of the product, and
    that neither names the product nor sells anything: pain told without a single word of pain."""
    summary = next((p.order for p in search.paragraphs if "summary" in p.taken), None)
    if summary is None or len(search.paragraphs) < 3:
        return
    for paragraph in search.paragraphs[summary + 1 : summary + 3]:
        if paragraph.headed or "quote" in paragraph.taken or paragraph.quotes:
            continue
        readings = paragraph.readings
        if any(
            reading.names_product or reading.about_product or reading.news or reading.pitch > 0.7
            for reading in readings
        ):
            return
        if (
            not paragraph.listed
            and len(readings) >= 2
            and 18 <= paragraph.words <= 160
            and sum(r.pitch for r in readings) < 0.4 * len(readings)
            and max(r.alone for r in readings) >= PROBLEM_FAINT
            and not any(r.start or r.wish for r in readings)
        ):
            search.take("problem", readings[0].sentence.start, readings[-1].sentence.end, "position", 0.5, paragraph)
        return


def _problem_in_quote(search: Search) -> None:
    """The quote that stands where the problem belongs, straight after the summary, and tells what hurts."""
    summary = next((p.order for p in search.paragraphs if "summary" in p.taken), None)
    if summary is None:
        return
    for paragraph in search.paragraphs[summary + 1 : summary + 3]:
        if paragraph.headed or not paragraph.quotes or paragraph.words < 18:
            return
        painful = [reading for reading in paragraph.readings if reading.alone >= PROBLEM]
        if painful and paragraph.quoted > 0.5:
            search.take("problem", paragraph.unit.start, paragraph.unit.end, "quote", 0.4, paragraph)


def _problem_in(search: Search, paragraph: Paragraph, least: float, found_by: str) -> None:
    """Take the run of problem sentences of a paragraph."""
    headed = found_by == "heading"
    inside = [reading for reading in paragraph.readings if reading.problem >= least and not (headed and reading.wish)]
    if not inside:
        return
    if headed:  # what a heading covers belongs to it, but for a pitch and a daydream
        kept = [
            reading
            for reading in paragraph.readings
            if not (reading.about_product and reading.alone < 0.3) and not reading.wish
        ]
        inside = kept or inside
    else:
        inside = _trimmed(search, inside)
    score = problem_score(paragraph)
    search.take(
        "problem",
        inside[0].sentence.start,
        inside[-1].sentence.end,
        found_by,
        min(0.98, max(score, 0.4)),
        paragraph,
    )


def _trimmed(search: Search, run: list[Reading]) -> list[Reading]:
    """A run of sentences without the pitches that it begins and ends with, and without a place and a date; all of them
    where it has nothing else."""
    dated = {part.start for part in search.parts if part.part == "dateline"}
    told = [
        index
        for index, reading in enumerate(run)
        if not reading.pitches and not (reading.sentence.start in dated and reading.alone < 0.15)
    ]
    return run[told[0] : told[-1] + 1] if told else run


def solution(search: Search) -> None:
    """Find the solution: headed, or the sentences that describe the product after the summary."""
    own = [paragraph for paragraph in search.headed("solution") if paragraph.words >= 5]
    for paragraph in own:
        search.take("solution", paragraph.unit.start, paragraph.unit.end, "heading", 0.9, paragraph)
    for paragraph in search.prose():
        if (
            paragraph.headed not in ("", "problem")
            or "summary" in paragraph.taken
            or paragraph.unit.end <= search.headline_end
            or "subheadline" in paragraph.taken
        ):
            continue
        pitching = [
            reading for reading in paragraph.readings if reading.pitch > 0.5 and reading.pitch > reading.problem
        ]
        if pitching and paragraph.words >= 8 and (not own or len(pitching) > 1):
            whole = len(pitching) * 2 >= len(paragraph.readings) and "problem" not in paragraph.taken
            first, last = (paragraph.readings[0], paragraph.readings[-1]) if whole else (pitching[0], pitching[-1])
            search.take("solution", first.sentence.start, last.sentence.end, "content", 0.7, paragraph)
    if not search.has("solution"):
        _solution_by_position(search)
    if not search.has("solution"):
        for paragraph in search.prose():
            if "summary" in paragraph.taken:
                pitching = [reading for reading in paragraph.readings if reading.pitch > 0.4]
                if len(paragraph.readings) > 1 and pitching:
                    search.take(
                        "solution", pitching[0].sentence.start, pitching[-1].sentence.end, "content", 0.4, paragraph
                    )


def _solution_by_position(search: Search) -> None:
    """The paragraph between the problem and the first quote or closing: it can only be the answer to the problem."""
    told = max((p.order for p in search.paragraphs if "problem" in p.taken), default=None)
    if told is None:
        return
    for paragraph in search.paragraphs[told + 1 : told + 2]:
        if (
            not paragraph.taken
            and paragraph.headed in ("", "summary")
            and paragraph.words >= 10
            and not paragraph.listed
        ):
            search.take("solution", paragraph.unit.start, paragraph.unit.end, "position", 0.45, paragraph)


def problem_score(paragraph: Paragraph) -> float:
    """How much a paragraph reads as the customer's problem, from 0 to 1: its sentences' verdicts, the best ones counting most."""
    if not paragraph.readings or paragraph.quoted > 0.5:
        return 0.0
    ranked = sorted((reading.problem for reading in paragraph.readings), reverse=True)
    top = ranked[: max(1, min(3, len(ranked)))]
    mean = sum(ranked) / len(ranked)
    return 0.65 * sum(top) / len(top) + 0.35 * mean if len(ranked) > 1 else ranked[0] * 0.95
