"""Checks on answers: does what stands under a question answer it?

Source: Amazon's advice on writing knows four good answers, "yes", "no", a number, and "I do not know, and I will find out
by Friday"; Ian McAllister asks for the answer first and the explanation afterwards, and warns against evasion.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ..reading.answers import asks_for, gives
from ..reading.facets import satisfies
from .base import Check, Problem, excerpt, shorten

if TYPE_CHECKING:
    from ..reading import Outline, Question

_SHORT = 60
"""Words of an answer beyond which it holds more than its first sentence says."""
_BRIEF = 40
_LONGEST = 2000
"""How many characters of an answer are read."""
_NAME = re.compile(r"(?<=[a-z,;:] )(?!I\b)[A-Z][A-Za-z]+|\b[A-Z]{2,6}\b")
_SOMEBODY = re.compile(
    r"[.!?;:]\s+(?!(?:The|We|It|This|That|These|I|But|Our|You|They|There|And|So|An?|In|For|However|As|Some|Every|Most|One)\b)"
    r"[A-Z][a-z]+ |\b[A-Z][a-z]+ [A-Z][a-z]+\b|\bowner\b"
)
"""A name that begins a sentence, or one of two words."""
_NOT_LETTERS = re.compile(r"[\W_]+")


@cache
def cue(name: str) -> re.Pattern[str]:
    """The expression for a list of the vocabulary; it holds wherever one of the list's does."""
    lists = tomllib.loads((resources.files(__package__) / "answers.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(lists[name]), re.IGNORECASE)


def answered(outline: Outline) -> bool:
    """Whether a draft has answers to read."""
    return outline.type in ("prfaq", "faq-only", "other") and any(question.answer for question in outline.questions)


def text_of(outline: Outline, question: Question) -> str:
    """The words of an answer, as far as they are read; "" where it is empty, to come, or no prose."""
    if question.answer_kind != "text" or not question.answer:
        return ""
    return "\n".join(outline.document.prose[start:end] for start, end in question.answer)[:_LONGEST]


def _prose(outline: Outline) -> Iterator[tuple[Question, str]]:
    """The questions that are answered in words, and how."""
    for question in outline.questions:
        text = text_of(outline, question)
        if text.strip():
            yield question, text


def first_sentences(outline: Outline, question: Question, most: int = 1) -> tuple[int, int]:
    """The prose range of an answer's first sentences."""
    start, end = question.answer[0]
    inside = [one for one in outline.document.tokens.sentences_in(start, end) if one.end > start][:most]
    return start, min(end, inside[-1].end) if inside else end


def _unsettled(outline: Outline, question: Question) -> bool:
    """Whether the rule on a facet of the plan says already that this question gets no answer of substance."""
    return any(satisfies(facet, question) and not outline.settles(facet) for facet in question.topics)


def _simple(outline: Outline, question: Question) -> bool:
    """Whether an answer is one or two paragraphs without a table, a list, code or a link."""
    blocks = [outline.document.block_at(start) for start, _ in question.answer]
    listed = sum(block.leads for block in blocks) > 1 or any(block.depth > blocks[0].depth for block in blocks)
    marks = {mark.kind for block in blocks for mark in block.marks}
    return len(blocks) <= 2 and not listed and not marks & {"link", "code", "image"} and blocks[0].row == blocks[-1].row


def _firm(outline: Outline, text: str) -> bool:
    """Whether a text holds something that can be checked: a number, a date, a name, a reason, a plain no."""
    own = {word for name in outline.product_names for word in name.split()}
    names = [name for name in _NAME.findall(text) if name not in own]
    return bool(cue("firm").search(text) or cue("verdict").match(text) or names)


def _problem(
    outline: Outline, question: Question, place: tuple[int, int], severity: str = "", variant: str = ""
) -> Problem:
    values = {"question": shorten(question.text), "match": excerpt(outline, *place, 60)}
    return Problem(*place, values, variant, severity)


def evasive_answer() -> Check:
    """A short answer that begins by putting the reader off, and holds no number, name, date, reason, yes or no."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            place = first_sentences(outline, question)
            first = outline.document.prose[place[0] : place[1]]
            away = cue("evasive").search(first) or (
                asks_for(question.text) in ("quantity", "moment", "verdict", "reason") and cue("referral").search(first)
            )
            if (
                away
                and len(text.split()) <= _SHORT
                and _simple(outline, question)
                and not _firm(outline, text)
                and not _unsettled(outline, question)
            ):
                yield _problem(outline, question, place)

    return Check(run, english=True, applies=answered)


def bare_it_depends() -> Check:
    """An answer that says "it depends" in its first two sentences, and nowhere on what, with which result."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            place = first_sentences(outline, question, 2)
            found = cue("depends").search(outline.document.prose[place[0] : place[1]])
            if found and _simple(outline, question) and not cue("resolved").search(text):
                yield _problem(outline, question, first_sentences(outline, question))

    return Check(run, english=True, applies=answered)


def answer_not_first() -> Check:
    """An answer that comes after something else. Variants: `quantity` and `moment` (warnings, where the amount follows
    later), `verdict`, `reason` and `choice` (notes)."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            wanted = asks_for(question.text)
            if not wanted or question.answer_first is not False or _unsettled(outline, question):
                continue
            amount = wanted in ("quantity", "moment")
            if amount and not gives(wanted, text):
                continue  # there is none, which is another matter
            place = first_sentences(outline, question)
            yield _problem(outline, question, place, "warning" if amount else "note", wanted)

    return Check(run, english=True, applies=answered)


def number_not_given() -> Check:
    """An answer without any amount or date to a question that asks for one. Variants: `quantity`, `moment`."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            wanted = asks_for(question.text)
            if (
                wanted in ("quantity", "moment")
                and question.answer_first is False
                and _simple(outline, question)
                and not gives(wanted, text)
                and not _unsettled(outline, question)
            ):
                yield _problem(outline, question, first_sentences(outline, question), variant=wanted)

    return Check(run, english=True, applies=answered)


def denial(*, facets: list[str]) -> Check:
    """An answer to one of the company's questions on these facets that denies that there is anything, and admits nothing after it."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            if question.audience != "internal" or not set(facets) & set(question.topics):
                continue
            place = first_sentences(outline, question)
            found = cue("denial").search(outline.document.prose[place[0] : place[1]])
            if found and not cue("admits").search(text) and not _unsettled(outline, question):
                yield _problem(outline, question, place)

    return Check(run, english=True, applies=answered)


def copied_answer(*, least: int = 8) -> Check:
    """The same answer, of at least so many words, under two different questions."""

    def run(outline: Outline) -> Iterator[Problem]:
        seen: dict[str, Question] = {}
        for question, text in _prose(outline):
            key = _bare(text)
            if len(key.split()) < least:
                continue
            first = seen.setdefault(key, question)
            if first is not question and _bare(first.text) != _bare(question.text):
                line = outline.document.lines(first.start, first.start + 1)[0]
                values = {"question": shorten(question.text), "other": shorten(first.text), "line": str(line)}
                yield Problem(question.answer[0][0], question.answer[-1][1], values)

    return Check(run, applies=answered)


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.lower()).strip()


def belief_instead_of_test(*, facets: list[str]) -> Check:
    """An answer on one of these facets that says what the company believes, with no number, test or source in it."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            if not any(satisfies(facet, question) for facet in facets) or cue("tested").search(text):
                continue
            place = first_sentences(outline, question)
            found = cue("belief").search(outline.document.prose[place[0] : place[1]])
            if found and not _unsettled(outline, question):
                yield _problem(outline, question, place)

    return Check(run, english=True, applies=answered)


def throat_clearing() -> Check:
    """An answer that begins with words about the question, or about itself."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            found = cue("throat").match(text)
            start = question.answer[0][0]
            if found and start + found.end() <= question.answer[0][1]:
                begin = start + len(found.group()) - len(found.group().lstrip(' \n"“'))
                yield _problem(outline, question, (begin, start + len(found.group().rstrip(" !.,:;–—-"))))

    return Check(run, english=True, applies=answered)


def unknown_without_plan() -> Check:
    """A short answer that says "we do not know", and neither who finds out, nor when, nor how."""

    def run(outline: Outline) -> Iterator[Problem]:
        for question, text in _prose(outline):
            found = cue("unknown").match(text)
            rest = text[found.end() :] if found else ""
            if (
                found
                and len(text.split()) <= _BRIEF
                and _simple(outline, question)
                and not cue("planned").search(rest)
                and not _SOMEBODY.search(rest)
            ):
                yield _problem(outline, question, first_sentences(outline, question))

    return Check(run, english=True, applies=answered)
