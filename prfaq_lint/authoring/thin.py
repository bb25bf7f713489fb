"""What to ask about an answer of the interview that is sound but thin.

Nothing here is an objection: the writer may go on, and the answer is not marked as open.
"""

from __future__ import annotations

import re

from ..assessment import ADMITS
from ..checks.base import shorten
from ..checks.cues import cue
from ..outline.release.people import names_customer
from ..strings import folded
from . import purpose, unknown
from .wording import nothing

_SITUATION = re.compile(
    r"[;:(.]|\s(?:who|whose|that|which|where|when|while|with|without|of|for|at|in|on|from|during|after|before)\s"
)
_TWO = re.compile(r"\s*(?:,\s*(?:and |or )?|\b(?:and|or|as well as)\b|&)\s*")
_DETERMINED = re.compile(r"(?:the|their|our|its|other) \w", re.IGNORECASE)
_SHORT_PAIN = 10
"""The number of words up to which one sentence is too short to tell what happened."""
_TELLS_MORE = re.compile(r"\d|[,;:]|[.!?]\s|\b(?:when|because|while|until|so|and|but|before|after)\b", re.IGNORECASE)
_PAYS_BACK = re.compile(
    r"\b(?:pa(?:y|ys|id) (?:for )?(?:itself|themselves|back|off)|pay-?back|breaks?[- ]?even|(?:is|are|be)(?: \w+){0,2} even\b(?! \w+er\b| more| less)|even (?:at|after|in)|"
    r"returns? (?:its|the|our|their) \w+|recoup\w*|sav(?:es?|ed|ings?)|profit\w*|los(?:e|es|s) money|"
    r"(?:within|after|in) (?:the )?(?:\w+ ){0,2}(?:months?|years?))\b",
    re.IGNORECASE,
)
_NOT_KNOWN = re.compile(
    r"\b(?:has|have|needs?) (?:yet |still )?to (?:tell|confirm|answer|decide|find out)\b|\bnot (?:yet )?(?:clear|confirmed|sure)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?!(?:i|we|nobody|one) $)[a-z]+ $", re.IGNORECASE)
"""The subject of what somebody else does not know: “Patients do not know the price”."""
_STOPS = re.compile(r"\s*(?:and )?(?:we|i)(?:['’]d|['’]ll| would| will)? (?:stop|end|quit)\b", re.IGNORECASE)
"""The beginning of a sentence about when to stop, which is not about any one risk."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")

OWNED = "What you own counts only if the customer gains by it. What can you do for them that others can't, or not soon?"
"""What to ask if an answer gives something that the writer owns as the reason."""
WHO_FINDS_OUT = "Who finds out what you don't know yet, and by when?"


def customers(answer: str) -> str:
    """Return which one to choose if an answer names two kinds of customers; "" if it does not."""
    kinds = [kind.strip() for kind in _TWO.split(_SITUATION.split(answer.strip(), maxsplit=1)[0]) if kind.strip()]
    if len(kinds) < 2 or not any(map(names_customer, kinds)):
        return ""
    if not all(names_customer(kind) or _DETERMINED.match(kind) for kind in kinds[:2]):
        return ""
    return f"Are “{kinds[0]}” and “{kinds[1]}” different customers? If so, which one comes first?"


def thin(key: str, asked: str, answer: str) -> str:
    """Return what to ask about an answer that leaves out what its question asks for; "" if nothing is thin.

    Args:
        key: The key of the question.
        asked: The question with its hint, in the words of the template.
        answer: The answer.
    """
    if key == "customer":
        return customers(answer)
    if key == "pain":
        return _pain(answer)
    if key == "experience":
        return _experience(answer)
    said = {"economics": _economics(asked, answer), "risks": _risks(answer)}.get(key, "")
    return " ".join(filter(None, (said, _unknown(answer))))


def _pain(answer: str) -> str:
    """Return what to ask about a problem of one short clause."""
    if len(answer.split()) > _SHORT_PAIN or _TELLS_MORE.search(answer.strip().rstrip(".!?")):
        return ""
    return "That is short. What happened the last time, step by step?"


def _experience(answer: str) -> str:
    """Return what to ask about a sentence on how the product is built, in which no person does anything."""
    for one in _SENTENCES.split(answer):
        if purpose.names_technology(one) and not purpose.names_person(one):
            return f"“{shorten(one.rstrip('.'), 50)}” says how it is built. What does the customer see or do at that point?"
    return ""


def _economics(asked: str, answer: str) -> str:
    if not re.search(r"\b(?:pays? for itself|pays? back|even)\b", asked) or _PAYS_BACK.search(answer):
        return ""
    if nothing(answer) or (ADMITS.search(answer) and unknown.names_time(answer)):
        return ""
    return "When does it pay for itself, or what does it save?"


def _risks(answer: str) -> str:
    """Return what to ask about risks if the answer says about none of them what is done about it."""
    told = " ".join(one for one in _SENTENCES.split(answer) if not _STOPS.match(one))
    if (
        unknown.begins_unknown(answer)
        or not told
        or cue("plan_quality", "answered", flags=re.MULTILINE).search(folded(told))
    ):
        return ""
    return "What do you do about each of these risks, or what do you watch for?"


def _unknown(answer: str) -> str:
    """Return who is to find out what an answer admits not to know, unless it names a time from there on."""
    admitted = [one for form in (ADMITS, _NOT_KNOWN) for one in form.finditer(answer)]
    ours = [
        one.start() for one in admitted if not one.group().endswith("know") or not _OTHERS.search(answer[: one.start()])
    ]
    found = min(ours, default=-1)
    if found < 0 or unknown.names_time(answer[found:]):
        return ""
    return WHO_FINDS_OUT
