"""The customer, her pain, and the numbers about her: does the FAQ speak of the same ones?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...strings import folded
from ..base import Check, Problem, check
from .amounts import NUMERALS, Amount
from .statements import Statement, asks, both_sides, content, cue, facts, measured, words
from .wording import line_of, problem_at, said

if TYPE_CHECKING:
    from ...outline import Outline

_LEAST_STATEMENTS = 6
"""A shorter release does not say enough to tell whom it speaks of."""

_NO_CASE = ("dateline", "getting_started", "call_to_action")
"""Parts of the release that make no case."""

_COMPARED = 400
"""Amounts of the FAQ that are looked at for one of the release."""

_CLAIMED_FROM = 100.0
"""A count of people or things below this is a detail; from here on it is a claim about the world."""


@check
def other_customer() -> Check:
    """The answer that says who the customer is names nobody of whom the release speaks."""

    def run(outline: Outline) -> Iterator[Problem]:
        draft = facts(outline)
        if len(draft.release) < _LEAST_STATEMENTS:
            return
        for question in outline.questions:
            if not asks(question, "asks_customer"):
                continue
            mine = draft.answer_to.get(question.start, [])
            first = next((one for one in mine if len(one.stems) >= 2), None)
            if first is None or first.masked.strip() == "" or first is not mine[0]:
                continue
            who = content(first.lower)
            if not 2 <= len(who) <= 14 or not draft.known.isdisjoint(one[:5] for one in who):
                continue
            there = next((one for one in draft.release if one.place in ("summary", "problem", "headline")), None)
            if there is not None:
                whole = Amount(0, len(first.text.rstrip()), 0, 0, "words", "", "", "", "")
                yield problem_at(
                    outline, first, whole, there, Amount(0, len(there.text), 0, 0, "words", "", "", "", "")
                )
                return

    return Check(run, english=True, applies=both_sides)


@check
def unexplained_number() -> Check:
    """Numbers with which the release makes its case, and that nothing explains: neither the release nor the FAQ. One
    finding a draft. Values: `here`, `more`, `count`."""

    def run(outline: Outline) -> Iterator[Problem]:
        claims = [
            (one, amount)
            for one in measured(outline)
            if one.released and one.place not in _NO_CASE
            for amount in one.amounts
            if _claims(amount, one)
        ]
        if not claims:
            return
        explained: dict[str, list[tuple[Statement, Amount]]] = {}
        for one in measured(outline):
            if not one.released:
                for amount in one.amounts:
                    explained.setdefault(amount.kind, []).append((one, amount))
        sourced = _sourced(outline, {_block(outline, one) for one, _ in claims})
        missing = [
            (one, amount)
            for one, amount in claims
            if _block(outline, one) not in sourced and not _is_explained(amount, one, explained)
        ]
        if not missing:
            return
        values: dict[str, int] = {}
        for statement, amount in missing:
            values.setdefault(said(statement, amount), line_of(outline, statement, amount))
        first, at = missing[0]
        here = said(first, at)
        rest = [f"“{text}” on line {line}" for text, line in values.items() if text != here]
        more = f" or {' or '.join(rest[:2])}" if rest else ""
        yield Problem(
            first.start + at.start, first.start + at.end, {"here": here, "more": more, "count": str(len(values))}
        )

    return Check(run, (NUMERALS,), english=True, applies=both_sides)


def _block(outline: Outline, statement: Statement) -> int:
    """Where the block of a statement begins."""
    return outline.document.block_at(statement.start).start


def _sourced(outline: Outline, blocks: set[int]) -> set[int]:
    """Those of some blocks of the release whose numbers come from somewhere."""
    texts: dict[int, list[str]] = {}
    for one in facts(outline).release:
        if not one.quoted and one.place not in _NO_CASE and _block(outline, one) in blocks:
            texts.setdefault(_block(outline, one), []).append(one.text)
    return {start for start, text in texts.items() if cue("sourced").search(folded(" ".join(text)))}


def _claims(amount: Amount, statement: Statement) -> bool:
    """Whether an amount says something about the world that somebody must have found out."""
    if amount.kind in ("%", "points"):
        return amount.low < 100 and not cue("not_a_claim").search(statement.lower)
    if amount.kind == "times":
        return amount.low >= 2 and bool(
            re.search(r"x|×|fold|times (?:faster|more|less|as|cheaper)", statement.text[amount.start : amount.end + 14])
        )
    if amount.kind == "count":
        return amount.low >= _CLAIMED_FROM and amount.noun in words("people")
    return False


def _is_explained(amount: Amount, statement: Statement, explained: dict[str, list[tuple[Statement, Amount]]]) -> bool:
    """Whether an answer has the number too, in a sentence or under a question about the same thing."""
    return any(
        amount.agrees(other) and (bool(one.stems & statement.stems) or _asks_numbers(one))
        for one, other in explained.get(amount.kind, ())[:_COMPARED]
    )


def _asks_numbers(statement: Statement) -> bool:
    return statement.question is not None and asks(statement.question, "asks_numbers")


@check
def metric_beside_the_pain() -> Check:
    """Success is counted in downloads, visits or sign-ups alone, though the problem speaks of something else."""

    def run(outline: Outline) -> Iterator[Problem]:
        draft = facts(outline)
        asked = [question for question in outline.questions if "metrics" in question.topics]
        problem = [one for one in draft.release if one.place == "problem"]
        if not asked or not problem:
            return
        answers = [draft.answer_to.get(question.start, []) for question in asked]
        if any(cue("real_outcome").search(folded(one.text)) for answer in answers for one in answer):
            return
        pain = {part for one in problem for part in one.stems}
        for answer in answers:
            for here in answer:
                found = cue("vanity").search(here.lower)
                if found and re.search(r"\d", here.masked) and pain.isdisjoint(content(found.group())):
                    there = problem[0]
                    yield problem_at(
                        outline,
                        here,
                        Amount(found.start(), found.end(), 0, 0, "words", "", "", "", ""),
                        there,
                        Amount(0, len(there.text), 0, 0, "words", "", "", "", ""),
                    )
                    return

    return Check(run, english=True, applies=both_sides)
