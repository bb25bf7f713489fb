"""Quantities in a sentence, as values with a unit: money, percentages, times, multiples and counts of things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...strings import folded
from ..matching import Phrases

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {
    **{word: float(number) for number, word in enumerate(_SMALL)},
    **{word: 10.0 * number for number, word in enumerate(_TENS, 2)},
    "dozen": 12.0,
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "dozen": 12.0,
}
_CURRENCIES = {
    "$": "$",
    "us$": "$",
    "usd": "$",
    "dollar": "$",
    "cent": "$",
    "£": "£",
    "gbp": "£",
    "pound": "£",
    "pence": "£",
    "€": "€",
    "eur": "€",
    "euro": "€",
    "¥": "¥",
    "yen": "¥",
    "₹": "₹",
    "rupee": "₹",
    "chf": "CHF",
    "franc": "CHF",
}
CURRENCIES = frozenset((*_CURRENCIES.values(), "A$", "C$", "NZ$"))
"""The kinds of amount that are money."""

_HUNDREDTHS = ("cent", "pence")
MINUTES = {
    "second": 1 / 60,
    "sec": 1 / 60,
    "minute": 1.0,
    "min": 1.0,
    "hour": 60.0,
    "hr": 60.0,
    "h": 60.0,
    "day": 1440.0,
    "week": 10080.0,
    "month": 43800.0,
    "year": 525600.0,
}
"""The number of minutes in each unit of time."""

_N = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:(?:"
    + "|".join(_TENS)
    + r")(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|"
    + "|".join(_SMALL)
    + r"|a dozen|a hundred|a thousand|a million)\b)"
)
_SCALE = r"(?:(?:[ -]?(?:hundred|thousand|million|billion|dozen)|(?:k|m|mn|bn|b))\b)?"
_BEFORE = r"(?:(?:us|a|c|nz)?[$£€¥₹]\s?|\b(?:usd|eur|gbp|chf)\s)"
_LONGEST_BEFORE = 4
_SIGN = re.compile(rf"{_BEFORE}$")
# An amount, in lower-case text.
_AMOUNT = re.compile(
    rf"(?P<before>{_BEFORE})?(?<![\w.,:/#])(?<!\d-)(?P<one>{_N})(?P<scale1>{_SCALE})"
    rf"(?:\s?(?:-|–|—|to|and|or)\s?(?P<again>[$£€¥₹]\s?)?(?P<two>{_N})(?P<scale2>{_SCALE}))?"
    r"(?P<unit>\s?%|[ -]?per ?cent\b|[ -]percentage points?\b|\s?[x×]\b(?!\w)|[ -]times\b|-?fold\b|"
    r"\s?[$£€](?!\d)|\s(?:us )?(?:dollars?|euros?|pounds?|cents?|pence|yen|rupees?|francs?|usd|eur|gbp|chf)\b|"
    r"[ -]?(?:free )?(?:working[ -]|business[ -]|calendar[ -])?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?)\b)?"
)
NUMERALS = Phrases((*_SMALL, *_TENS, "dozen", "hundred", "thousand", "million"))
FIGURES = re.compile(r"\d+")
"""The digits of a number. Every amount contains digits or one of `NUMERALS`."""

_NUMERALS = frozenset(NUMERALS.words)
_LETTERS = re.compile(r"[a-z]+")
# Where a number can begin, in lower case. A search for digits alone takes a fifth of the time.
_NUMBERS = re.compile(rf"\b(?:\d|(?:{'|'.join((*_TENS, *_SMALL))}|a (?:dozen|hundred|thousand|million))\b)")
_PERIOD = re.compile(
    r"\s?(?:/|\bper\b|\ba\b|\ban\b|\beach\b|\bevery\b)\s?(hour|hr|day|week|wk|month|mo|quarter|year|yr|annum)\b|"
    r"\s(monthly|yearly|annually|weekly|daily)\b"
)
_PERIODS = {
    "hr": "hour",
    "wk": "week",
    "mo": "month",
    "yr": "year",
    "annum": "year",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "weekly": "week",
    "daily": "day",
}
_PER = re.compile(r"\s?(?:/|\bper\b|\beach\b|\bevery\b|\bfor each\b|\ba\b)\s?([a-z]{3,20})\b")
_WITHIN = re.compile(r"\b(?:in|within|inside)\s+(?:the\s+|a\s+|just\s+|only\s+)?$")
_FROM = re.compile(r"\bfrom\s+$")
_BOUNDS = {
    "least": (
        "over",
        "more than",
        "at least",
        "above",
        "upward of",
        "upwards of",
        "starting at",
        "starts at",
        "starting from",
        "minimum of",
        "exceed",
        "exceeds",
        "no fewer than",
        "no less than",
        "longer than",
        "beyond",
    ),
    "most": (
        "under",
        "less than",
        "fewer than",
        "up to",
        "at most",
        "below",
        "no more than",
        "maximum of",
        "as little as",
        "as few as",
        "not more than",
        "capped at",
        "shorter than",
    ),
    "about": (
        "about",
        "around",
        "roughly",
        "approximately",
        "nearly",
        "almost",
        "some",
        "close to",
        "circa",
        "ca.",
        "approx",
        "approx.",
        "~",
        "≈",
        "estimated",
        "on the order of",
    ),
}
"""What the words in front of an amount say about it. If two entries match, the first one applies."""

_BETWEEN = ("the", "a", "just", "only")
"""Words that can come between those words and the amount."""

_AND_OR = re.compile(r"\b(?:and|or)\b")
_IN_BETWEEN = re.compile(r"\bbetween\s*$")
_FOLLOWED = re.compile(r"[\s-]+[a-z]")
_ONE_OR_YEAR = re.compile(r"one|(?:19|20)\d\d")
_PARTS_OF_ONE = re.compile(r",? (?:and )?")
_OR_MORE = re.compile(r"\s+(?:or more|or higher|and up)\b")
_OR_LESS = re.compile(r"\s+or (?:less|fewer)\b")
_JOINED = re.compile(r"[ -](?:free[ -])?(trial|guarantee|warranty|notice)\b")
_NEXT_WORD = re.compile(r"[\s-]+(?!-)([a-z][\w'’]*)|.", re.DOTALL)
_NO_NOUN = frozenset(
    "is was has does this less across as its his us plus versus always perhaps minus thus yes various previous "
    "includes costs takes gives needs pays saves uses works runs means helps gets makes comes goes".split()
)
_STOPS = frozenset(
    "of in on at for by with from to per and or but that which who whose when while if a an the is are was were be "
    "has have had do does did could would can will may might must should not no than then so because until after "
    "before during across".split()
)
_DONE = frozenset(
    "found lost saw said paid told used tried kept made got took gave wrote sent built ran left signed asked wanted "
    "stopped dropped cancelled canceled stayed bought reported needed missed failed agreed came went chose".split()
)
_PLURALS = frozenset("people men women children staff nursing-staff households patients".split())


class Amount(NamedTuple):
    """One quantity in a sentence."""

    start: int
    """The first offset in the sentence; `end` is the offset after the last character."""
    end: int
    low: float
    high: float
    """The value, or the lower and upper end of a range. Times are in minutes."""
    kind: str
    """A currency sign, `%`, `points`, `time`, `times` or `count`."""
    bound: str
    """`least`, `most`, `about`, or "" for a plain number."""
    period: str
    """For money, percentages and times: `month` and the like, or "" if no period is given."""
    per: str
    """For money, percentages and times: the unit that is charged for or measured, such as `user`, or "" if none is
    given.
    """
    noun: str
    """For a count, the noun that is counted, in lower case; for a time, a word joined to the unit (“30-day trial”)."""
    modifiers: tuple[str, ...] = ()

    def agrees(self, other: Amount) -> bool:
        """Return whether both can be true of the same thing: they are equal or overlap, or one rounds the other."""
        low, high = self._extent()
        least, most = other._extent()
        if low <= most and least <= high:
            return True
        return min(self.low, other.low) >= 100 and (_rounds(self, other) or _rounds(other, self))

    def _extent(self) -> tuple[float, float]:
        slack = 0.1 if self.bound == "about" else 1e-9
        low, high = self.low * (1 - slack), self.high * (1 + slack)
        if self.bound == "least":
            high = max(high, self.high * 1.5)
        elif self.bound == "most":
            low = min(low, self.low * 0.5)
        return low, high


def _rounds(round_one: Amount, exact: Amount) -> bool:
    """Return whether a large number with one or two significant digits is the other one, rounded."""
    if round_one.low != round_one.high or exact.low != exact.high:
        return False
    digits = len(f"{round_one.low:.6g}".replace(".", "").strip("0"))
    return digits < 3 and abs(round_one.low - exact.low) <= 0.06 * round_one.low


@lru_cache(maxsize=1024)
def _value(number: str, scale: str) -> float:
    text = number.replace(",", "")
    if text[0].isdigit():
        value = float(text)
    else:
        value = 0.0
        for word in re.split(r"[- ]", text):
            value = (value or 1.0) * _SCALES[word] if word in _SCALES else value + _VALUES.get(word, 0.0)
    return value * _SCALES.get(scale.strip(" -"), 1.0)


def amounts(text: str) -> Iterator[Amount]:
    """Yield the quantities in a sentence, in order, except dates, version numbers, times of day and list numbers."""
    lower, end = folded(text), 0
    before: Amount | None = None
    for start in _beginnings(lower):
        if start < end:
            continue
        sign = _SIGN.search(lower, max(end, start - _LONGEST_BEFORE), start)
        found = _AMOUNT.match(lower, sign.start() if sign else start)
        if not found:
            continue
        end = found.end()
        amount = _amount(text, lower, found)
        if before and amount and _continues(before, amount, lower):
            amount = before._replace(
                end=amount.end,
                low=before.low + amount.low,
                high=before.high + amount.high,
                noun=amount.noun or before.noun,
                period=amount.period,
                per=amount.per,
            )
        elif before:
            yield before
        before = amount
    if before:
        yield before


def _continues(before: Amount, amount: Amount, lower: str) -> bool:
    """Return whether two times are one, as in "2 h 40 min" or "1 hour and 5 minutes": the second is less than one unit."""
    if _IN_BETWEEN.search(lower, max(0, before.start - 10), before.start):
        return False
    unit = MINUTES.get("".join(_LETTERS.findall(lower, before.start, before.end)[-1:]).rstrip("s"), 0.0)
    return (
        before.kind == amount.kind == "time"
        and not amount.bound
        and amount.high < unit  # 0 if other words come before the unit, as in "14 desk hours"
        and _PARTS_OF_ONE.fullmatch(lower, before.end, amount.start) is not None
    )


def _beginnings(lower: str) -> Iterator[int]:
    """Return an iterator over the offsets in a lower-case text where a number can begin.

    Few sentences contain a number, and few of those spell one out, so the slower expression is used only if needed.
    """
    spelled = not _NUMERALS.isdisjoint(_LETTERS.findall(lower))
    return (found.start() for found in (_NUMBERS if spelled else FIGURES).finditer(lower))


def _amount(text: str, lower: str, found: re.Match[str]) -> Amount | None:
    """Return the amount that `_AMOUNT` matched in `lower`, which is `text` in lower case, or None."""
    sign, one, scale1, _, two, scale2, unit = found.groups("")
    start, end = found.span()
    if not unit and not sign and (not _FOLLOWED.match(lower, end, end + 3) or _ONE_OR_YEAR.fullmatch(one)):
        return None
    if two and _AND_OR.search(text[found.end("one") : found.start("two")]):
        if not _IN_BETWEEN.search(lower[max(0, start - 10) : start]):
            return None  # "one or two", "$9 and $29": no single value
    low = _value(one, scale1 or scale2)
    high = _value(two, scale2) if two else low
    if two and high < low:
        return None
    if text[end : end + 1] in (":", "/") and text[end + 1 : end + 2].isdigit():
        return None  # a time of day, a date
    kind, factor, noun = _kind(sign.strip(), unit.strip(" -"))
    period = per = ""
    modifiers: tuple[str, ...] = ()
    if kind == "count":
        noun, modifiers = _counted(lower, end)
        if not noun:
            return None
    lead = lower[max(0, start - 24) : start]
    bound = _bound(lead)
    if text.startswith("+", end) or _OR_MORE.match(text, end):
        bound = "least"
    elif _OR_LESS.match(text, end):
        bound = "most"
    if not bound and ((kind == "time" and _WITHIN.search(lead)) or (kind in CURRENCIES and _FROM.search(lead))):
        bound = "most" if kind == "time" else "least"
    if kind == "count" and noun.rstrip("s") in MINUTES:  # "26 unpaid minutes"
        kind, factor, noun, modifiers = "time", MINUTES[noun.rstrip("s")], "", ()
    else:
        joined = _JOINED.match(text, end) if kind == "time" else None
        noun = joined.group(1) if joined else noun
        if kind in CURRENCIES or kind in ("%", "time"):
            period, per, end = _rates(lower, end)
    return Amount(start, end, low * factor, high * factor, kind, bound, period, per, noun, modifiers)


def _bound(lead: str) -> str:
    """Return what the words before an amount say about it: `least`, `most`, `about` or "" for none of these."""
    end, apart = lead.rstrip(), lead[-1:].isspace()
    ends = [(end, apart)]
    if apart and end.endswith(_BETWEEN):
        before = end[: -len(next(word for word in _BETWEEN if end.endswith(word)))]
        ends.append((before.rstrip(), before[-1:].isspace()))
    for bound, phrases in _BOUNDS.items():
        for words, space in ends:
            if words.endswith(phrases) and (space or bound == "about"):
                return bound
    return ""


@lru_cache(maxsize=1024)
def _kind(before: str, unit: str) -> tuple[str, float, str]:
    """Return the kind, factor and noun of an amount, from the sign before it and the unit after it."""
    if before:
        return _CURRENCIES.get(before, before.upper()), 1.0, ""
    singular = unit.removeprefix("us ").rstrip("s")
    if unit.startswith("percentage"):
        return "points", 1.0, ""
    if unit == "%" or unit.startswith("per"):
        return "%", 1.0, ""
    if singular in _CURRENCIES:
        return _CURRENCIES[singular], 0.01 if singular in _HUNDREDTHS else 1.0, ""
    if unit in ("x", "×", "times", "time", "fold"):
        return "times", 1.0, ""
    last = singular.split()[-1].split("-")[-1] if singular else ""
    if last in MINUTES:
        return "time", MINUTES[last], ""
    return "count", 1.0, ""


def _rates(text: str, end: int) -> tuple[str, str, int]:
    """Return the period and the payer after an amount (“per bed per month”, “/user/mo”), and the offset after them."""
    period = per = ""
    for _ in range(3):
        found = _PERIOD.match(text, end)
        if found and not period:
            word = found.group(1) or found.group(2)
            period, end = _PERIODS.get(word, word), found.end()
            continue
        found = _PER.match(text, end)
        if not found or per or found.group(1) in _STOPS:
            break
        per, end = found.group(1), found.end()
    return period, per, end


def _counted(text: str, end: int) -> tuple[str, tuple[str, ...]]:
    """Return the plural noun that a number counts, and the words in between; ("", ()) if there is no such noun."""
    taken: list[str] = []
    for found in _NEXT_WORD.finditer(text, end, end + 80):
        word = found.group(1)
        if not word or word in _STOPS or word in _DONE or len(taken) == 4:
            break  # “all 9 found lost events” counts the people who found them
        if word in _PLURALS or (word.endswith("s") and len(word) > 3 and word not in _NO_NOUN and word[-2] != "s"):
            return word, tuple(taken)
        taken.append(word)
    return "", ()
