"""Key numbers: the same thing measured or counted, with another value in the other place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..base import Check, Problem, check
from .amounts import CURRENCIES, NUMERALS, Amount
from .statements import Facts, Statement, asked, both_sides, content, cue, facts, measured, stem
from .wording import problem_at, said

if TYPE_CHECKING:
    from ...outline import Outline

_CANDIDATES = 40
"""Amounts of one unit and noun that are compared on either side; no hostile draft may cost the square of its length."""

_SAME_WORDS, _SAME_SHARE = 4, 0.5
"""How many words of weight two sentences share, and which part of the shorter one, when both say the same thing."""

_FARTHEST = 12
"""Two values of the same quantity that contradict each other by accident lie within this factor."""

_DEFINITE = re.compile(r"(?:^|[,;:]\s*|\band )\s*the $", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"\b(?:is|are|was|were|comes?|rests?|stands?)\b",
    re.IGNORECASE,
)
_ASKS_NUMBERS = re.compile(r"\b(?:numbers?|figures?|evidence|claims?|stats|statistics|how (?:firm|sure)|know)\b")
_FREE_BEFORE = re.compile(r"\bfree(?: for)?(?: the)?(?: first)? $", re.IGNORECASE)
_FREE_AFTER = re.compile(r"(?:[ -]free\b|(?: of (?:use|service))? (?:is|are) free\b)", re.IGNORECASE)


@dataclass(eq=False)
class _Use:
    """An amount where it stands."""

    statement: Statement
    amount: Amount
    key: str
    names: frozenset[str]
    """Stems of the product's names."""

    @cached_property
    def _text(self) -> str:
        """The words near it, in small letters."""
        return self.statement.around(self.amount.start, self.amount.end)

    @cached_property
    def _own(self) -> frozenset[str]:
        """Stems of its noun, its unit and the product's names."""
        amount = self.statement.lower[self.amount.start : self.amount.end]
        return self.names.union((stem(self.amount.noun),), content(amount))

    @cached_property
    def around(self) -> frozenset[str]:
        """Stems of the words near it, its own noun and unit left out."""
        return frozenset(content(self._text)) - self._own

    @cached_property
    def asked(self) -> frozenset[str]:
        """Stems of the question that the statement answers first."""
        question = self.statement.question
        return _asked(asked(question)) - self._own if question and self.statement.first else frozenset()

    @cached_property
    def other_case(self) -> frozenset[str]:
        """What near it says that it is a goal, a limit or a supposition."""
        found = frozenset(one.group() for one in cue("other_case").finditer(self._text))
        return frozenset(one for one in found if stem(one) not in self._own)


@lru_cache(maxsize=256)
def _asked(question: str) -> frozenset[str]:
    """Stems of a question that does not ask for the numbers themselves."""
    return frozenset() if _ASKS_NUMBERS.search(question) else frozenset(content(question))


@check
def conflicting_numbers() -> Check:
    """The FAQ gives another value than the release for the same quantity. Variants: "" and `unknown`: the FAQ explains a
    number that the release does not have."""

    def run(outline: Outline) -> Iterator[Problem]:
        draft = facts(outline)
        names = frozenset(stem(word) for name in outline.product_names for word in name.split())
        said_there = [use for one in measured(outline) if one.released for use in _uses(one, names)]
        said_here = [use for one in measured(outline) if not one.released for use in _uses(one, names)]
        there, here = _by_key(said_there), _by_key(said_here)
        reported: set[int] = set()
        for problem in _unknown(outline, said_there, said_here):
            reported.add(problem.start)
            yield problem
        for key, uses in there.items():
            values = {use.amount.low for use in uses}
            others = here.get(key, [])
            # What the release says too, of something, is no contradiction.
            unsaid = [other for other in others if other.amount.low not in values]
            for use in uses if unsaid else ():
                differing = [other for other in unsaid if not use.amount.agrees(other.amount)]
                if not differing:
                    continue
                confirmed = any(use.amount.agrees(other.amount) and _alike(use, other) for other in others)
                for other in differing:
                    at = other.statement.start + other.amount.start
                    if at not in reported and _contradicts(draft, use, other, confirmed):
                        reported.add(at)
                        yield problem_at(outline, other.statement, other.amount, use.statement, use.amount)

    return Check(run, (NUMERALS,), english=True, applies=both_sides)


def _by_key(uses: list[_Use]) -> dict[str, list[_Use]]:
    """The first uses of each unit and noun."""
    index: dict[str, list[_Use]] = {}
    for use in uses:
        places = index.setdefault(use.key, [])
        if len(places) < _CANDIDATES:
            places.append(use)
    return index


def _uses(statement: Statement, names: frozenset[str]) -> Iterator[_Use]:
    for amount in statement.amounts:
        if amount.kind in CURRENCIES and (amount.period or amount.per):
            continue  # a price, most likely; that is another rule's
        key = f"{amount.kind}:{stem(amount.noun)}" if amount.noun else amount.kind
        if amount.kind == "time" and _free(statement.masked, amount):
            key = "time:free"
        yield _Use(statement, amount, key, names)


def _free(text: str, amount: Amount) -> bool:
    """Whether a time is how long the product may be used without paying."""
    return "free" in text.lower() and bool(
        _FREE_BEFORE.search(text[max(0, amount.start - 24) : amount.start])
        or re.search(r"\bfree\b", text[amount.start : amount.end], re.IGNORECASE)
        or (_FREE_AFTER.match(text, amount.end) and re.search(r"\bfirst $", text[: amount.start], re.IGNORECASE))
    )


def _contradicts(draft: Facts, there: _Use, here: _Use, confirmed: bool) -> bool:
    """Whether two amounts of one unit and noun that do not agree are about the same thing and cannot both be right."""
    if here.key == "time:free":
        return not confirmed
    if here.key.startswith("count:") and not confirmed and _study(there) and _study(here) and _same_study(there, here):
        return True
    return (
        _comparable(there.amount, here.amount)
        and _same_thing(draft, there, here, confirmed)
        and not any(one.agrees(there.amount) for one in here.statement.amounts if one.kind == there.amount.kind)
        and there.other_case == here.other_case
    )


def _comparable(there: Amount, here: Amount) -> bool:
    """Whether two amounts of one unit and noun can be values of one quantity."""
    if there.period != here.period:
        return False
    low, high = sorted((there.low, here.low))
    if high > _FARTHEST * max(low, 1e-9):
        return False  # ten minutes and sixty days measure different things
    if there.kind == "%" and abs(there.low + here.low - 100) < 0.5:
        return False  # the other side of the same share
    return there.kind != "count" or not there.modifiers or not here.modifiers or there.modifiers == here.modifiers


def _same_thing(draft: Facts, there: _Use, here: _Use, confirmed: bool) -> bool:
    """Whether the words around two comparable amounts say that they are of the same thing."""
    # Part of what must be in common is there already: the noun that is counted, or “a day”.
    joined = bool(there.amount.noun or there.amount.period)
    anywhere = there.statement.stems & (here.statement.stems | here.asked)
    if len(anywhere - {stem(there.amount.noun)}) < 2 - joined:
        return False
    shared = there.around & (here.around | here.asked)
    fewest = min(len(there.around), max(1, len(here.around)))
    if len(shared) >= 2 - joined and len(shared) >= (0.6 if confirmed else 0.5) * fewest:
        if len(shared) == fewest or any(map(draft.rare, shared)):
            return True
    if confirmed:
        return False
    if there.amount.modifiers and there.amount.modifiers == here.amount.modifiers:
        return len(there.statement.stems & here.statement.stems) > len(there.amount.modifiers) + 1
    return _alone(there) and _alone(here) and _same_sentence(there, here)


def _alone(use: _Use) -> bool:
    """Whether the sentence has no other amount of the kind, so that it is about this one."""
    return sum(one.kind == use.amount.kind for one in use.statement.amounts) == 1


def _same_sentence(one: _Use, other: _Use) -> bool:
    """Whether two sentences say the same thing in much the same words."""
    shared = len(one.statement.stems & other.statement.stems)
    fewest = min(len(one.statement.stems), len(other.statement.stems))
    return shared >= _SAME_WORDS and shared >= _SAME_SHARE * fewest


def _alike(one: _Use, other: _Use) -> bool:
    """Whether two uses have anything in common besides the unit."""
    return bool(one.amount.noun or one.around & other.around)


def _study(use: _Use) -> bool:
    """Whether the count is of people or things that somebody studied."""
    first, last = use.amount.start - 60, use.amount.end + 60
    return bool(cue("study").search(use.statement.lower[max(0, first) : last]))


def _same_study(one: _Use, other: _Use) -> bool:
    """Whether nothing tells two studies apart: a pilot beside a survey, or another year."""
    if any(stem("pilot") in use.statement.stems or stem("trial") in use.statement.stems for use in (one, other)):
        return one.other_case == other.other_case
    years = [{moment.year for moment in use.statement.moments if moment.year} for use in (one, other)]
    return not (years[0] and years[1]) or bool(years[0] & years[1])


def _unknown(outline: Outline, there: list[_Use], here: list[_Use]) -> Iterator[Problem]:
    """“The 45 minutes are the nurses' own reports”, when the release speaks of 41 minutes."""
    known: dict[str, list[_Use]] = {}
    for use in there:
        known.setdefault(use.amount.kind, []).append(use)
    used: dict[str, list[_Use]] = {}
    for use in here:
        used.setdefault(use.amount.kind, []).append(use)
    for use in here:
        text, start = use.statement.masked, use.amount.start
        others = known.get(use.amount.kind, [])
        if use.amount.kind == "count" or use.amount.bound or not others:
            continue
        lead = text[max(0, start - 12) : start]
        if not lead.lower().endswith(("the ", "and ", ", ")):
            continue
        listed = bool(re.match(r"\s*the\b", text, re.IGNORECASE) and re.search(r"(?:,|\b(?:and|the)) $", lead, re.I))
        if not (listed or _DEFINITE.search(lead)) or not _EXPLAINED.search(text[use.amount.end :]):
            continue
        question = use.statement.question
        if question is None or not _ASKS_NUMBERS.search(asked(question)):
            continue
        if any(one.amount.low == use.amount.low for one in others):
            continue
        if any(one is not use and one.amount.low == use.amount.low for one in used[use.amount.kind][:_CANDIDATES]):
            continue
        nearest = min(others[:_CANDIDATES], key=lambda one: abs(one.amount.low - use.amount.low))
        all_said = ", ".join(dict.fromkeys(said(one.statement, one.amount) for one in others[:4]))
        yield problem_at(
            outline, use.statement, use.amount, nearest.statement, nearest.amount, "unknown", known=all_said
        )
