"""Whether an answer speaks of people where the interview asks about people.

A writer who is in love with a technology answers “Who is the customer?” with a thing, and “What is the main benefit?”
with a part list. The roles that the reader gives to the sentences, which `check` uses too, tell these from a benefit;
where the reader is not sure, a sentence that begins with a person is good enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..outline.release.people import names_customer
from . import wording

_TECHNOLOGY = re.compile(
    r"\b(?:ai|algorithms?|artificial intelligence|blockchain|chatbots?|chips?|devices?|language models?|machine learning|ocr|"
    r"platforms?|processing power|sensors?|software)\b",
    re.IGNORECASE,
)
_THINGS = (
    "ai|aids?|algorithms?|analytics|apis?|apps?|applications?|assistants?|automation|blockchain|bots?|chatbots?|chips?|cloud|copilots?|"
    "dashboards?|data|databases?|devices?|engines?|features?|frameworks?|gadgets?|hardware|interfaces?|kiosks?|lockers?|"
    "machines?|models?|modules?|networks?|ocr|patents?|pipelines?|platforms?|plugins?|portals?|products?|prototypes?|robots?|"
    "sdks?|sensors?|software|solutions?|systems?|technolog(?:y|ies)|tools?|trackers?|websites?|widgets?"
)
_ENDS_IN_THING = re.compile(rf"\b(?:{_THINGS})$", re.IGNORECASE)
_THING = re.compile(rf"\b(?:{_THINGS})\b", re.IGNORECASE)
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

AGAIN = {
    "customer": "“{answer}” is a thing.\nWho has the problem that it should solve: what kind of person, in what situation?",
    "benefit": "That says what the product is or does.\nWhat can the customer do then that they cannot do today?",
    "experience": "That says how the product works, and nobody in it does anything.\nWhat does the customer see and do, from the first minute?",
    "headline": "That announces the product.\nWho gains what? Begin with the customer: “Small finance teams close the month in two days”.",
}
"""What to say about an answer that speaks of the product instead of people."""

_ROLES = {"benefit": ("benefit",), "headline": ("benefit",), "experience": ("benefit", "start")}
"""The roles that answer a question."""


def names_thing(customer: str) -> bool:
    """Return whether an answer about the customer names something that people build rather than somebody."""
    return bool(_ENDS_IN_THING.search(_AFTER_NOUN.split(customer.strip(), maxsplit=1)[0].strip()))


def names_technology(text: str) -> bool:
    """Return whether a text mentions technology."""
    return bool(_TECHNOLOGY.search(text))


def speaks_of_people(key: str, answer: str, customer: str, roles: Iterable[str]) -> bool:
    """Return whether an answer says what people gain or do.

    Args:
        key: The key of the question.
        answer: The answer.
        customer: The answer about the customer.
        roles: The roles of the answer's sentences.
    """
    if key not in _ROLES or not set(_ROLES[key]).isdisjoint(roles):
        return True
    return any(_begins_with_person(clause, customer) for clause in _CLAUSES.split(answer))


def _begins_with_person(clause: str, customer: str) -> bool:
    if _SO_THAT.match(clause):
        return False
    begun = " ".join(clause.split()[:_FIRST_WORDS])
    if _SOMEBODY.search(begun) or wording.names(begun, customer):
        return True
    return names_customer(begun) and not _THING.search(begun)
