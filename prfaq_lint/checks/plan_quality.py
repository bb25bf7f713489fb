"""Checks on the quality of a plan: risks that are serious, numbers that can be missed, questions that are not soft.

They judge what is there, each at most once a draft where it is about the FAQ as a whole; what is absent is the business of
the facets' own rules. Sources: *Working Backwards* on the hardest questions; Ian McAllister on owning problems, on a
single measure to steer by, and on forecasts that are compared with what came.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..strings import folded
from . import cues
from .answers import answered, texts
from .base import Check, Problem, check, once, shorten

if TYPE_CHECKING:
    from ..outline import Outline, Question

_LONGEST = 60_000
"""How many characters of a plan are read; no plan that anybody reads is as long."""
_WORD = re.compile(r"[a-z0-9][a-z0-9'’+#-]*")
_SMALL_WORDS = frozenset(
    "a an the of to in on at by for with and or is are am was were be been being do does did will would can could should "
    "may might must have has had it its this that these those there what which if when i we you they he she my our your "
    "their me us them so just also any some get got please".split()
)
_ASKING = frozenset("how why who whom whose where when what".split())


_cue = partial(cues.cue, "plan_quality", flags=re.MULTILINE)


@dataclass
class _Topic:
    """What a plan says about one of its facets."""

    asked: list[Question]
    """The questions about it that are answered with something to read."""
    told: str
    """The answers of substance, the questions' answers, and its own section."""

    @cached_property
    def small(self) -> str:
        """What is told in small letters."""
        return folded(self.told)

    @property
    def wholly(self) -> str:
        """Questions and answers in small letters."""
        return f"{self.small}\n{folded(' '.join(question.text for question in self.asked))}"


@once
def _topics(outline: Outline) -> Mapping[str, _Topic]:
    return {facet: _topic(outline, facet) for facet in ("risks", "metrics", "operations")}


def _topic(outline: Outline, facet: str) -> _Topic:
    plan = outline.plan.get(facet, ())
    asked = [
        question
        for question in (outline.questions if plan else ())
        if question.answered and question.answer and facet in question.topics
    ]
    told, end = [], 0
    for first, last in sorted([*plan, *(place for question in asked for place in question.answer)]):
        told.append(outline.document.prose[max(first, end) : last])
        end = max(end, last)
    return _Topic(asked, "\n".join(told)[:_LONGEST])


def _place(question: Question) -> tuple[int, int]:
    """The question itself, where a finding about its answer as a whole stands."""
    return question.start, max(question.start + 1, question.answer[0][0] - 1 if question.answer else question.end)


def _values(question: Question) -> dict[str, str]:
    return {"question": shorten(question.text)}


@check
def no_serious_risk() -> Check:
    """Answers about risks that call every one of them small, and admit none that hurts."""

    def run(outline: Outline) -> Iterator[Problem]:
        risks = _topics(outline)["risks"]
        if risks.asked and _cue("minimised").search(risks.small) and not _cue("serious").search(risks.small):
            yield Problem(*_place(risks.asked[0]), _values(risks.asked[0]))

    return Check(run, english=True, applies=answered)


@check
def risk_without_answer() -> Check:
    """Answers about risks that say, of none of them, what is done about it or what would show it."""

    def run(outline: Outline) -> Iterator[Problem]:
        risks = _topics(outline)["risks"]
        if not risks.asked or _cue("answered").search(risks.small):
            return
        if not any(_cue("mitigation_question").search(folded(question.text)) for question in outline.questions):
            yield Problem(*_place(risks.asked[0]), _values(risks.asked[0]))

    return Check(run, english=True, applies=answered)


@check
def no_kill_criterion(*, least: int = 4) -> Check:
    """A plan of at least so many questions of the company's that has risks and metrics, and no result at which it ends."""

    def run(outline: Outline) -> Iterator[Problem]:
        inside = [question for question in outline.questions if question.audience == "internal"]
        metrics, risks = _topics(outline)["metrics"], _topics(outline)["risks"]
        if len(inside) < least or not metrics.asked or not risks.asked:
            return
        told = "\n".join(texts(outline)) + "\n".join(question.text for question in inside) + metrics.told + risks.told
        if not _cue("stop").search(folded(told[:_LONGEST])):
            yield Problem(*_place(metrics.asked[0]))

    return Check(run, english=True, applies=answered)


@check
def metric_without_target() -> Check:
    """Answers on how success is measured without a number (variant `number`), or without a date (variant `date`, a note)."""

    def run(outline: Outline) -> Iterator[Problem]:
        metrics = _topics(outline)["metrics"]
        if not metrics.asked:
            return
        first = metrics.asked[0]
        if not _cue("number").search(metrics.small):
            yield Problem(*_place(first), _values(first), "number")
        elif not _cue("date").search(metrics.wholly):
            yield Problem(*_place(first), _values(first), "date", "note")

    return Check(run, english=True, applies=answered)


@check
def output_metric() -> Check:
    """Answers on how success is measured that tell what will be delivered, and nothing of what comes of it."""

    def run(outline: Outline) -> Iterator[Problem]:
        metrics = _topics(outline)["metrics"]
        found = _cue("output").search(metrics.small) if metrics.asked else None
        if not found or _cue("outcome").search(metrics.small):
            return
        sentences = [one for one in re.split(r"[.;!?\n]+\s", metrics.small) if len(one.split()) > 3]
        if all(map(_cue("output").search, sentences)):
            first = metrics.asked[0]
            yield Problem(*_place(first), {**_values(first), "match": metrics.told[slice(*found.span())]})

    return Check(run, english=True, applies=answered)


@check
def no_primary_metric(*, most: int = 4) -> Check:
    """More than so many measures in a list, and none of them the first (variant `none`); or several called so (`several`)."""

    def run(outline: Outline) -> Iterator[Problem]:
        metrics = _topics(outline)["metrics"]
        if not metrics.asked:
            return
        first = metrics.asked[0]
        called = len(_cue("primary_label").findall(metrics.small))
        listed = sum(_items(outline, question) for question in metrics.asked)
        if called > 1:
            yield Problem(*_place(first), {**_values(first), "count": str(called)}, "several")
        elif listed > most and not _cue("primary").search(metrics.wholly):
            yield Problem(*_place(first), {**_values(first), "count": str(listed)}, "none")

    return Check(run, english=True, applies=answered)


def _items(outline: Outline, question: Question) -> int:
    """How many items of a list, of its outermost level, or rows of a table an answer has."""
    blocks = [outline.document.block_at(start) for start, _ in question.answer]
    rows = {block.row for block in blocks if block.row >= 0}
    leading = [block.depth for block in blocks if block.depth and block.leads]
    return max(0, len(rows) - 1) + leading.count(min(leading, default=0))


@check
def softball_questions(*, least: int = 4) -> Check:
    """At least so many customers' questions, more than half of which ask for praise, and none of which is hard."""

    def run(outline: Outline) -> Iterator[Problem]:
        outside = [question for question in outline.questions if question.audience == "external"]
        asked = [folded(question.text) for question in outside]
        if len(asked) < least or any(map(_cue("hard").search, asked)):
            return
        soft = sum(map(bool, map(_cue("soft").search, asked)))
        if soft > len(outside) / 2:
            yield Problem(*_place(outside[0]), {"count": str(len(outside))})

    return Check(run, english=True, applies=answered)


@check
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


@check
def insider_question() -> Check:
    """A question under a heading that says customers ask it, and that only the company would."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question in outline.questions:
            if question.labelled and question.audience == "external":
                found = _cue("insider").search(folded(question.text))
                if found:
                    match = question.text[slice(*found.span())]
                    yield Problem(*_place(question), {**_values(question), "match": match})

    return Check(run, english=True, applies=answered)
