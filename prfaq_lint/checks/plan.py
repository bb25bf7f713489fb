"""Checks on the FAQ: does it exist, does it contain the plan, is every question answered?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from ..assessment import CORE, MISSING, UNREASONED, assess, has_plan
from ..outline.faq.answers import reason_of
from ..outline.model import FACETS, Outline
from ..outline.structure.sections import normalise
from ..outline.structure.units import BOLD_LINE
from ..outline.structure.zones import FAQ_ZONES
from .base import Check, Problem, check, excerpt, kind, shorten, whole_line


def _draft(outline: Outline) -> bool:
    return outline.type in ("prfaq", "pr-only", "faq-only", "other")


def _with_faq(outline: Outline) -> bool:
    return _draft(outline) and bool(outline.questions)


def _faq_line(outline: Outline, internal: bool = False) -> tuple[int, int]:
    """Return where to report something missing from the FAQ: the heading of its (internal) part, or its first question.

    A bold line counts only if it names such a part.
    """
    zones = ("internal",) if internal else FAQ_ZONES
    for unit, zone in zip(outline.units, outline.zones, strict=True):
        if unit.kind == "heading" and zone in zones and (unit.level < BOLD_LINE or outline.sections.zone(unit.text)):
            return unit.start, unit.end
    if internal:
        return _faq_line(outline)
    if outline.questions:
        return outline.questions[0].start, outline.questions[0].start + 1
    return whole_line(outline)


_FAQ = re.compile(r"faqs?\b|\bfrequently[\s_-]asked[\s_-]questions\b", re.IGNORECASE)


@check(applies=_draft)
def missing_faq(outline: Outline) -> Iterator[Problem]:
    """Report a release without questions and answers; a warning if neither it nor its name promises a FAQ.

    Both are errors if settings ask for it.
    """
    if not outline.questions:
        heading = next(
            (
                (unit.start, unit.end)
                for unit, zone in zip(outline.units, outline.zones, strict=True)
                if unit.kind == "heading" and zone in ("faq", "internal", "external")
            ),
            None,
        )
        name = PurePath(outline.document.path).name
        promised = heading or _FAQ.search(outline.document.prose) or _FAQ.search(name)
        severity = "" if promised else "warning"
        yield Problem(*(heading or whole_line(outline)), subject="faq", severity=severity, unless_set=True)


@check(applies=_with_faq)
def missing_internal_faq(outline: Outline, *, least: int = 3) -> Iterator[Problem]:
    """Report a FAQ without the company's own questions: no internal part and fewer than `least` such questions.

    Variant `none`: there are no such questions at all.
    """
    inside = [question for question in outline.questions if question.audience == "internal"]
    if len(inside) < least and not any(question.labelled for question in inside):
        values = {"count": str(len(inside)), "total": str(len(outline.questions))}
        yield Problem(*_faq_line(outline), values, "" if inside else "none", subject="internal faq")


@kind
def facet(*, facet: str, ask: str, holds: str) -> Check:
    """Report a facet of the plan that is not asked about or not answered with substance.

    Variants: `unasked`, `unanswered`, `unreasoned` (declared not applicable without a reason; the words are the same
    for all facets). If `assess` is not sure, the check is silent; an empty answer is reported by the rule on empty
    answers.

    A core topic that is missing is a warning rather than an error if the draft has a plan otherwise.

    Args:
        facet: One of `reader.labels.FACETS`.
        ask: The question, ready to paste; the message can quote it.
        holds: The required content of the answer; the message can quote it.
    """
    if facet not in FACETS:
        raise ValueError(f"unknown facet “{facet}” (known: {', '.join(FACETS)})")

    wording = {"ask": ask, "holds": holds}

    def run(outline: Outline) -> Iterator[Problem]:
        topic = assess(outline, facet, ask)
        if topic.state == UNREASONED:
            aside = outline.not_applicable[facet]
            yield Problem(aside.start, aside.end, {}, "unreasoned", span=aside.comment)
        elif topic.thin_question:
            question = topic.thin_question
            yield Problem(*question.heading, {**wording, "question": shorten(question.text)}, "unanswered")
        elif topic.state == MISSING:
            gap = "warning" if facet in CORE and has_plan(outline) else ""
            yield Problem(*_faq_line(outline, internal=True), wording, "unasked", gap, subject=facet)

    return Check(run, english=True, applies=_with_faq)


@kind
def required_question(*, questions: list[dict[str, Any]]) -> Check:
    """Report missing questions that an organisation requires.

    Each has a `text` and `phrases`; a question that contains the text or one of the phrases satisfies it.
    """
    for wanted in questions:
        if not isinstance(wanted, dict) or not wanted.get("text") or not wanted.get("phrases"):
            raise ValueError("a required question needs “text” and “phrases”")

    def run(outline: Outline) -> Iterator[Problem]:
        asked = [f" {normalise(question.text)} " for question in outline.questions]
        for wanted in questions:
            known = [normalise(phrase) for phrase in (wanted["text"], *wanted["phrases"])]
            if not any(f" {phrase} " in question for phrase in known for question in asked if phrase):
                yield Problem(*_faq_line(outline), {"question": wanted["text"]}, subject=str(wanted["text"]))

    return Check(run, applies=_with_faq)


_NOT_APPLICABLE = "or, where it does not apply, write “Not applicable: ” and the reason"


@kind
def answer(*, kinds: list[str]) -> Check:
    """Report questions whose answer is of one of these kinds: `empty`, `tbd`, `slot`."""
    unknown = set(kinds) - {"empty", "tbd", "slot"}
    if unknown:
        raise ValueError(f"unknown kind of answer “{sorted(unknown)[0]}” (known: empty, tbd, slot)")

    def run(outline: Outline) -> Iterator[Problem]:
        for question in outline.questions:
            if question.answer_kind in kinds:
                start, end = question.start, question.answer[0][0] - 1 if question.answer else question.end
                if question.answer and question.answer_kind != "empty":
                    start, end = question.answer[0][0], question.answer[-1][1]
                values = {"question": shorten(question.text), "match": excerpt(outline, start, end, 40)}
                aside = question.answer and reason_of(outline.document.prose[start:end].strip()) == ""
                yield Problem(start, end, values, hint=_NOT_APPLICABLE if aside else "")

    return Check(run, applies=_with_faq)
