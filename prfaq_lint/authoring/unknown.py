"""“Don't know” → a sentence with a plan: who will find out, by when and how."""

from __future__ import annotations

import re

from .wording import sentence

_UNKNOWN = re.compile(
    r"\W*(?:(?:i|we)(?:['’]m|['’]re| am| are)? )?(?:(?:do not|don['’]?t)(?: really)? know|dunno|idk|(?:have )?no idea|not sure|unknown|not known|nobody knows|tbd)"
    r"(?: (?:yet|now))*(?:\W*|\s*[,;:.–—-]+\s*(?P<plan>\w.*))",
    re.IGNORECASE | re.DOTALL,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?\.?(?: of)? )?{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}(?:[./]\d*)?|(?:(?:next|this) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|q[1-4](?: \d{4})?|20\d\d"
    r"|today|tonight|tomorrow|(?:next|this|the) (?:week|month|quarter|year)"
    r"|\w+ (?:days?|weeks?|months?)"
)
_WHEN = rf"(?:(?:in|within|at) )?(?:(?:the )?(?:end|middle|beginning) of |mid |early |late )?(?:{_DAY})"
_DATE = re.compile(rf"(?:(?:by|until|before|on) )?{_WHEN}", re.IGNORECASE)
_PIECES = re.compile(rf"[,;]\s+(?!20\d\d\b)|\s+(?=(?:by|until|before) {_WHEN}(?:[,;]|$))", re.IGNORECASE)
_TELLS_PLAN = re.compile(rf"\w.*\bwill\b.*\b(?:{_DAY})\b.*", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:how|if|whether|what|when|which|who|why|that|because|but)\b|.*\b(?:will|is|are|do|does)\b", re.IGNORECASE
)
"""The beginning of something that is not a person."""
_LINK = re.compile(r"^(?:(?:and|to|will|by|through|via) )+", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:an?|the|our|their|some|\d+)\b|\w+[^s\W]s\b|(?P<bare>(?:survey|interview|pilot|test|trial|poll|prototype) (?:with|of|in|at|on)\b)",
    re.IGNORECASE,
)
"""The beginning of a means rather than of something to do: “a survey”, “interviews with …”."""
_LONGEST_PERSON = 4
_PERSON = re.compile(r"(?:the )?[A-Z][\w'’.-]*(?: (?:and )?[A-Z][\w'’.-]*){0,3}|(?i:i|me|we|us|he|she|they)")
_ASKS = re.compile(r"(?:\w+ )?(?:ask|call|talk|test|survey|interview|check|run|measure|try)s?\b", re.IGNORECASE)
"""The beginning of what is to be done, perhaps with the person in front of it."""

ASK = "Who will find out, by when and how? On one line, such as: Ana Ruiz, 4 May, ask ten customers"
ASK_AGAIN = "A person and a date are enough: Ana Ruiz, 4 May. Or press Enter to leave the question open."


def is_unknown(text: str) -> bool:
    """Return whether an answer says that it is not known yet, and nothing else."""
    found = _UNKNOWN.fullmatch(text)
    return found is not None and not found["plan"]


def with_plan(text: str) -> str:
    """Return “don't know” and the plan that follows it as a sentence, and any other answer as it is."""
    found = _UNKNOWN.fullmatch(text)
    return (found and plan(found["plan"] or "")) or text


def plan(text: str) -> str:
    """Return who will find out, by when and how, as a sentence; "" if a person or a date is missing."""
    text = text.strip().rstrip(".")
    if _TELLS_PLAN.fullmatch(text) and not _CLAUSE.match(text.split(" will ")[0]):
        return sentence(f"We do not know yet; {text}")
    pieces = [piece.strip() for piece in _PIECES.split(text) if piece.strip()]
    dates = [piece for piece in pieces if _DATE.fullmatch(piece)]
    dated = next(filter(re.compile(r".*\d").match, dates), dates[-1] if dates else "")  # “Jan” may be a person
    who, *how = [piece for piece in pieces if piece != dated] or [""]
    named = next((piece for piece in (who, *how) if _PERSON.fullmatch(piece)), "")
    if named and not _PERSON.fullmatch(who):  # “ask ten customers, Ana Ruiz”
        how[how.index(named)] = who
        who = named
    if not dated or not who or len(who.split()) > _LONGEST_PERSON or _CLAUSE.match(who) or _ASKS.match(who):
        return ""
    return sentence(f"We do not know yet; {_when(dated)}, {_person(who)} will {_finding_out(', '.join(how))}")


def resembles_plan(text: str) -> bool:
    """Return whether a text is short or names a date, as somebody who tells a plan would, and not an answer after all."""
    pieces = [piece.strip() for piece in _PIECES.split(text.strip().rstrip(".")) if piece.strip()]
    return len(text.split()) <= _LONGEST_PERSON or any(map(_DATE.fullmatch, pieces))


def _when(dated: str) -> str:
    """Return until when: “by 4 May”, or “next week”."""
    day = re.sub(r"^(?:by|until|before|on) ", "", dated, flags=re.IGNORECASE)
    day = re.sub("^(?=(?:end|middle|beginning) of )", "the ", day, flags=re.IGNORECASE)
    if re.match("today|tonight|tomorrow|next|this|in |within |at ", day, re.IGNORECASE):
        return day
    return f"within {day}" if re.match(r"(?!the )\w+ (?:days?|weeks?|months?)$", day, re.IGNORECASE) else f"by {day}"


def _person(who: str) -> str:
    """Return a person in the form for the middle of a sentence."""
    if who.lower() in ("i", "me"):
        return "I"
    if who.lower() in ("we", "us"):
        return "we"
    return who.capitalize() if " " not in who and who.islower() else who


def _finding_out(how: str) -> str:
    """Return what somebody will do: “ask ten customers”, or “find out through a survey”."""
    how = _LINK.sub("", how, count=1)
    how = how[:1].lower() + how[1:] if how[1:2].islower() else how
    if not how:
        return "find out"
    if re.match(r"(?!(?:bring|string|spring)\b)\w{2,}ing\b", how):
        return f"find out by {how}"
    if noun := _NOUN.match(how):
        return f"find out through {'a ' if noun['bare'] else ''}{how}"
    return how
