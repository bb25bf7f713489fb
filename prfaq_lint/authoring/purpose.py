"""Whether an answer speaks of people where the interview asks about people.

A writer with a technology in mind names a product when asked who the customer is, and lists parts when asked for the
benefit. The roles that the reader gives to the sentences, which `check` uses too, tell these from a benefit; where the
reader is not sure, a sentence that begins with a person is good enough. The words for technology are in purpose.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..checks.base import shorten
from ..outline.release.people import names_customer
from ..vocabulary import read_table
from . import wording


def _any_of(words: Sequence[str]) -> str:
    return rf"\b(?:{'|'.join(words)})s?"


_WORDS = read_table("authoring/purpose.toml")
_THINGS = _any_of([*_WORDS["technologies"], *_WORDS["products"]])
_TECHNOLOGY = re.compile(rf"{_any_of(_WORDS['technologies'])}\b", re.IGNORECASE)
_LACKS_TECHNOLOGY = re.compile(
    rf"\b(?:no|lacks?|lacking|lack of) (?:[\w-]+ ){{0,2}}?{_any_of(_WORDS['technologies'])}\b", re.IGNORECASE
)
"""A technology that is missing. If no sentence reads as pain, it occurs in 2 of 49 texts of dev that are not a problem, and in
none of 45 that are; the names added since occur in none of either kind."""
_THING = re.compile(rf"{_THINGS}\b", re.IGNORECASE)
_ENDS_IN_THING = re.compile(rf"{_THINGS}$", re.IGNORECASE)
_OUR_THING = re.compile(rf"\bour (?:[\w-]+ ){{0,3}}?{_THINGS}\b", re.IGNORECASE)
_AFTER_NOUN = re.compile(
    r"[,;:(.]|\s[–—-]\s|\s(?:who|that|which|whose|where|when|while|with|without|of|for|at|in|on|from|to|using|by|and|or)\s"
)
_SOMEBODY = re.compile(
    r"\b(?:you|your|they|their|she|her|he|his|i|people|person|users?|customers?|everyone|everybody|anyone|somebody|someone|nobody)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;:.!?]\s+|\s[–—]\s|\s(?:and|when|while|until|before|after)\s")
_SO_THAT = re.compile(r"\W*so\b", re.IGNORECASE)
_FIRST_WORDS = 4
"""The number of words at the beginning of a clause that contain its subject."""

_OBJECTIONS = {
    "customer": "“{answer}” is a thing.\nWho has the problem that it should solve: what kind of person, in what situation?",
    "pain": "That says which technology is missing.\nWhat goes wrong for the customer today, step by step, and what does it cost them?",
    "benefit": "That says what the product is or does.\nWhat will the customer be able to do that they cannot do today?",
    "experience": "That says how the product works, but no person does anything in it.\nWhat does the customer see and do, from the first minute?",
    "headline": "That announces the product.\nWho gains what? Begin with the customer: “Small finance teams close the month in two days”.",
}
"""What to say about an answer that speaks of the product instead of people."""

_ROLES = {"benefit": ("benefit",), "headline": ("benefit",), "experience": ("benefit", "start")}
"""The roles that answer a question."""


def objection(key: str, answer: str, customer: str = "", roles: Iterable[str] = ()) -> str:
    """Return what to say about an answer that speaks of the product instead of people; "" if it does not.

    Args:
        key: The key of the question.
        answer: The answer.
        customer: The answer about the customer.
        roles: The roles of the answer's sentences.
    """
    if key == "customer":
        about_product = names_thing(answer)
    elif key == "pain":
        about_product = "pain" not in roles and bool(_LACKS_TECHNOLOGY.search(answer))
    else:
        about_product = key in _ROLES and not _speaks_of_people(key, answer, customer, roles)
    return _OBJECTIONS[key].format(answer=shorten(answer.rstrip("."), 60)) if about_product else ""


def names_thing(customer: str) -> bool:
    """Return whether an answer about the customer names something that people build, or anyone who could use it."""
    phrase = _AFTER_NOUN.split(customer.strip(), maxsplit=1)[0].strip()
    return bool(_OUR_THING.search(customer)) or (bool(_ENDS_IN_THING.search(phrase)) and not names_customer(phrase))


def names_technology(text: str) -> bool:
    """Return whether a text mentions technology."""
    return bool(_TECHNOLOGY.search(text))


def names_person(text: str) -> bool:
    """Return whether a clause of a text begins with a person."""
    return any(_begins_with_person(clause, "") for clause in _CLAUSES.split(text))


def _speaks_of_people(key: str, answer: str, customer: str, roles: Iterable[str]) -> bool:
    """Return whether an answer says what people gain or do."""
    if not set(_ROLES[key]).isdisjoint(roles):
        return True
    return any(_begins_with_person(clause, customer) for clause in _CLAUSES.split(answer))


def _begins_with_person(clause: str, customer: str) -> bool:
    if _SO_THAT.match(clause):
        return False
    begun = " ".join(clause.split()[:_FIRST_WORDS])
    if _SOMEBODY.search(begun) or wording.names(begun, customer):
        return True
    return names_customer(begun) and not _THING.search(begun)
