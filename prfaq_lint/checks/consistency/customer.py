"""Checks on whether the FAQ has the same customer, problem and numbers as the release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...document.source import Span
from ...outline.model import Outline
from ...strings import folded
from ..base import Problem, check
from .amounts import NUMERALS, Amount
from .statements import Statement, asks, both_sides, content, cue, facts, measured, words
from .wording import line_of, problem_at, said

_LEAST_STATEMENTS = 6
"""The minimum number of statements; a shorter release does not say enough to show who its customer is."""

_NO_CASE = ("dateline", "getting_started", "call_to_action")
"""The parts of the release whose numbers do not argue for the product."""

_COMPARED = 400
"""The number of amounts in the FAQ that are compared with one in the release."""

_CLAIMED_FROM = 100.0
"""The smallest count that is a claim about the world; a smaller count of people is a detail."""


@check(english=True, applies=both_sides)
def other_customer(outline: Outline) -> Iterator[Problem]:
    """Report an answer about who the customer is that has no word in common with the release."""
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
            whole = Span(0, len(first.text.rstrip()))
            yield problem_at(outline, first, whole, there, Span(0, len(there.text)))
            return


@check(phrases=(NUMERALS,), english=True, applies=both_sides)
def unexplained_number(outline: Outline) -> Iterator[Problem]:
    """Report numbers that support the release's case and that neither the release nor the FAQ explains.

    There is at most one finding for each draft. Values: `here`, `more`, `count`.
    """
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
    yield Problem(first.start + at.start, first.start + at.end, {"here": here, "more": more, "count": str(len(values))})


def _block(outline: Outline, statement: Statement) -> int:
    """Return the prose offset at which the block of a statement begins."""
    return outline.document.block_at(statement.start).start


def _sourced(outline: Outline, blocks: set[int]) -> set[int]:
    """Return those blocks of the release that name a source for their numbers, by their prose offsets."""
    texts: dict[int, list[str]] = {}
    for one in facts(outline).release:
        if not one.quoted and one.place not in _NO_CASE and _block(outline, one) in blocks:
            texts.setdefault(_block(outline, one), []).append(one.text)
    return {start for start, text in texts.items() if cue("sourced").search(folded(" ".join(text)))}


def _claims(amount: Amount, statement: Statement) -> bool:
    """Return whether an amount is a claim about the world that needs a source."""
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
    """Return whether an answer contains the number too, in a related sentence or under a question about numbers."""
    return any(
        amount.agrees(other) and (bool(one.stems & statement.stems) or _asks_numbers(one))
        for one, other in explained.get(amount.kind, ())[:_COMPARED]
    )


def _asks_numbers(statement: Statement) -> bool:
    return statement.question is not None and asks(statement.question, "asks_numbers")


@check(english=True, applies=both_sides)
def metric_beside_the_pain(outline: Outline) -> Iterator[Problem]:
    """Report success measured only in downloads, visits or sign-ups, although the problem is about something else."""
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
                    Span(found.start(), found.end()),
                    there,
                    Span(0, len(there.text)),
                )
                return
