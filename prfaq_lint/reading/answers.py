"""Whether a question is answered, and whether the first sentence answers it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

OWNER_OR_DATE = re.compile(
    r"\b(?:by|on|until|before|in)\s+(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]|mon|tues|wednes|thurs|fri|week|\d{4})|"
    r"\b[A-Z][a-z]+ (?:will|owns|reports|decides|measures)\b|owner\s*:",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\W*(?:TBD|TBC|TODO|FIXME)\b|\W*open(?: question| issue| item)?\s*(?:[.:;–—]|per\b)")
_SLOT = re.compile(r"\W*(?:\[[^\]\n]{2,300}\]|<[^>\n]{2,300}>|\{\{[^}\n]{1,200}\}\})\W*", re.DOTALL)
_ANSWERED = re.compile(r"\W*(?:yes|no|not|never|only|currently|initially|at launch|today)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z'’-]{2,}")
_SMALL_WORDS = frozenset(
    "the and for with this that these those from into our your their its his her will would can could does did are was "
    "were has have had not any you they she him who what when where which how why there been being ever even just also "
    "really actually still already yet more most much many some such than then them over under about after before while "
    "other same very too use using used need work works get got".split()
)
_LONGEST = 600
"""How many characters of a question and of a sentence are read."""
_SHORT = 12
"""Longer texts that speak of an answer to come say something else besides."""


@cache
def _cue(group: str, name: str) -> re.Pattern[str]:
    """The expression for one list of the vocabulary; it holds wherever one of the list's does."""
    return re.compile("|".join(_lists()[group][name]), re.IGNORECASE)


@cache
def _opening(group: str, name: str) -> re.Pattern[str]:
    """The expression for a text that begins with one of a list of the vocabulary."""
    return re.compile(
        rf"\W*(?:so |well,? |oh |in short,? |short answer:? )?(?:{'|'.join(_lists()[group][name])})\b", re.IGNORECASE
    )


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "answers.toml").read_text(encoding="utf-8"))


@cache
def _unwritten() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:answer\s*:?\s*)?(?:{'|'.join(_lists()['unwritten']['whole'])})\W*", re.IGNORECASE | re.DOTALL
    )


def kind(text: str, code: bool) -> str:
    """What an answer is: `text`, `code`, `empty`, `tbd` or `slot`. `code` tells that it holds a code block, table or image."""
    stripped = text.strip(" \n\t-–—*_•:|").lstrip("> ")
    if not stripped:
        return "code" if code else "empty"
    if _unwritten().fullmatch(stripped):
        return "code" if code else "tbd"
    if (_LEFT_OPEN.match(stripped) and len(stripped.split()) < 30) or _promised(stripped):
        return "text" if OWNER_OR_DATE.search(stripped) else "tbd"
    if _SLOT.fullmatch(stripped) and not re.search(r"\d", stripped):
        return "slot"
    return "text"


def _promised(text: str) -> bool:
    """Whether a short text only says that the answer will come, or who should write it."""
    words = len(text.split())
    if words > 3 * _SHORT or len(text) > _LONGEST or _ANSWERED.match(text) or re.search(r"\d", text):
        return False
    found = _cue("unwritten", "promised").search(text)
    return bool(found) and (words <= _SHORT or "check back" in text.lower())


def answers_first(question: str, sentences: list[str]) -> bool | None:
    """Whether the first sentence of an answer answers; None where the question asks for no verdict, quantity, date or reason.

    Source: "answer first, then explain"; the four answers are yes, no, a number, and "I do not know, and will".
    """
    if not sentences:
        return None
    question = question[:_LONGEST]
    first = (" ".join(sentences[:2]) if len(sentences[0].split()) < 4 else sentences[0])[:_LONGEST]
    number = bool(_cue("given", "number").search(first))
    dodged = bool(_opening("dodge", "leads").match(first)) and not number
    if _cue("asked", "quantity").search(question):
        return number or (not dodged and bool(_cue("given", "amount").search(first)))
    if _cue("asked", "moment").search(question):
        return number or (not dodged and bool(_cue("given", "moment").search(first)))
    if _cue("asked", "verdict").search(question):
        return _gives_verdict(question, first, dodged)
    if question.count("?") > 1 and len(question.split()) > 14:
        return None
    if _cue("asked", "reason").search(question):
        return not dodged and not _cue("given", "count_of_reasons").match(sentences[0])
    return not dodged if dodged or _cue("asked", "choice").search(question) else None


def _gives_verdict(question: str, first: str, dodged: bool) -> bool | None:
    """Whether an answer to a yes-or-no question begins with a verdict, with something that amounts to one, or with what was asked about."""
    verdict = bool(_opening("given", "verdict").match(first)) and not dodged
    denial = bool(_cue("given", "denial").search(first))
    if re.search(r"\bor\b", question) and not re.search(r"\bor not\b", question):
        return None if question.count("?") < 2 else verdict or denial
    if _cue("asked", "request").search(question):
        return None
    if dodged or verdict or denial:
        return not dodged
    concrete = (
        _cue("given", "number").search(first) or _opening("given", "instruction").match(first) or len(first.split()) < 6
    )
    return bool(concrete or _cue("asked", "loaded").search(question) or _takes_up(question, first))


def _takes_up(question: str, first: str) -> bool:
    """Whether a sentence takes up what a question says of its subject: the last two of its words of weight."""
    weighty = [word for word in _WORD.findall(question.lower()) if word not in _SMALL_WORDS][-3:]
    said = {word[:5] for word in _WORD.findall(first.lower())}
    return any(word[:5] in said for word in (weighty[1:] if len(weighty) == 3 else weighty))
