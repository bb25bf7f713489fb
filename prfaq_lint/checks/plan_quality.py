"""Checks on the quality of a plan: risks that are serious, numbers that can be missed, questions that are not soft.

They judge what is there, each at most once a draft where it is about the FAQ as a whole; what is absent is the business of
the facets' own rules. Sources: *Working Backwards* on the hardest questions; Ian McAllister on owning problems, on a
single measure to steer by, and on forecasts that are compared with what came.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ..reading.facets import satisfies
from .answers import answered, text_of
from .base import Check, Problem, shorten

if TYPE_CHECKING:
    from ..reading import Outline, Question

_LONGEST = 60_000
"""How many characters of a plan are read; no plan that anybody reads is as long."""
_WORD = re.compile(r"[a-z0-9][a-z0-9'’+#-]*")
_SMALL_WORDS = frozenset(
    "a an the of to in on at by for with and or is are am was were be been being do does did will would can could should "
    "may might must have has had it its this that these those there what which if when i we you they he she my our your "
    "their me us them so just also any some get got please".split()
)
_ASKING = frozenset("how why who whom whose where when what".split())


@cache
def _cue(name: str) -> re.Pattern[str]:
    """The expression for a list of the vocabulary; it holds wherever one of the list's does."""
    lists = tomllib.loads((resources.files(__package__) / "plan_quality.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(lists[name]), re.IGNORECASE | re.MULTILINE)


def _about(outline: Outline, facet: str) -> list[Question]:
    """The questions that the plan answers about a facet with something to read."""
    return [
        question
        for question in outline.questions
        if question.answered and question.answer and satisfies(facet, question) and outline.plan.get(facet)
    ]


def _told(outline: Outline, facet: str) -> str:
    """Everything that the draft says about a facet: the answers of substance, the questions' answers, and its own section."""
    places = [place for question in _about(outline, facet) for place in question.answer]
    told, end = [], 0
    for first, last in sorted([*places, *outline.plan.get(facet, ())]):
        told.append(outline.document.prose[max(first, end) : last])
        end = max(end, last)
    return "\n".join(told)[:_LONGEST]


def _place(question: Question) -> tuple[int, int]:
    """The question itself, where a finding about its answer as a whole stands."""
    return question.start, max(question.start + 1, question.answer[0][0] - 1 if question.answer else question.end)


def _first(outline: Outline, facet: str) -> tuple[int, int] | None:
    """Where a finding about what the draft says of a facet stands; None where it says nothing in answer to a question."""
    asked = _about(outline, facet)
    return _place(asked[0]) if asked else None


def _values(question: Question) -> dict[str, str]:
    return {"question": shorten(question.text)}


def no_serious_risk() -> Check:
    """Answers about risks that call every one of them small, and admit none that hurts."""

    def run(outline: Outline) -> Iterator[Problem]:
        asked = _about(outline, "risks")
        told = _told(outline, "risks")
        if asked and _cue("minimised").search(told) and not _cue("serious").search(told):
            yield Problem(*_place(asked[0]), _values(asked[0]))

    return Check(run, english=True, applies=answered)


def risk_without_answer() -> Check:
    """Answers about risks that say, of none of them, what is done about it or what would show it."""

    def run(outline: Outline) -> Iterator[Problem]:
        asked = _about(outline, "risks")
        if not asked or any(_cue("mitigation_question").search(question.text) for question in outline.questions):
            return
        if not _cue("answered").search(_told(outline, "risks")):
            yield Problem(*_place(asked[0]), _values(asked[0]))

    return Check(run, english=True, applies=answered)


def no_kill_criterion(*, least: int = 4) -> Check:
    """A plan of at least so many questions of the company's that has risks and metrics, and no result at which it ends."""

    def run(outline: Outline) -> Iterator[Problem]:
        inside = [question for question in outline.questions if question.audience == "internal"]
        place = _first(outline, "metrics")
        if len(inside) < least or not place or not _about(outline, "risks"):
            return
        told = "\n".join(text_of(outline, question) for question in outline.questions)
        told += "\n".join(question.text for question in inside) + _told(outline, "metrics") + _told(outline, "risks")
        if not _cue("stop").search(told[:_LONGEST]):
            yield Problem(*place)

    return Check(run, english=True, applies=answered)


def metric_without_target() -> Check:
    """Answers on how success is measured without a number (variant `number`), or without a date (variant `date`, a note)."""

    def run(outline: Outline) -> Iterator[Problem]:
        asked = _about(outline, "metrics")
        told = _told(outline, "metrics")
        if not asked:
            return
        if not _cue("number").search(told):
            yield Problem(*_place(asked[0]), _values(asked[0]), "number")
        elif not _cue("date").search(f"{told}\n{' '.join(one.text for one in asked)}"):
            yield Problem(*_place(asked[0]), _values(asked[0]), "date", "note")

    return Check(run, english=True, applies=answered)


def output_metric() -> Check:
    """Answers on how success is measured that tell what will be delivered, and nothing of what comes of it."""

    def run(outline: Outline) -> Iterator[Problem]:
        asked = _about(outline, "metrics")
        told = _told(outline, "metrics")
        found = _cue("output").search(told)
        sentences = [one for one in re.split(r"[.;!?\n]+\s", told) if len(one.split()) > 3]
        if found and all(map(_cue("output").search, sentences)) and asked and not _cue("outcome").search(told):
            yield Problem(*_place(asked[0]), {**_values(asked[0]), "match": found.group()})

    return Check(run, english=True, applies=answered)


def no_primary_metric(*, most: int = 4) -> Check:
    """More than so many measures in a list, and none of them the first (variant `none`); or several called so (`several`)."""

    def run(outline: Outline) -> Iterator[Problem]:
        asked = _about(outline, "metrics")
        if not asked:
            return
        told = _told(outline, "metrics")
        called = len(_cue("primary_label").findall(told))
        listed = sum(_items(outline, question) for question in asked)
        if called > 1:
            yield Problem(*_place(asked[0]), {**_values(asked[0]), "count": str(called)}, "several")
        elif listed > most and not _cue("primary").search(f"{told}\n{' '.join(one.text for one in asked)}"):
            yield Problem(*_place(asked[0]), {**_values(asked[0]), "count": str(listed)}, "none")

    return Check(run, english=True, applies=answered)


def _items(outline: Outline, question: Question) -> int:
    """How many items of a list, of its outermost level, or rows of a table an answer has."""
    blocks = [outline.document.block_at(start) for start, _ in question.answer]
    rows = {block.row for block in blocks if block.row >= 0}
    leading = [block.depth for block in blocks if block.depth and block.leads]
    return max(0, len(rows) - 1) + leading.count(min(leading, default=0))


def missing_owner() -> Check:
    """Answers on who runs it that name nobody: no team, no role, not even "we"."""

    def run(outline: Outline) -> Iterator[Problem]:
        asked = [question for question in _about(outline, "operations") if question.audience == "internal"]
        if asked and not _cue("owner").search(_told(outline, "operations")):
            yield Problem(*_place(asked[0]), _values(asked[0]))

    return Check(run, english=True, applies=answered)


def softball_questions(*, least: int = 4) -> Check:
    """At least so many customers' questions, more than half of which ask for praise, and none of which is hard."""

    def run(outline: Outline) -> Iterator[Problem]:
        outside = [question for question in outline.questions if question.audience == "external"]
        if len(outside) < least or any(_cue("hard").search(question.text) for question in outside):
            return
        soft = sum(bool(_cue("soft").search(question.text)) for question in outside)
        if soft > len(outside) / 2:
            yield Problem(*_place(outside[0]), {"count": str(len(outside))})

    return Check(run, english=True, applies=answered)


def duplicate_question() -> Check:
    """A question that was asked before by the same people, in the same words but for the small ones."""

    def run(outline: Outline) -> Iterator[Problem]:
        seen: dict[tuple[str, int, frozenset[str]], Question] = {}
        release = [unit.start for unit, zone in zip(outline.units, outline.zones, strict=True) if zone == "release"]
        for question in outline.questions:
            words = _WORD.findall(question.text.lower().replace("’", "'"))
            told = [word for word in words if word not in _SMALL_WORDS]
            if len([word for word in told if word not in _ASKING]) < 2:
                continue
            draft = bisect_left(release, question.start)
            asking = {words[0]} & _ASKING
            first = seen.setdefault((question.audience, draft, frozenset({*told, *asking})), question)
            if first is not question:
                line = outline.document.lines(first.start, first.start + 1)[0]
                yield Problem(*_place(question), {**_values(question), "other": shorten(first.text), "line": str(line)})

    return Check(run, applies=answered)


def insider_question() -> Check:
    """A question under a heading that says customers ask it, and that only the company would."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question in outline.questions:
            if question.labelled and question.audience == "external":
                found = _cue("insider").search(question.text)
                if found:
                    yield Problem(*_place(question), {**_values(question), "match": found.group()})

    return Check(run, english=True, applies=answered)
