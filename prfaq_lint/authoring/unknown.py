"""“Don't know” → a sentence with a plan: who will find out, by when and how."""

from __future__ import annotations

import re

from ..outline.release.people import names_customer
from .wording import inside, is_clause, sentence

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
_PRONOUN = re.compile(r"(?:we|they|he|she|i|it|you)\b", re.IGNORECASE)
_SUBJECT_AND_VERB = re.compile(
    r"(?:(?!(?:how|if|whether|what|when|which|who|why|that)\b)[\w'’-]+ ){1,3}(?:will|is|are)\b", re.IGNORECASE
)
"""The beginning of a sentence, such as “the sales team will …”."""
_LONGEST_PERSON = 4
_PERSON = re.compile(r"(?:the )?[A-Z][\w'’.-]*(?: (?:and )?[A-Z][\w'’.-]*){0,3}|(?i:i|me|myself|we|us|he|she|they)")
_NOBODY = re.compile(
    r"\W*(?:nobody|no[ -]?one|none(?: of them)?|not (?:any(?:one|body)|yet))(?: (?:yet|else))?\W*", re.IGNORECASE
)
_NAMED = re.compile(r"(?:[A-Z][\w'’.-]*)(?: [A-Z][\w'’.-]*){0,3}(?:$|[,(]| (?:and|at|from|in|of|on|our|the|who|–|-) )")
"""A name, alone or with who it is: “Ana Ruiz, a nurse”."""
_DETERMINED = re.compile(r"(?:an?|one|some|the|two|three|\d+) \w", re.IGNORECASE)
_ACQUAINTED = re.compile(r"(?:my|our) \w", re.IGNORECASE)
_REPLY = re.compile(r"yes|no|ok(?:ay)?", re.IGNORECASE)
_TO_CALL = re.compile(r"(?:i(?:['’]ll| will) )?(?:call|ask|phone|ring|talk to|speak (?:to|with)) ", re.IGNORECASE)
_WHERE = re.compile(r",|\s(?:at|for|from|in|of|on|who|with)\s")
"""The end of who somebody is, before where they are."""
_WISH = re.compile(r"\b(?:needs?|wants?|wish(?:es)?|lacks?|likes?|loves?|uses?)\b", re.IGNORECASE)
_LONGEST_ROLE = 2
"""The number of words up to which a text without an article can be a role, and not a sentence: “night porters”."""
_LONGEST_WHO = 8
"""The number of words up to which a text is somebody to call, and not a text about the problem."""
_VAGUE = re.compile(r"(?:very )?soon|shortly|later|asap|eventually|at some point|some ?time", re.IGNORECASE)
"""A time too vague to hold anyone to."""
_MEANS = re.compile(
    r"(?:an?|some|\d+)\s|.*\b(?:call|interview|poll|pilot|prototype|survey|test|trial)s?$", re.IGNORECASE
)
"""What is to be done, and not a person."""
_ASKS = re.compile(r"(?:\w+ )?(?:ask|call|talk|test|survey|interview|check|run|measure|try)s?\b", re.IGNORECASE)
"""The beginning of what is to be done, perhaps with the person in front of it."""

_ADMISSION = "We do not know yet; "
_SUCH_AS = "For example: Ana Ruiz, 4 May, ask ten of them."
ASK = "Who will find out, by when and how? On one line, such as: Ana Ruiz, 4 May, ask ten of them"


def is_unknown(text: str) -> bool:
    """Return whether an answer says that it is not known yet, and nothing else."""
    found = _UNKNOWN.fullmatch(text)
    return found is not None and not found["plan"]


def begins_unknown(text: str) -> bool:
    """Return whether an answer begins by saying that it is not known yet, and does not quote somebody."""
    return bool(_UNKNOWN.fullmatch(text)) and not re.search(r"\s[–—-]\s|\bsaid\b", text)


def names_time(text: str) -> bool:
    """Return whether a text names a day, a month or another time by which something can be known."""
    return bool(re.search(rf"\b(?:{_DAY})\b", text, re.IGNORECASE))


def is_nobody(text: str) -> bool:
    """Return whether an answer to the question whom to call only says that there is nobody."""
    return bool(_NOBODY.fullmatch(text))


def person(text: str) -> str:
    """Return the person or the role that a text names, without a full stop; "" if it is a sentence or names nobody."""
    who = _TO_CALL.sub("", text.strip().strip('“”"').rstrip(".!?;:, "), count=1)
    named = _WHERE.split(who, maxsplit=1)[0]
    if not who or is_nobody(who) or is_unknown(who) or _REPLY.fullmatch(who) or names_time(named):
        return ""
    if _PERSON.fullmatch(who):
        return who
    if len(who.partition(",")[0].split()) > _LONGEST_WHO or is_clause(named) or _WISH.search(who):
        return ""
    longest = _LONGEST_PERSON if _DETERMINED.match(named) else _LONGEST_ROLE
    is_role = names_customer(named) and len(named.split()) <= longest
    return who if _NAMED.match(who) or _ACQUAINTED.match(who) or is_role else ""


def with_plan(text: str) -> str:
    """Return “don't know” and the plan that follows it as a sentence, and any other answer as it is."""
    found = _UNKNOWN.fullmatch(text)
    return (found and plan(found["plan"] or "")) or text


def without_admission(planned: str) -> str:
    """Return a plan to find out without the words that it is not known yet, to follow an answer that says so."""
    return sentence(planned.removeprefix(_ADMISSION))


def plan(text: str) -> str:
    """Return who will find out, by when and how, as a sentence; "" if a person or a date is missing."""
    text = text.strip().rstrip(".")
    if _is_plan_sentence(text):
        clause = inside(text) if _PRONOUN.match(text) and text[1] != " " else text
        return sentence(f"{_ADMISSION}{clause}")
    who, dated, how = _parts(text)
    if not who or not dated:
        return ""
    begun, way = f"{_ADMISSION}{_when(dated)}, {_person(who)} will", _LINK.sub("", ", ".join(how), count=1)
    if _is_sentence(way) or way.startswith(f"{who} "):
        return sentence(f"{begun} find out. {sentence(way)}")
    return sentence(f"{begun} {_finding_out(way)}")


def _is_sentence(way: str) -> bool:
    """Return whether the way to find out is written as a sentence: “she asks …”, “the sales team will …”."""
    return bool(_PRONOUN.match(way) or (_SUBJECT_AND_VERB.match(way) and not _ASKS.match(way)))


def missing(text: str) -> str:
    """Return what to ask about a plan that lacks a person, a date or a way; "" if it lacks nothing or is not a plan."""
    if _is_plan_sentence(text) or not _resembles_plan(text):
        return ""
    who, dated, how = _parts(text.strip().rstrip("."))
    lacking = [ask for ask, there in (("who", who), ("by when", dated), ("how", how)) if not there]
    asked = ", and ".join(filter(None, (", ".join(lacking[:-1]), *lacking[-1:])))
    return asked and f"{asked[0].upper()}{asked[1:]}? {_SUCH_AS}"


def _is_plan_sentence(text: str) -> bool:
    """Return whether a text is already a sentence that says who will do something, and when."""
    return bool(_TELLS_PLAN.fullmatch(text)) and not _CLAUSE.match(text.split(" will ")[0])


def _parts(text: str) -> tuple[str, str, list[str]]:
    """Return who will find out, by when and how, each empty if a plan does not say it."""
    pieces = [piece for piece in _pieces(text) if not _VAGUE.fullmatch(piece)]
    dates = [piece for piece in pieces if _DATE.fullmatch(piece)]
    dated = next(filter(re.compile(r".*\d").match, dates), dates[-1] if dates else "")  # “Jan” may be a person
    others = [piece for piece in pieces if piece != dated]
    who = next(filter(_PERSON.fullmatch, others), others[0] if others else "")
    if len(who.split()) > _LONGEST_PERSON or any(form.match(who) for form in (_CLAUSE, _ASKS, _MEANS)):
        who = ""
    return who, dated, [piece for piece in others if piece != who]


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _PIECES.split(text) if piece.strip()]


def _resembles_plan(text: str) -> bool:
    """Return whether a text is short or names a time, as somebody who tells a plan would, and not an answer after all."""
    pieces = _pieces(text.strip().rstrip("."))
    return 0 < len(text.split()) <= _LONGEST_PERSON or any(
        _DATE.fullmatch(one) or _VAGUE.fullmatch(one) for one in pieces
    )


def _when(dated: str) -> str:
    """Return until when: “by 4 May”, or “next week”."""
    day = re.sub(r"^(?:by|until|before|on) ", "", dated, flags=re.IGNORECASE)
    day = re.sub("^(?=(?:end|middle|beginning) of )", "the ", day, flags=re.IGNORECASE)
    if re.match("today|tonight|tomorrow|next|this|in |within |at ", day, re.IGNORECASE):
        return day
    return f"within {day}" if re.match(r"(?!the )\w+ (?:days?|weeks?|months?)$", day, re.IGNORECASE) else f"by {day}"


def _person(who: str) -> str:
    """Return a person in the form for the middle of a sentence."""
    if who.lower() in ("i", "me", "myself"):
        return "I"
    if who.lower() in ("we", "us"):
        return "we"
    return who.capitalize() if " " not in who and who.islower() else who


def _finding_out(how: str) -> str:
    """Return what somebody will do: “ask ten customers”, or “find out through a survey”."""
    how = how[:1].lower() + how[1:] if how[1:2].islower() else how
    if not how:
        return "find out"
    if re.match(r"(?!(?:bring|string|spring)\b)\w{2,}ing\b", how):
        return f"find out by {how}"
    if noun := _NOUN.match(how):
        return f"find out through {'a ' if noun['bare'] else ''}{how}"
    return how
