"""The zones of a draft: the release, the FAQ for each audience, and everything else."""

from __future__ import annotations

import re

from ...document.draft import Document
from ..model import Unit
from .sections import FAQ_ZONES, Sections, normalise
from .units import BOLD_LINE, LABEL, question_mark

__all__ = ["FAQ_ZONES", "asks", "listed_question", "starts_with_question", "zones"]

_ASIDE_AFTER_MARK = re.compile(r"\?\s*(?:\([^)]*\)|\[[^\]]*\])$")
_ASKS = re.compile(
    r"(?:what|why|how|who|whom|whose|when|where|which|is|are|was|were|do|does|did|can|could|will|would|should|"
    r"shall|"
    r"has|have|had|may|might|must|isn't|aren't|don't|doesn't|won't|can't|couldn't|wouldn't|shouldn't|am|if|in what|"
    r"to what|at what|for whom|under what|on what|by when)\b",
    re.IGNORECASE,
)


_PARAGRAPH = 12
"""The minimum number of words in a paragraph that is taken for a release's by itself."""
_INTRODUCTION = 30
"""Fewer words than this above the questions are only an introduction."""
_CELLS = 60
"""The maximum number of cells in a table that is taken for facts about a document."""


def asks(text: str) -> bool:
    """Return whether a heading is a question, judging by its mark or by its first word and length."""
    if "?" not in text:
        return False
    stripped = text.rstrip(" *_\"”’')")
    return stripped.endswith("?") or bool(_ASIDE_AFTER_MARK.search(stripped))


def starts_with_question(text: str) -> bool:
    """Return whether a heading begins with a question and continues.

    For example, it is "What if the sensor fails? It hangs in the rain." as a whole.
    """
    return bool(_ASKS.match(text) and re.match(r"[^.!?]{8,200}\?\s+(?=[A-Z])[^?]{3,120}$", text))


def zones(document: Document, units: list[Unit], sections: Sections) -> list[str]:
    """Return the zone of each unit: `front`, `release`, `faq`, `external`, `internal`, `boilerplate` or `other`.

    Zones begin at headings. A zone ends at a heading of the same or a higher level that opens another, or that the
    zone cannot contain: below a headed release, a top-level heading that does not name a part is something else.
    """
    opens = [_opens(unit, sections) for unit in units]
    if "external" not in opens:
        # Next to an internal FAQ, a "FAQ for colleagues" contains the questions of an internal tool's customers.
        inside = [at for at, zone in enumerate(opens) if zone == "internal"]
        if any("internal" in normalise(units[at].text).split() for at in inside):
            for at in inside:
                if sections.by_colleagues(units[at].text):
                    opens[at] = "external"
    headed = "press_release" in opens
    runs = _question_runs(
        document, units, sections, next((at for at, zone in enumerate(opens) if zone in FAQ_ZONES), None)
    )
    found: list[str] = []
    first_text, words_so_far = -1, 0
    last_release = max((index for index, name in enumerate(opens) if name == "press_release"), default=-1)
    zone, level = ("front" if headed else "release"), 0
    questions_seen = answered = False
    # The zone above a heading that says who asks, and that heading's level.
    whole: tuple[str, int] | None = None
    listed = False
    for index, unit in enumerate(units):
        new = opens[index]
        # True once both halves of the draft have been read.
        answered = answered or (zone in FAQ_ZONES and first_text >= 0)
        if unit.kind != "heading":
            if index in runs:
                zone, level = runs[index], BOLD_LINE
            block = document.blocks[unit.block]
            in_list = bool(block.depth) or block.row >= 0
            if zone == "other" and first_text < 0 and not headed and unit.kind == "text":
                # After a list of contents or versions, the release begins without a heading of its own.
                words = len(document.prose[unit.start : unit.end].split())
                if listed and not in_list and words >= _PARAGRAPH:
                    zone, level = "release", 0
                listed = listed or in_list
            elif zone == "release" and first_text < 0 and block.row >= 0 and _short_cells(document, units, index):
                found.append("front")
                continue
            found.append(zone)
            if zone == "release" and unit.kind == "text":
                first_text = index if first_text < 0 else first_text
                words_so_far += len(document.prose[unit.start : unit.end].split())
            continue
        listed = False
        if index in runs:
            zone, level, questions_seen = runs[index], unit.level, asks(unit.text)
        elif new == "prfaq":
            # "What this means for the PR/FAQ" inside an appendix refers to the draft and does not open a zone.
            if zone not in FAQ_ZONES and not (zone == "other" and answered and unit.level > level):
                zone, level = ("front" if headed else "release"), 0
        elif new == "press_release":
            zone, level = "release", unit.level
        elif new in FAQ_ZONES:
            if new == "faq" and whole and unit.level <= whole[1]:
                # "Technical FAQ" next to "Customer FAQ" contains the questions that customers do not ask.
                zone = "internal"
            elif new != "faq" or zone not in ("external", "internal") or unit.level <= level:
                beside = new != "faq" and zone in FAQ_ZONES and unit.level > level
                whole = (whole[0] if whole else zone, unit.level) if beside else None
                if zone not in FAQ_ZONES or unit.level <= level or not level:
                    level = unit.level
                zone, questions_seen = new, False
        elif zone in FAQ_ZONES:
            audience = sections.audience(unit.text) if unit.level != LABEL else ""
            if asks(unit.text) or question_mark(unit.text):
                questions_seen = True
            elif new in ("other", "boilerplate") and (unit.level <= level or (new == "other" and unit.level <= 2)):
                zone, level = new, unit.level
            elif audience and level <= unit.level <= BOLD_LINE and _heads_questions(document, units, index):
                whole = whole or (zone, unit.level)
                zone = audience
            elif whole and level < unit.level <= whole[1] and _heads_questions(document, units, index):
                zone, whole = whole[0], None
            elif unit.level <= level and unit.level < BOLD_LINE and questions_seen:
                if sections.part(unit.text) and words_so_far < _INTRODUCTION:
                    # The questions come first, below a sentence or two about the document.
                    zone, level = "release", 0
                elif not _heads_questions(document, units, index) and not _short_topic(unit, units, index, level):
                    zone, level = "other", unit.level
        elif new in ("other", "boilerplate"):
            if zone != "release" or not sections.part(unit.text):
                # "Findings" below "Appendix B" is part of it and ends where the appendix ends.
                zone, level = new, min(level, unit.level) if zone == new == "other" else unit.level
        elif zone in ("other", "boilerplate"):
            if unit.level <= level or unit.level == BOLD_LINE:
                # After the release and the FAQ, a bold "Summary" summarises an appendix.
                if not (zone == "other" and answered and unit.level == BOLD_LINE) and (
                    sections.part(unit.text)
                    or (zone == "boilerplate" and not headed)
                    or (unit.level < level and not headed)
                ):
                    zone, level = "release", 0
        elif zone == "release" and headed and level and unit.level <= level and unit.level < BOLD_LINE:
            # "FOR IMMEDIATE RELEASE" above the headline is not the whole release.
            if not sections.part(unit.text) and words_so_far >= _PARAGRAPH:
                zone, level = "other", unit.level
        elif zone == "front" and sections.part(unit.text) and index > last_release:
            zone, level = "release", 0
        found.append(zone)
    return found


def _short_cells(document: Document, units: list[Unit], index: int) -> bool:
    """Return whether a table contains facts about the document: its cells are short, and text follows."""
    for unit in units[index : index + _CELLS]:
        block = document.blocks[unit.block]
        if unit.kind == "heading" or (unit.kind == "text" and block.row < 0):
            return True
        if len(document.prose[unit.start : unit.end].split()) >= _PARAGRAPH:
            return False
    return False


def _opens(unit: Unit, sections: Sections) -> str:
    if unit.kind != "heading" or asks(unit.text):
        return ""
    if unit.level == LABEL:
        zone = sections.zone(unit.text)
        return zone if zone in FAQ_ZONES else ""
    zone = sections.zone(unit.text)
    if zone in ("other", "boilerplate") and sections.part(unit.text) and unit.level >= BOLD_LINE:
        return ""
    return zone


def _question_runs(document: Document, units: list[Unit], sections: Sections, until: int | None) -> dict[int, str]:
    """Return the starts of two or more consecutive questions that are not under a FAQ heading.

    Above the first FAQ heading, at index `until`, only questions with a mark ("Q:") count.
    """
    asked = [
        index
        for index, unit in enumerate(units[:until])
        if unit.kind == "heading"
        and asks(unit.text)
        and not sections.part(unit.text)
        and (until is None or question_mark(document.prose[unit.start : unit.end]))
    ]
    for at, index in enumerate(asked[:-1]):
        nearby = asked[at + 1] - index
        if nearby <= 8:
            return {index: "faq"}
    return {}


def _heads_questions(document: Document, units: list[Unit], index: int) -> bool:
    """Return whether questions follow below a heading, before the next heading of its level that is not a question."""
    for unit in units[index + 1 : index + 40]:
        if unit.kind == "heading":
            if asks(unit.text) or question_mark(unit.text):
                return True
            if unit.level <= units[index].level:
                return False
        elif listed_question(document, unit):
            return True
    return False


def listed_question(document: Document, unit: Unit) -> bool:
    """Return whether a list item or a table's cell begins with a line that asks."""
    block = document.blocks[unit.block]
    if unit.kind != "text" or not (block.leads or block.row >= 0):
        return False
    return asks(document.prose[unit.start : min(unit.end, unit.start + 400)].split("\n", 1)[0])


def _short_topic(unit: Unit, units: list[Unit], index: int, level: int) -> bool:
    """Return whether a heading is a short topic with an answer among questions of the same level ("Pricing")."""
    following = units[index + 1 : index + 8]
    return len(unit.text.split()) <= 4 and any(
        other.kind == "heading" and other.level == unit.level and asks(other.text) for other in following
    )
