"""Checks on the quality of a plan: serious risks, measurable targets, hard questions.

They judge what is present, and those about the FAQ as a whole report at most once for each draft; the rules for the
facets report what is missing. Sources: *Working Backwards* on the hardest questions; Ian McAllister on owning problems,
on a single guiding metric, and on comparing forecasts with results.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from ..assessment import assess
from ..outline.model import Outline, Question
from ..strings import folded
from . import cues
from .answers import answered, texts
from .base import Problem, check, once, shorten

_LONGEST = 60_000
"""The number of characters of a plan that are read, more than any real plan has."""
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
    """The content of a plan on one of its facets."""

    asked: list[Question]
    """The questions about it that have a readable answer."""
    text: str
    """The substantial answers, the answers to its questions, and its own section."""

    @cached_property
    def small(self) -> str:
        """Return the text in lower case."""
        return folded(self.text)

    @property
    def wholly(self) -> str:
        """Return the questions and answers in lower case."""
        return f"{self.small}\n{folded(' '.join(question.text for question in self.asked))}"


@once
def _topics(outline: Outline) -> Mapping[str, _Topic]:
    return {facet: _topic(outline, facet) for facet in ("risks", "metrics", "operations")}


def _topic(outline: Outline, facet: str) -> _Topic:
    plan = assess(outline, facet).answers
    asked = [
        question
        for question in (outline.questions if plan else ())
        if question.answered and question.answer and facet in question.topics
    ]
    pieces, end = [], 0
    for first, last in sorted([*plan, *(place for question in asked for place in question.answer)]):
        pieces.append(outline.document.prose[max(first, end) : last])
        end = max(end, last)
    return _Topic(asked, "\n".join(pieces)[:_LONGEST])


def _values(question: Question) -> dict[str, str]:
    return {"question": shorten(question.text)}


@check(english=True, applies=answered)
def no_serious_risk(outline: Outline) -> Iterator[Problem]:
    """Report answers about risks that call all of them small and admit no serious one."""
    risks = _topics(outline)["risks"]
    if risks.asked and _cue("minimised").search(risks.small) and not _cue("serious").search(risks.small):
        yield Problem(*risks.asked[0].heading, _values(risks.asked[0]))


@check(english=True, applies=answered)
def risk_without_answer(outline: Outline) -> Iterator[Problem]:
    """Report answers about risks without a mitigation or a warning sign for any of them."""
    risks = _topics(outline)["risks"]
    if not risks.asked or _cue("answered").search(risks.small):
        return
    if not any(_cue("mitigation_question").search(folded(question.text)) for question in outline.questions):
        yield Problem(*risks.asked[0].heading, _values(risks.asked[0]))


@check(english=True, applies=answered)
def no_kill_criterion(outline: Outline, *, least: int = 4) -> Iterator[Problem]:
    """Report a plan of at least `least` internal questions with risks and metrics but no result at which it ends."""
    inside = [question for question in outline.questions if question.audience == "internal"]
    metrics, risks = _topics(outline)["metrics"], _topics(outline)["risks"]
    if len(inside) < least or not metrics.asked or not risks.asked:
        return
    plan = "\n".join(texts(outline)) + "\n".join(question.text for question in inside) + metrics.text + risks.text
    if not _cue("stop").search(folded(plan[:_LONGEST])):
        yield Problem(*metrics.asked[0].heading, subject="kill criterion")


@check(english=True, applies=answered)
def metric_without_target(outline: Outline) -> Iterator[Problem]:
    """Report answers about success metrics without a number, a date or today's value.

    Variants: `number`, and as notes `date` and `baseline`, a target that is only a change.
    """
    metrics = _topics(outline)["metrics"]
    if not metrics.asked:
        return
    first = metrics.asked[0]
    if not _cue("number").search(metrics.small):
        yield Problem(*first.heading, _values(first), "number")
    elif not _cue("date").search(metrics.wholly):
        yield Problem(*first.heading, _values(first), "date", "note")
    elif _cue("change").search(metrics.small) and not _cue("measured_against").search(metrics.wholly):
        yield Problem(*first.heading, _values(first), "baseline", "note")


@check(english=True, applies=answered)
def output_metric(outline: Outline) -> Iterator[Problem]:
    """Report answers about success metrics that mention only deliverables and no outcome."""
    metrics = _topics(outline)["metrics"]
    found = _cue("output").search(metrics.small) if metrics.asked else None
    if not found or _cue("outcome").search(metrics.small):
        return
    sentences = [one for one in re.split(r"[.;!?\n]+\s", metrics.small) if len(one.split()) > 3]
    if all(map(_cue("output").search, sentences)):
        first = metrics.asked[0]
        yield Problem(*first.heading, {**_values(first), "match": metrics.text[slice(*found.span())]})


@check(english=True, applies=answered)
def no_primary_metric(outline: Outline, *, most: int = 4) -> Iterator[Problem]:
    """Report more than `most` metrics in a list without a primary one (variant `none`), or with several (`several`)."""
    metrics = _topics(outline)["metrics"]
    if not metrics.asked:
        return
    first = metrics.asked[0]
    called = len(_cue("primary_label").findall(metrics.small))
    listed = sum(_items(outline, question) for question in metrics.asked)
    if called > 1:
        yield Problem(*first.heading, {**_values(first), "count": str(called)}, "several")
    elif (
        listed > most
        and not _cue("primary").search(metrics.wholly)
        and not _cue("primary_label").search(folded(outline.document.prose[:_LONGEST]))
    ):
        yield Problem(*first.heading, {**_values(first), "count": str(listed)}, "none")


def _items(outline: Outline, question: Question) -> int:
    """Return how many outermost list items or table rows an answer has."""
    blocks = [outline.document.block_at(start) for start, _ in question.answer]
    rows = {block.row for block in blocks if block.row >= 0}
    leading = [block.depth for block in blocks if block.depth and block.leads]
    return max(0, len(rows) - 1) + leading.count(min(leading, default=0))


@check(english=True, applies=answered)
def softball_questions(outline: Outline, *, least: int = 4) -> Iterator[Problem]:
    """Report at least `least` customer questions, none of them hard and more than half of them asking for praise."""
    outside = [question for question in outline.questions if question.audience == "external"]
    asked = [folded(question.text) for question in outside]
    if len(asked) < least or any(map(_cue("hard").search, asked)):
        return
    soft = sum(map(bool, map(_cue("soft").search, asked)))
    if soft > len(outside) / 2:
        yield Problem(*outside[0].heading, {"count": str(len(outside))}, subject="questions of customers")


@check(applies=answered)
def duplicate_question(outline: Outline) -> Iterator[Problem]:
    """Report a question that the same audience has already asked in the same words, ignoring function words."""
    seen: dict[tuple[str, int, frozenset[str]], Question] = {}
    release = [unit.start for unit, zone in zip(outline.units, outline.zones, strict=True) if zone == "release"]
    for question in outline.questions:
        words = _WORD.findall(question.text.lower().replace("’", "'"))
        content = [word for word in words if word not in _SMALL_WORDS]
        if len([word for word in content if word not in _ASKING]) < 2:
            continue
        draft = bisect_left(release, question.start)
        asking = {words[0]} & _ASKING
        first = seen.setdefault((question.audience, draft, frozenset({*content, *asking})), question)
        if first is not question:
            line = outline.document.lines(first.start, first.start + 1)[0]
            yield Problem(*question.heading, {**_values(question), "other": shorten(first.text), "line": str(line)})


@check(english=True, applies=answered)
def insider_question(outline: Outline) -> Iterator[Problem]:
    """Report a question under a customer heading that only the company would ask."""
    for question in outline.questions:
        if question.labelled and question.audience == "external":
            found = _cue("insider").search(folded(question.text))
            if found:
                match = question.text[slice(*found.span())]
                yield Problem(*question.heading, {**_values(question), "match": match})
