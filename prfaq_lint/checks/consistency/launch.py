"""Checks on the launch date: the release and an answer agree on it, and earlier stages come before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...outline.model import Outline
from ...strings import folded
from ..base import Problem, check
from .dates import MONTHS, YEARS, Moment
from .statements import Statement, both_sides, cue, facts, holding
from .wording import problem_at

_NEAR = 60
"""The number of characters allowed between a word such as “launch” and its date."""

_FAR = 10
"""The number of years from which a date is assumed to be about something else."""

_ELSEWHERE = re.compile(r"\b(?:in|to|for|across) (?:the )?(?!Q\d|[Ll]ate|[Ee]arly|[Mm]id)[A-Z]")
_COLON = re.compile(r"(?: date)?\s*[:–—-]\s*(?:in |on )?")
_LAUNCH_LABEL = re.compile(r"\b(?:launch|release)(?: date)?\W*:", re.IGNORECASE)
_OPENING = ("headline", "subheadline", "dateline", "summary")


@check(phrases=(MONTHS,), english=True, applies=both_sides)
def conflicting_dates(outline: Outline) -> Iterator[Problem]:
    """Report different launch dates in the release and an answer, one finding for each date.

    Variants: `launch`, and `stage`: a beta, a pilot or the build itself is dated after the launch.
    """
    draft = facts(outline)
    dated = holding(outline, draft.statements, MONTHS, pattern=YEARS)
    release = [one for one in dated if one.released and one.moments]
    base = _promised(outline, release)
    if base is None:
        return
    there, date = base
    reported: set[tuple[str, int, int]] = set()
    for here in dated:
        if here.released or not here.moments:
            continue
        for found, variant in ((_launch(here), "launch"), (_stage(here), "stage")):
            if not found:
                continue
            moment = found.within(date.year)
            wrong = not moment.agrees(date) if variant == "launch" else moment.first > date.last
            if wrong and abs(moment.year - date.year) < _FAR and (variant, *moment[2:4]) not in reported:
                reported.add((variant, *moment[2:4]))
                yield problem_at(outline, here, found, there, date, variant)
    for here in release:
        again = _launch(here)
        if here is not there and again and not again.within(date.year).agrees(date):
            yield problem_at(outline, here, again, there, date, "launch")


def _promised(outline: Outline, release: list[Statement]) -> tuple[Statement, Moment] | None:
    """Return the statement and the date that give the launch date of the release, or None.

    This is the date in the dateline or, failing that, the first one with a year in a sentence about the launch.
    """
    document, label = outline.document, next(outline.of("dateline"), None)
    opening = [
        one
        for one in release
        if (one.place in _OPENING or (label and label.start <= one.start < label.end))
        and document.block_at(one.start).kind != "cell"
    ]
    opening.sort(key=lambda one: not (label and label.start <= one.start < label.end))
    for statement in opening:
        for moment in statement.moments:
            # Only a place can come before the date of a dateline.
            lead = statement.text[: moment.start]
            if moment.year and _dateline(statement, lead):
                return statement, moment
    for statement in release:
        found = _launch(statement)
        if found and found.year:
            return statement, found
    return None


def _dateline(statement: Statement, lead: str) -> bool:
    """Return whether a date at the beginning of the release is that of a dateline; `lead` is the text before it."""
    if statement.place == "problem" or re.search(r"\b(?:in|by|on|since|until|for|of|from)\s*$", lead, re.IGNORECASE):
        return False
    if ":" in lead and not _LAUNCH_LABEL.search(lead):
        return False
    words = re.findall(r"[^\W\d_]+", lead)
    return len(words) <= 6 and all(word[0].isupper() or word in ("de", "of", "the", "am", "la") for word in words)


def _launch(statement: Statement) -> Moment | None:
    """Return the date on which a sentence says that the product launches, or None."""
    for found in cue("launch").finditer(statement.lower):
        for moment in statement.moments:
            gap = _gap(statement.masked, found, moment)
            if gap is None or (
                not _COLON.fullmatch(gap)
                and re.search(r"[;:.]|,(?! \d{4})", gap if moment.start > found.start() else "")
            ):
                continue
            if _ELSEWHERE.search(gap):
                continue
            if moment.start < found.start() and not _leads(statement.masked, moment, gap):
                continue
            around = statement.around(min(found.start(), moment.start), max(found.end(), moment.end), 0)
            if cue("other_launch").search(around) or cue("other_stage").search(around):
                continue
            if statement.released and statement.place in ("problem", "leader_quote", "customer_quote"):
                continue
            return moment
    return None


def _stage(statement: Statement) -> Moment | None:
    """Return the date of a stage that has to come before the launch, such as a pilot, or None."""
    stages = list(cue("before_launch").finditer(statement.lower))
    if not stages or cue("other_stage").search(statement.lower):
        return None
    for found in stages:
        for moment in statement.moments:
            gap = _gap(statement.masked, found, moment)
            if gap is None or moment.start < found.end() or re.search(r"[;:.,]|\blaunch", gap):
                continue
            if len(gap.split()) <= 2 or cue("stage_verb").search(folded(gap)):
                return moment
    return None


def _leads(text: str, moment: Moment, gap: str) -> bool:
    """Return whether a date in front of a word belongs to it, as in “on 6 April we launch”."""
    return len(text[: moment.start].split()) <= 2 and not re.search(r"[;:.]|\band\b", gap)


def _gap(text: str, word: re.Match[str], moment: Moment) -> str | None:
    """Return the text between a word and a date, or None if they overlap or are too far apart."""
    first, last = (word.end(), moment.start) if word.end() <= moment.start else (moment.end, word.start())
    return text[first:last] if 0 <= last - first <= _NEAR else None
