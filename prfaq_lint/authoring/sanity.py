"""Sanity checks on the interview's answers that run before any rule.

They do not judge the idea but catch slips, such as a sentence instead of a name, or a date that does not exist.
"""

from __future__ import annotations

import calendar
import re

from ..lang.en.numbers import QUANTITY
from . import wording
from .scaffold import LONGEST_ANSWER

_NOBODY = re.compile(
    r"\W*(?:all |our |the |my )*(?:every(?:one|body)|any(?:one|body)|people|(?:end )?users?|customers?|consumers|companies|business(?:es)?)\W*",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\W*(?:(?:almost |nearly )?(?:every|any)(?:one|body)|all (?:the )?(?:people|users|consumers|customers)|the whole world)\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:and|or) (?:every|any)(?:one|body)\b(?: else)?", re.IGNORECASE)
_NO_ONE_YET = re.compile(r"n['’]t\b|\b(?:not|no|nobody|none|never|yet|will|by)\b", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(r"\W*(?:n\s*/?\s*a|not applicable)\W*", re.IGNORECASE)
_MARKET = re.compile(r"\b(?:market|TAM)\b", re.IGNORECASE)
_LONGEST_NAME = 4
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|will|can|helps?|lets?|makes?|gives?|creates?|should|that|which)\b", re.IGNORECASE
)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATES = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?(?: of)? {_MONTH},? ?(?P<year>\d{{4}})?\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b,? ?(?P<year>\d{{4}})?", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)


def refusal(answer: str) -> str:
    """Return the reason for rejecting an answer; "" if it is acceptable."""
    if not re.search(r"\w", answer):
        return f"“{answer}” has no words in it.\nPress Enter alone to leave the question open."
    if len(answer) > LONGEST_ANSWER:
        return f"That is longer than {LONGEST_ANSWER // 1024} KiB.\nA few sentences are enough here."
    return ""


def doubt(key: str, answer: str) -> str:
    """Return what is odd about an answer and how to fix it; "" if nothing is."""
    if _NOT_APPLICABLE.fullmatch(answer):
        return (
            "“N/A” tells a reader nothing.\n"
            "Write “Not applicable: ” and the reason, such as “Not applicable: nobody pays for it”, or leave the question open."
        )
    if key == "customer":
        return _customer(answer)
    if key == "product":
        return _product(answer)
    if key == "cost" and wording.nothing(answer):
        return (
            "If it costs customers nothing, it is hardly a problem.\nWhat do they lose: minutes, money, sleep, trust?"
        )
    if key == "cost" and _MARKET.search(answer):
        return "The size of the market tells what you could earn, not what the problem costs.\nWhat does one customer lose today: minutes, money, sleep, trust?"
    if key == "cost" and not QUANTITY.search(answer):
        return (
            "A reader cannot tell whether that is much or little.\n"
            "Add a rough number, in brackets if it is only an assumption: [two hours a week]."
        )
    if key == "evidence" and not QUANTITY.search(answer) and not _NO_ONE_YET.search(answer):
        return (
            "That could be one person or a hundred.\n"
            "How many did you ask or watch, and when? If you have not asked anyone yet, who will ask whom, and by when?"
        )
    if key == "headline" and 0 < len(answer.split()) <= 2:
        return (
            f"“{answer.strip()}” on its own does not say who can now do what.\n"
            "Put the customer and the gain into it: “Small finance teams close the month in two days”."
        )
    return _date(answer)


def _customer(answer: str) -> str:
    named = answer.strip().rstrip(".")
    if _NOBODY.fullmatch(answer):
        return (
            f"“{named}” could be anyone, so readers can't picture who has this problem.\n"
            "Name one kind of person and their situation, such as “school secretaries on the morning of a trip”."
        )
    if _EVERYBODY.match(answer):
        return (
            f"“{named}” is too many people to go and meet.\n"
            "Who would come first? Name the kind of person who has this problem most often, and when it hits them."
        )
    rest = _REST.search(answer)
    if rest:
        return (
            f"“{rest.group()}” hides who your first customers are.\n"
            "Leave it out: name the one kind of person who has this problem most often."
        )
    return ""


def is_name(title: str) -> bool:
    """Return whether a working title is a name: one word, or up to three that all begin with a capital letter."""
    words = title.split()
    capitals = all(word[0].isupper() or word[0].isdigit() for word in words)
    return bool(words) and (len(words) == 1 or (len(words) <= _LONGEST_NAME - 1 and capitals)) and not _product(title)


def _product(answer: str) -> str:
    words = answer.split()
    if (
        len(words) > _LONGEST_NAME
        or re.search(r"[.!?;:]\s|[.!?]$", answer)
        or (len(words) > 2 and _VERB.search(answer))
    ):
        return "That is a sentence; a name has one to three words.\nA working name will do. The draft says what the product does."
    return ""


def _date(answer: str) -> str:
    """Return a message about a date that does not exist; "" if there is none."""
    for form in _DATES:
        for found in form.finditer(answer):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            year = int(found["year"] or 2028)  # a leap year gives 29 February the benefit of the doubt
            if not 1 <= number <= 12 or year < 1 or not 1 <= int(found["day"]) <= calendar.monthrange(year, number)[1]:
                return f"There is no such day as “{found.group().strip()}”.\nWhich day do you mean?"
    return ""
