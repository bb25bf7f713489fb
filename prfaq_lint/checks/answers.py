"""Checks on answers: does the text under a question answer it?

Source: Amazon's advice on writing lists four good answers: "yes", "no", a number, and "I don't know, and I will find
out by Friday". Ian McAllister asks for the answer first and the explanation afterwards, and warns against evasion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..document.tokens import Sentence
from ..outline import thresholds
from ..outline.faq.answers import asks_for, gives
from ..outline.model import Outline, Question
from ..reader.labels import VERDICTS
from ..strings import folded
from . import cues
from .base import Check, Problem, check, excerpt, kind, once, shorten

if TYPE_CHECKING:
    from ..document.draft import Document

_LONGEST = 2000
"""The number of characters of an answer that are read."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_FIRST_WORDS = re.compile(r"(?:[\W_]*[^\W_]+){1,3}")


def answered(outline: Outline) -> bool:
    """Return whether a draft has answers to read."""
    return outline.type in ("prfaq", "faq-only", "other") and any(question.answer for question in outline.questions)


@once
def texts(outline: Outline) -> list[str]:
    """Return the text of each answer, cut to `_LONGEST` characters; "" if it is empty, still to come, or code."""
    prose = outline.document.prose
    return [
        "\n".join(prose[start:end] for start, end in question.answer)[:_LONGEST]
        if question.answer_kind == "text"
        else ""
        for question in outline.questions
    ]


@dataclass
class _Reply:
    """A question that is answered in words, and its answer."""

    document: Document
    question: Question
    text: str

    @cached_property
    def lower(self) -> str:
        """Return the text of the answer in lower case."""
        return folded(self.text)

    @cached_property
    def opening(self) -> tuple[int, int]:
        """Return the prose range of the first sentence."""
        start, end = self.question.answer[0]
        inside = [one for one in self.document.tokens.sentences_in(start, end) if one.end > start][:1]
        return start, min(end, _end(inside, end))


def _end(sentences: list[Sentence], end: int) -> int:
    return sentences[-1].end if sentences else end


@once
def _replies(outline: Outline) -> list[_Reply]:
    """Return the questions that are answered in words."""
    return [
        _Reply(outline.document, question, text)
        for question, text in zip(outline.questions, texts(outline), strict=True)
        if text.strip()
    ]


def _lacks_facet(outline: Outline, question: Question) -> bool:
    """Return whether a facet's rule already reports that this question has no substantial answer."""
    return any(not outline.covers(facet) and question.asks_directly(facet) for facet in question.topics)


def _is_link(outline: Outline, question: Question) -> bool:
    """Return whether an answer is only a link, so that the reader of the draft finds the answer elsewhere."""
    start, end = question.answer[0][0], question.answer[-1][1]
    marks = outline.document.block_at(start).marks
    said = outline.document.prose[start:end].strip()
    return any(mark.kind == "link" and outline.document.prose[mark.start : mark.end].strip() == said for mark in marks)


def _problem(
    outline: Outline, question: Question, place: tuple[int, int], severity: str = "", variant: str = ""
) -> Problem:
    values = {"question": shorten(question.text), "match": excerpt(outline, *place, 60)}
    return Problem(*place, values, variant, severity)


@kind
def answer_verdict(*, verdict: str) -> Check:
    """Report answers that the reader judges in one way: `hollow`, `evasive`, `deferred` or `offtopic`."""
    if verdict not in VERDICTS:
        raise ValueError(f"unknown verdict “{verdict}” (known: {', '.join(VERDICTS)})")

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            question = reply.question
            if (
                question.verdict == verdict
                and question.bad >= thresholds.BAD_ANSWER
                and not question.answers
                and not _lacks_facet(outline, question)
                and not _is_link(outline, question)
            ):
                yield _problem(outline, question, reply.opening)

    return Check(run, english=True, applies=answered)


@check(english=True, applies=answered)
def answer_not_first(outline: Outline) -> Iterator[Problem]:
    """Report an answer that is preceded by something else.

    Variants: `quantity` and `moment` (warnings; the amount follows later), `verdict`, `reason` and `choice` (notes).
    """
    for reply in _replies(outline):
        wanted = asks_for(reply.question.text)
        if reply.question.answer_first is not False or not wanted or _lacks_facet(outline, reply.question):
            continue
        amount = wanted in ("quantity", "moment")
        if amount and not gives(wanted, reply.text):
            continue  # a missing amount is a separate problem
        yield _problem(outline, reply.question, reply.opening, "warning" if amount else "note", wanted)


@check(applies=answered)
def copied_answer(outline: Outline, *, least: int = 8) -> Iterator[Problem]:
    """Report the same answer, of at least `least` words, under two different questions."""
    replies = _replies(outline)
    openings = [_opening(reply.text) for reply in replies]
    often = Counter(openings)
    seen: dict[str, Question] = {}
    for reply, opening in zip(replies, openings, strict=True):
        if often[opening] == 1:
            continue
        question, key = reply.question, _bare(reply.text)
        if len(key.split()) < least:
            continue
        first = seen.setdefault(key, question)
        if first is not question and _bare(first.text) != _bare(question.text):
            line = outline.document.lines(first.start, first.start + 1)[0]
            values = {"question": shorten(question.text), "other": shorten(first.text), "line": str(line)}
            yield Problem(question.answer[0][0], question.answer[-1][1], values)


def _opening(text: str) -> str:
    """Return the first words of an answer, which an identical answer shares."""
    found = _FIRST_WORDS.match(text)
    return _bare(found.group()) if found else ""


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.lower()).strip()


@check(english=True, applies=answered)
def throat_clearing(outline: Outline) -> Iterator[Problem]:
    """Report an answer that begins with words about the question, or about itself."""
    for reply in _replies(outline):
        found = cues.cue("answers", "throat").match(reply.lower)
        start, end = reply.question.answer[0]
        if found and start + found.end() <= end:
            cleared = reply.text[: found.end()]
            begin = start + len(cleared) - len(cleared.lstrip(' \n"“'))
            yield _problem(outline, reply.question, (begin, start + len(cleared.rstrip(" !.,:;–—-"))))
