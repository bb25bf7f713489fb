"""Checks on the price: the release and the answers must agree on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...document.source import Span
from ...outline.model import Outline, Question
from ...strings import folded
from ..base import Problem, check
from ..matching import Phrases
from .amounts import CURRENCIES, NUMERALS, Amount
from .statements import Facts, Statement, asks, both_sides, cue, facts, holding, measured, stem
from .wording import problem_at

FREE = Phrases(("free", "no", "nothing"))
"""Every sentence that says something is free contains one of these words."""

_SEATS = frozenset("user person seat member employee customer head player client individual colleague staff".split())
_FREE_FOR = re.compile(r"\bfor (?!every|any|all)(\w+)$")
_PAYER = re.compile(r"\W*(?:An? |Each |Every |The )?[\w-]+s?(?: [\w-]+s?)? pays? (?:us )?", re.IGNORECASE)
_OUR_MONEY = re.compile(
    r"\b(?:we|us|our|business|revenue|model|economics|build|develop|operate|customers?|users?|margins?)\b",
    re.IGNORECASE,
)
_YEARLY = {"year": 1.0, "month": 12.0, "week": 52.0, "quarter": 4.0, "day": 365.0}
_OTHER_SELLER = re.compile(
    r"\b([A-Z][\w.&-]+)(?:['’]s)?(?: \w+)? (?:charges?|costs?|sells?|asks|offers|starts at|is priced)\b"
)


class _Price(NamedTuple):
    """The price of the product according to a sentence."""

    statement: Statement
    amount: Amount
    tier: str

    @property
    def yearly(self) -> float:
        """Return the cost for a year, or 0 for a single payment."""
        return self.amount.low * _YEARLY.get(self.amount.period, 0.0)


@check(phrases=(NUMERALS, FREE), english=True, applies=both_sides)
def conflicting_prices(outline: Outline) -> Iterator[Problem]:
    """Report different prices for the product. Variants: `amount`, `per`, `currency`, `free`, `period`."""
    names = {part for name in outline.product_names for part in (name, name.split()[0])}
    prices = list(_prices(outline, names))
    seen: list[_Price] = []
    reported: set[tuple[float, float]] = set()
    for price in prices:
        for other in seen[:12]:
            if price.statement.question and price.statement.question is other.statement.question:
                continue  # an answer with two prices says what each one is for
            variant = _conflict(other, price)
            pair = (other.amount.low, price.amount.low)
            if variant and pair not in reported:
                reported.add(pair)
                yield problem_at(outline, price.statement, price.amount, other.statement, other.amount, variant)
                break
        else:
            seen.append(price)
    yield from _free(outline, prices, names)


def _prices(outline: Outline, names: set[str]) -> Iterator[_Price]:
    """Yield the prices of the product from sentences with a single price.

    If a sentence has several prices, it is unclear what each one is for.
    """
    draft = facts(outline)
    for statement in measured(outline):
        if statement.place == "problem":
            continue
        money = [amount for amount in statement.amounts if amount.kind in CURRENCIES]
        if not money or len({amount.low for amount in money if amount.period == money[0].period}) > 1:
            continue
        if cue("not_the_price").search(statement.lower):
            continue
        amount = money[0]
        if amount.low >= 1e6 or not _ours(statement, amount, names, draft):
            continue
        tier = cue("tier").search(statement.lower)
        yield _Price(statement, amount, tier.group() if tier else "")


def _ours(statement: Statement, amount: Amount, names: set[str], draft: Facts) -> bool:
    """Return whether an amount is what a customer pays for the product."""
    for other in _OTHER_SELLER.finditer(statement.text):
        if cue("tier").fullmatch(folded(other.group(1))):
            continue
        if other.group(1) not in names and other.group(1).lower() not in draft.ordinary:
            return False
    if statement.question is not None:
        topics = statement.question.topics
        asked = asks(statement.question, "asks_price") and ("pricing" in topics or "economics" not in topics)
        if asked and _customers(statement.question):
            return statement.first or bool(amount.period or amount.per)
        if not _customers(statement.question):
            named = (
                _PAYER.fullmatch(statement.masked[: amount.start])
                or _named_price(statement, amount, names)
                or (asked and bool(cue("tier").search(statement.lower)))
            )
            return bool(amount.period and named)
    lead = statement.lower[max(0, amount.start - 60) : amount.start]
    introduced = cue("price").search(lead) or cue("tier").search(lead)
    return bool(introduced) and (bool(amount.period or amount.per) or _named_price(statement, amount, names))


def _customers(question: Question) -> bool:
    """Return whether a question is a customer's.

    If no heading says who asks, it must ask for a price and must not mention the company's own money.
    """
    if question.audience == "external":
        return True
    return not question.labelled and asks(question, "asks_price") and not _OUR_MONEY.search(question.text)


def _named_price(statement: Statement, amount: Amount, names: set[str]) -> bool:
    """Return whether a sentence states directly, just before an amount, what the product costs."""
    return bool(
        re.search(
            rf"\b(?:{'|'.join(map(re.escape, sorted(names)))}|[Ii]t|[Ss]ubscription|[Mm]embership|[Tt]he price|[Pp]ricing|[Pp]rice)\b[^.]{{0,40}}?\b(?:costs?|is|will be|at|for|sells)\b[^.]{{0,20}}$",
            statement.masked[: amount.start],
        )
    )


def _conflict(one: _Price, other: _Price) -> str:
    """Return how two prices contradict each other: a variant of the rule, or "" if they do not."""
    a, b = one.amount, other.amount
    if (
        a.bound != b.bound
        or a.bound not in ("", "least")
        or a.low != a.high
        or b.low != b.high
        or one.tier != other.tier
    ):
        return ""
    same_payer = a.per == b.per or {a.per, b.per} <= _SEATS
    if a.kind != b.kind:
        return "currency" if a.low == b.low and a.period == b.period and same_payer and a.period else ""
    if a.low == b.low and a.period == b.period:
        return "per" if a.per and b.per and not same_payer else ""
    if not same_payer and a.per and b.per:
        return ""
    if a.period == b.period and (same_payer or not (a.per and b.per)):
        return "amount"
    if same_payer and one.yearly and other.yearly and not one.tier:
        long, short = sorted((one, other), key=lambda price: _YEARLY[price.amount.period])
        return "period" if long.yearly > 1.02 * short.yearly or long.yearly < 0.4 * short.yearly else ""
    return ""


def _free(outline: Outline, prices: list[_Price], names: set[str]) -> Iterator[Problem]:
    """Report a product that is free in the release but costs something in an answer, or the other way round."""
    paid = [price for price in prices if not price.tier and not price.amount.bound]
    shown = [price for price in paid if price.statement.question is None or _customers(price.statement.question)]
    for statement in holding(outline, facts(outline).statements, FREE) if shown else ():
        if statement.quoted or statement.place == "problem":
            continue
        found = cue("free").search(statement.lower)
        inside = statement.question is not None and not _customers(statement.question)
        if not found or inside or cue("tier").search(statement.lower) or cue("negated").search(statement.lower):
            continue
        subject = statement.masked[: found.start()].strip()
        if not (subject in names or subject.lower() in ("it", "the service", "the app", "the product", "the tool")):
            continue
        payer = _FREE_FOR.search(found.group())
        other = next(
            (
                price
                for price in shown
                if price.statement.released != statement.released
                and (payer is None or stem(payer.group(1)) in {*price.statement.stems, stem(price.amount.per)})
            ),
            None,
        )
        if other:
            first, second = (statement, other.statement)
            where = Span(*found.span())
            if first.start < second.start:
                yield problem_at(outline, second, other.amount, first, where, "free")
            else:
                yield problem_at(outline, first, where, second, other.amount, "free")
            return
