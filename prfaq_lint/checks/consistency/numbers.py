"""Checks on key numbers: the same quantity must have the same value in the release and in the FAQ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...outline.model import Outline
from ..base import Problem, check
from ..general import joined
from .amounts import CURRENCIES, NUMERALS, Amount
from .statements import Facts, Statement, asked, both_sides, content, cue, facts, measured, stem
from .wording import problem_at, said

_CANDIDATES = 40
"""The number of amounts with one unit and noun that are compared on either side, so that time does not grow
quadratically.
"""

_SAME_WORDS, _SAME_SHARE = 4, 0.5
"""Two sentences say the same thing if they share this many content words, and this share of the shorter one's."""

_FARTHEST = 12
"""The largest factor between two values that still count as values of one quantity."""

_ROUNDING = 0.02
"""The largest share by which a calculated part may be rounded."""

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
    """An amount in its statement."""

    statement: Statement
    amount: Amount
    key: str
    names: frozenset[str]
    """The stems of the product's names."""

    @cached_property
    def _text(self) -> str:
        """Return the clause around the amount, in lower case."""
        return self.statement.around(self.amount.start, self.amount.end)

    @cached_property
    def _own(self) -> frozenset[str]:
        """Return the stems of the amount's noun and unit and of the product's names."""
        amount = self.statement.lower[self.amount.start : self.amount.end]
        return self.names.union((stem(self.amount.noun),), content(amount))

    @cached_property
    def around(self) -> frozenset[str]:
        """Return the stems of the words near the amount, without its own noun and unit."""
        return frozenset(content(self._text)) - self._own

    @cached_property
    def asked(self) -> frozenset[str]:
        """Return the stems of the question if the statement is at the beginning of its answer, else an empty set."""
        question = self.statement.question
        return _asked(asked(question)) - self._own if question and self.statement.first else frozenset()

    @cached_property
    def other_case(self) -> frozenset[str]:
        """Return the words near the amount that make it a goal, a limit or an assumption."""
        found = frozenset(one.group() for one in cue("other_case").finditer(self._text))
        return frozenset(one for one in found if stem(one) not in self._own)


@lru_cache(maxsize=256)
def _asked(question: str) -> frozenset[str]:
    """Return the stems of a question, or an empty set if it asks for the numbers themselves."""
    return frozenset() if _ASKS_NUMBERS.search(question) else frozenset(content(question))


@check(phrases=(NUMERALS,), english=True, applies=both_sides)
def conflicting_numbers(outline: Outline) -> Iterator[Problem]:
    """Report a value in the FAQ that differs from the release's value for the same quantity.

    Variants: "" and `unknown`, if the FAQ explains a number that the release does not contain.
    """
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
        # A value that the release gives as well, for anything, is not a contradiction.
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


def _by_key(uses: list[_Use]) -> dict[str, list[_Use]]:
    """Return the first `_CANDIDATES` uses of each unit and noun."""
    index: dict[str, list[_Use]] = {}
    for use in uses:
        places = index.setdefault(use.key, [])
        if len(places) < _CANDIDATES:
            places.append(use)
    return index


def _uses(statement: Statement, names: frozenset[str]) -> Iterator[_Use]:
    for amount in statement.amounts:
        if amount.kind in CURRENCIES and (amount.period or amount.per):
            continue  # most likely a price, which another rule compares
        key = f"{amount.kind}:{stem(amount.noun)}" if amount.noun else amount.kind
        if amount.kind == "time" and _free(statement.masked, amount):
            key = "time:free"
        yield _Use(statement, amount, key, names)


def _free(text: str, amount: Amount) -> bool:
    """Return whether a time is the length of a free period."""
    return "free" in text.lower() and bool(
        _FREE_BEFORE.search(text[max(0, amount.start - 24) : amount.start])
        or re.search(r"\bfree\b", text[amount.start : amount.end], re.IGNORECASE)
        or (_FREE_AFTER.match(text, amount.end) and re.search(r"\bfirst $", text[: amount.start], re.IGNORECASE))
    )


def _contradicts(draft: Facts, there: _Use, here: _Use, confirmed: bool) -> bool:
    """Return whether two different amounts with one unit and noun are about the same thing and cannot both be right."""
    if here.key == "time:free":
        return not confirmed
    if here.key.startswith("count:") and not confirmed and _study(there) and _study(here) and _same_study(there, here):
        return True
    return (
        _comparable(there.amount, here.amount)
        and _same_thing(draft, there, here, confirmed)
        and not any(one.agrees(there.amount) for one in here.statement.amounts if one.kind == there.amount.kind)
        and there.other_case == here.other_case
        and not (_is_share(there, here) or _is_share(here, there))
    )


def _is_share(part: _Use, whole: _Use) -> bool:
    """Return whether a percentage beside one of the amounts says which part of the other it is: "60% of them, or 138"."""
    if part.amount.kind == "%":
        return False
    shares = [one.low / 100 for one in part.statement.amounts if one.kind == "%" and 10 <= one.low <= 90]
    return any(abs(share * whole.amount.low - part.amount.low) <= _ROUNDING * part.amount.low for share in shares)


def _comparable(there: Amount, here: Amount) -> bool:
    """Return whether two amounts with one unit and noun can be values of the same quantity."""
    if there.period != here.period:
        return False
    low, high = sorted((there.low, here.low))
    if high > _FARTHEST * max(low, 1e-9):
        return False  # ten minutes and sixty days measure different things
    if there.kind == "%" and abs(there.low + here.low - 100) < 0.5:
        return False  # the remaining part of the same whole
    return there.kind != "count" or not there.modifiers or not here.modifiers or there.modifiers == here.modifiers


def _same_thing(draft: Facts, there: _Use, here: _Use, confirmed: bool) -> bool:
    """Return whether the words around two comparable amounts show that they measure the same thing."""
    # A common noun, or a common period such as “a day”, already provides one of the common words.
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
    """Return whether the sentence has no other amount of the same kind."""
    return sum(one.kind == use.amount.kind for one in use.statement.amounts) == 1


def _same_sentence(one: _Use, other: _Use) -> bool:
    """Return whether two sentences say the same thing in similar words."""
    shared = len(one.statement.stems & other.statement.stems)
    fewest = min(len(one.statement.stems), len(other.statement.stems))
    return shared >= _SAME_WORDS and shared >= _SAME_SHARE * fewest


def _alike(one: _Use, other: _Use) -> bool:
    """Return whether two uses have anything in common besides the unit."""
    return bool(one.amount.noun or one.around & other.around)


def _study(use: _Use) -> bool:
    """Return whether an amount counts people or things in a study."""
    first, last = use.amount.start - 60, use.amount.end + 60
    return bool(cue("study").search(use.statement.lower[max(0, first) : last]))


def _same_study(one: _Use, other: _Use) -> bool:
    """Return whether nothing distinguishes two studies, such as a pilot and a survey, or different years."""
    if any(stem("pilot") in use.statement.stems or stem("trial") in use.statement.stems for use in (one, other)):
        return one.other_case == other.other_case
    years = [{moment.year for moment in use.statement.moments if moment.year} for use in (one, other)]
    return not (years[0] and years[1]) or bool(years[0] & years[1])


def _unknown(outline: Outline, there: list[_Use], here: list[_Use]) -> Iterator[Problem]:
    """Report numbers that an answer explains although the release gives different ones.

    For example, an answer says “The 45 minutes are the nurses' own reports” and the release says 41 minutes.
    """
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
        all_said = joined([*dict.fromkeys(said(one.statement, one.amount) for one in others[:4])])
        yield problem_at(
            outline, use.statement, use.amount, nearest.statement, nearest.amount, "unknown", known=all_said
        )
