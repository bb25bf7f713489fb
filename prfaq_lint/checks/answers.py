"""Checks on answers: does what stands under a question answer it?

Source: Amazon's advice on writing knows four good answers, "yes", "no", a number, and "I do not know, and I will find out
by Friday"; Ian McAllister asks for the answer first and the explanation afterwards, and warns against evasion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..reading.answers import asks_for, gives
from ..reading.facets import satisfies
from ..reading.strings import folded
from . import cues
from .base import Check, Problem, excerpt, once, shorten

if TYPE_CHECKING:
    from ..document import Document, Sentence
    from ..reading import Outline, Question

_SHORT = 60
"""Words of an answer beyond which it holds more than its first sentence says."""
_BRIEF = 40
_LONGEST = 2000
"""How many characters of an answer are read."""
_NAME = re.compile(r"[A-Z](?:(?<=[a-z,;:] .)[A-Za-z]+|(?<!\w.)[A-Z]{1,5}\b)")
_SOMEBODY = re.compile(
    r"[.!?;:]\s+(?!(?:The|We|It|This|That|These|I|But|Our|You|They|There|And|So|An?|In|For|However|As|Some|Every|Most|One)\b)"
    r"[A-Z][a-z]+ |\b[A-Z][a-z]+ [A-Z][a-z]+\b|\bowner\b"
)
"""A name that begins a sentence, or one of two words."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_FIRST_WORDS = re.compile(r"(?:[\W_]*[^\W_]+){1,3}")
_DEPENDING = ("depend", "vary", "varies", "differ")
"""In small letters, one of these stands wherever something is said to depend."""

_cue = partial(cues.cue, "answers")


def answered(outline: Outline) -> bool:
    """Whether a draft has answers to read."""
    return outline.type in ("prfaq", "faq-only", "other") and any(question.answer for question in outline.questions)


@once
def texts(outline: Outline) -> list[str]:
    """The words of the answer to each question, as far as they are read; "" where it is empty, to come, or no prose."""
    prose = outline.document.prose
    return [
        "\n".join(prose[start:end] for start, end in question.answer)[:_LONGEST]
        if question.answer_kind == "text"
        else ""
        for question in outline.questions
    ]


@dataclass
class _Reply:
    """A question that is answered in words, and how; what several checks ask of it is found out once."""

    document: Document
    question: Question
    text: str

    @cached_property
    def small(self) -> str:
        """The words of the answer in small letters."""
        return folded(self.text)

    @cached_property
    def _sentences(self) -> list[Sentence]:
        """The first two sentences of the answer."""
        start, end = self.question.answer[0]
        return [one for one in self.document.tokens.sentences_in(start, end) if one.end > start][:2]

    def opening(self, most: int = 1) -> tuple[int, int]:
        """The prose range of the first sentences, two at most."""
        start, end = self.question.answer[0]
        inside = self._sentences[:most]
        return start, min(end, inside[-1].end) if inside else end

    def begins(self, most: int = 1) -> str:
        """The first sentences in small letters."""
        start, end = self.opening(most)
        return folded(self.document.prose[start:end])


@once
def _replies(outline: Outline) -> list[_Reply]:
    """The questions that are answered in words."""
    return [
        _Reply(outline.document, question, text)
        for question, text in zip(outline.questions, texts(outline), strict=True)
        if text.strip()
    ]


def _unsettled(outline: Outline, question: Question) -> bool:
    """Whether the rule on a facet of the plan says already that this question gets no answer of substance."""
    return any(satisfies(facet, question) and not outline.settles(facet) for facet in question.topics)


def _simple(outline: Outline, question: Question) -> bool:
    """Whether an answer is one or two paragraphs without a table, a list, code or a link."""
    blocks = [outline.document.block_at(start) for start, _ in question.answer]
    listed = sum(block.leads for block in blocks) > 1 or any(block.depth > blocks[0].depth for block in blocks)
    marks = {mark.kind for block in blocks for mark in block.marks}
    return len(blocks) <= 2 and not listed and not marks & {"link", "code", "image"} and blocks[0].row == blocks[-1].row


def _firm(outline: Outline, reply: _Reply) -> bool:
    """Whether an answer holds something that can be checked: a number, a date, a name, a reason, a plain no."""
    own = {word for name in outline.product_names for word in name.split()}
    return bool(
        any(name not in own for name in _NAME.findall(reply.text))
        or _cue("verdict").match(reply.small)
        or _cue("firm").search(reply.small)
    )


def _problem(
    outline: Outline, question: Question, place: tuple[int, int], severity: str = "", variant: str = ""
) -> Problem:
    values = {"question": shorten(question.text), "match": excerpt(outline, *place, 60)}
    return Problem(*place, values, variant, severity)


def evasive_answer() -> Check:
    """A short answer that begins by putting the reader off, and holds no number, name, date, reason, yes or no."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            if (
                len(reply.text.split()) <= _SHORT
                and not _unsettled(outline, reply.question)
                and not _firm(outline, reply)
                and _puts_off(reply)
                and _simple(outline, reply.question)
            ):
                yield _problem(outline, reply.question, reply.opening())

    return Check(run, english=True, applies=answered)


def _puts_off(reply: _Reply) -> bool:
    """Whether the first sentence puts the reader off; to whom to turn is an answer only where something is to be done."""
    first = reply.begins()
    return bool(
        _cue("evasive").search(first)
        or (
            _cue("referral").search(first)
            and asks_for(reply.question.text) in ("quantity", "moment", "verdict", "reason")
        )
    )


def bare_it_depends() -> Check:
    """An answer that says "it depends" in its first two sentences, and nowhere on what, with which result."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            if (
                any(word in reply.small for word in _DEPENDING)
                and _cue("depends").search(reply.begins(2))
                and _simple(outline, reply.question)
                and not _cue("resolved").search(reply.small)
            ):
                yield _problem(outline, reply.question, reply.opening())

    return Check(run, english=True, applies=answered)


def answer_not_first() -> Check:
    """An answer that comes after something else. Variants: `quantity` and `moment` (warnings, where the amount follows
    later), `verdict`, `reason` and `choice` (notes)."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _not_first(outline):
            wanted = asks_for(reply.question.text)
            if not wanted or _unsettled(outline, reply.question):
                continue
            amount = wanted in ("quantity", "moment")
            if amount and not gives(wanted, reply.text):
                continue  # there is none, which is another matter
            yield _problem(outline, reply.question, reply.opening(), "warning" if amount else "note", wanted)

    return Check(run, english=True, applies=answered)


def _not_first(outline: Outline) -> list[_Reply]:
    """The answers whose first sentence does not answer, although the question asks for what it could give."""
    return [reply for reply in _replies(outline) if reply.question.answer_first is False]


def number_not_given() -> Check:
    """An answer without any amount or date to a question that asks for one. Variants: `quantity`, `moment`."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _not_first(outline):
            wanted = asks_for(reply.question.text)
            if (
                wanted in ("quantity", "moment")
                and _simple(outline, reply.question)
                and not gives(wanted, reply.text)
                and not _unsettled(outline, reply.question)
            ):
                yield _problem(outline, reply.question, reply.opening(), variant=wanted)

    return Check(run, english=True, applies=answered)


def denial(*, facets: list[str]) -> Check:
    """An answer to one of the company's questions on these facets that denies that there is anything, and admits nothing after it."""
    about = frozenset(facets)

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            question = reply.question
            if (
                question.audience == "internal"
                and not about.isdisjoint(question.topics)
                and _cue("denial").search(reply.begins())
                and not _cue("admits").search(reply.small)
                and not _unsettled(outline, question)
            ):
                yield _problem(outline, question, reply.opening())

    return Check(run, english=True, applies=answered)


def copied_answer(*, least: int = 8) -> Check:
    """The same answer, of at least so many words, under two different questions."""

    def run(outline: Outline) -> Iterator[Problem]:
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

    return Check(run, applies=answered)


def _opening(text: str) -> str:
    """The first words of an answer, which are those of its copy too."""
    found = _FIRST_WORDS.match(text)
    return _bare(found.group()) if found else ""


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.lower()).strip()


def belief_instead_of_test(*, facets: list[str]) -> Check:
    """An answer on one of these facets that says what the company believes, with no number, test or source in it."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            question = reply.question
            if (
                any(satisfies(facet, question) for facet in facets)
                and not _cue("tested").search(reply.small)
                and _cue("belief").search(reply.begins())
                and not _unsettled(outline, question)
            ):
                yield _problem(outline, question, reply.opening())

    return Check(run, english=True, applies=answered)


def throat_clearing() -> Check:
    """An answer that begins with words about the question, or about itself."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            found = _cue("throat").match(reply.small)
            start, end = reply.question.answer[0]
            if found and start + found.end() <= end:
                cleared = reply.text[: found.end()]
                begin = start + len(cleared) - len(cleared.lstrip(' \n"“'))
                yield _problem(outline, reply.question, (begin, start + len(cleared.rstrip(" !.,:;–—-"))))

    return Check(run, english=True, applies=answered)


def unknown_without_plan() -> Check:
    """A short answer that says "we do not know", and neither who finds out, nor when, nor how."""

    def run(outline: Outline) -> Iterator[Problem]:
        for reply in _replies(outline):
            found = _cue("unknown").match(reply.small)
            if (
                found
                and len(reply.text.split()) <= _BRIEF
                and _simple(outline, reply.question)
                and not _cue("planned").search(reply.small[found.end() :])
                and not _SOMEBODY.search(reply.text[found.end() :])
            ):
                yield _problem(outline, reply.question, reply.opening())

    return Check(run, english=True, applies=answered)
