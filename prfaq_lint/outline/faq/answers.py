"""The content of answers: whether a question is answered, and whether the first sentence answers it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ...lang.en.numbers import ROUND, TENS, UNITS
from ...vocabulary import read_table

_MONTHS = "jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september|oct|october|nov|november|dec|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b|\b(?:{_MONTHS})\.? (?:\d{{1,2}}|(?:19|20)\d\d)\b|\b\d{{4}}-\d\d-\d\d\b|"
    rf"\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|"
    rf"\b(?:by|on|until|before|in|due|next|this|end of|early|mid|late)[ :]+(?:the )?(?:end of |early |mid |late |next )?"
    rf"(?:{_MONTHS}|{_DAYS}|q[1-4]|week \d{{1,2}}|(?:19|20)\d\d)\b|\b(?:next|this) (?:week|month|quarter)\b|"
    r"\bq[1-4] (?:19|20)\d\d\b",
)
"""A day, week, month or quarter that a person can be held to, in a text in lower case."""
_NO_NAME = (
    r"(?:How|What|Who|When|Where|Why|Which|We|It|This|That|They|There|You|He|She|Users|Customers|The|An?|Our|If|And|But|Then|"
    r"Nobody|Someone|Somebody|Everyone|TBD|TBC|TBA|TODO|FIXME|XXX|Owner|Answer|Price|Open|Until|Still|Not)\b"
)
_PERSON = rf"(?!{_NO_NAME})[A-Z][\w’'-]+(?: (?!{_NO_NAME})[A-Z][\w’'.-]+){{0,2}}"
_OWNER = re.compile(
    rf"(?<![\w-]){_PERSON}(?:,? [^.!?\n]{{0,40}}?)? (?:will|owns|reports|decides|measures|asks|counts|settles|checks|finds|tells|confirms|is to|has to)\b|"
    rf"\b(?:[Oo]wner|[Oo]wned by|[Aa]ssigned to|[Aa]ssignee|[Dd]ecided by|[Rr]esponsible|DRI)[ :]+(?:is )?@?{_PERSON}|(?<![\w.])@\w{{2,}}|"
    rf"\((?:@?{_PERSON})[,;:)]|(?:[–—-]|[.:;,])\s*{_PERSON},? (?:by|on|until|before|due)\b|\b(?:from|with|by) {_PERSON},? (?:by|on|until|before|due)\b"
)
"""The owner of an open point: a name and what that person does."""
_AUTHOR = re.compile(r"\b(?:I|[Ww]e)(?:'ll|’ll| will| shall)\b")
"""A promise by the author."""
_LEFT_OPEN = re.compile(r"\W*(?:TBD|TBC|TODO|FIXME)\b|\W*open(?: question| issue| item)?\s*(?:[.:;–—]|per\b)")
_SLOT = re.compile(r"\W*(?:\[[^\]\n]{2,300}\]|<[^>\n]{2,300}>|\{\{[^}\n]{1,200}\}\})\W*", re.DOTALL)
_ANSWERED = re.compile(r"\W*(?:yes|no|not|never|only|currently|initially|at launch|today)\b")
_NOT_APPLICABLE = re.compile(
    r"\W*(?:(?:this|it|that|the question) (?:is|does) )?(?:not applicable|n/?a\b|(?:does )?not apply)(?: (?:here|to us|yet))?",
    re.IGNORECASE,
)
_REASON = 3
"""The minimum number of words in a reason."""
_WORD = re.compile(r"[a-z][a-z'’-]{2,}")
_VERB = re.compile(r"\b(?:is|are|was|were|will|can|could|may|might|must|should|has|have|does|do)\b")
_SMALL_WORDS = frozenset(
    "the and for with this that these those from into our your their its his her will would can could does did are was "
    "were has have had not any you they she him who what when where which how why there been being ever even just also "
    "really actually still already yet more most much many some such than then them over under about after before while "
    "other same very too use using used need work works get got".split()
)
_SMALL_STEMS = frozenset(word[:5] for word in _SMALL_WORDS)
_OBJECTION = re.compile(r"\bbut(?: \S+){4}")
"""The reason after a concession, as in "You can, but the pump stops in frost"."""
_NUMBER = (
    rf"(?!(?:19|20)\d\d\b)(?:\d++(?:[.,]\d++)*+|{UNITS}|{TENS}|{ROUND})"
    r"(?! (?:times|minutes|hours|days|weeks|months|years|percent|things|questions)\b|\s?%|\w)"
)
_ASKED = r"(?:asked|called|interviewed|observed|phoned|polled|rang|showed|spoke|surveyed|talked|visited|watched)"
_COUNTED_ASKED = re.compile(
    rf"\b{_ASKED}\b(?: (?!for\b|about (?!\d))[\w’'-]+){{0,4}}? {_NUMBER}|"
    rf"\b{_NUMBER}(?: [\w’'-]+){{0,4}}? (?:(?:were|was) {_ASKED}|said|told us)\b|"
    rf"\b{_NUMBER}(?: (?!(?:and|so|then|when) )[\w’'-]+){{1,3}}? (?:I|we) (?!showed){_ASKED}\b(?! for\b)",
    re.IGNORECASE,
)
"""How many people were asked: "spoke with 30 guards", "nine of 12 said", "420 hotels we called"."""
_LONGEST_PLAN = 1200
"""The number of characters read in a text that may name the owner of an open point."""
_LONGEST = 600
"""The number of characters read in a question and in a sentence."""
_SHORT = 12
"""The maximum length of a text that only announces an answer; longer ones also say something else."""
_WANTED = ("quantity", "moment", "verdict", "reason", "choice")
_AMOUNTS = {"quantity": "amount", "moment": "moment"}


@cache
def _cue(group: str, name: str) -> re.Pattern[str]:
    """Return the expression that finds an entry of a vocabulary list anywhere in a text in lower case."""
    return re.compile(_any(group, name))


@cache
def _opening(group: str, name: str) -> re.Pattern[str]:
    """Return the expression that finds an entry of a vocabulary list at the beginning of a text in lower case."""
    return re.compile(rf"\W*(?:so |well,? |oh |in short,? |short answer:? )?(?:{_any(group, name)})\b")


def _any(group: str, name: str) -> str:
    return "|".join(_lists()[group][name].splitlines())


@cache
def _lists() -> dict[str, dict[str, str]]:
    return read_table("outline/faq/answers.toml")


@cache
def _unwritten() -> re.Pattern[str]:
    # If words follow, skip all marks before them at once: some texts are marks, and each would be tried.
    lead = r"(?:\W*+(?=\w)|(?=\W*+\Z)\W*)"
    return re.compile(rf"{lead}(?:answer\s*:?\s*)?(?:{_any('unwritten', 'whole')})\W*", re.DOTALL)


@cache
def _promises() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"\b(?:{_any('unwritten', 'promised')})|\?{{3}}"), re.compile(
        rf"\W*(?:{_any('unwritten', 'promised_by')})"
    )


def kind(text: str, code: bool) -> str:
    """Return the kind of an answer: `text`, `code`, `empty`, `tbd` or `slot`.

    Args:
        text: The answer.
        code: Whether it contains a code block, table or image.
    """
    stripped = text.strip(" \n\t-–—*_•:|").lstrip("> ")
    if not stripped:
        return "code" if code else "empty"
    if reason_of(stripped):
        return "text"
    if _unwritten().fullmatch(stripped.lower()):
        return "code" if code else "tbd"
    if (_LEFT_OPEN.match(stripped) and len(stripped.split()) < 30) or _promised(stripped):
        return "text" if is_planned(stripped) or _by_author(stripped) else "tbd"
    if _SLOT.fullmatch(stripped) and not re.search(r"\d", stripped):
        return "slot"
    return "text"


def is_planned(text: str, products: Iterable[str] = ()) -> bool:
    """Return whether a text names an owner and a date for what is open; one alone is not a plan.

    A product, whose names may be given, cannot be the owner.
    """
    text = text[:_LONGEST_PLAN]
    for name in products:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "it", text)
    return bool(DATE.search(text.lower().replace("\n", " ")) and _OWNER.search(text))


def _by_author(text: str) -> bool:
    """Return whether the author promises an answer by a date, as in "We will know by 3 March".

    The text must not contain a placeholder.
    """
    return not _LEFT_OPEN.match(text) and bool(_AUTHOR.search(text) and DATE.search(text.lower()))


def counts_asked(text: str) -> bool:
    """Return whether a text says how many people were asked or watched."""
    return bool(_COUNTED_ASKED.search(text))


def reason_of(text: str) -> str | None:
    """Return the reason in "Not applicable: nobody pays for it".

    Return "" if no reason is given, and None if the text is something else.
    """
    found = _NOT_APPLICABLE.match(text)
    if not found:
        return None
    reason = text[found.end() :].strip(" \n\t.:,;–—-()*_")
    return reason if len(reason.split()) >= _REASON else ""


def _promised(text: str) -> bool:
    """Return whether a short text only says that the answer will come, or who should write it."""
    if len(text) > _LONGEST:
        return False
    words, lower = len(text.split()), text.lower()
    if words > _SHORT and not (words <= 3 * _SHORT and "check back" in lower):
        return False
    if _ANSWERED.match(lower) or re.search(r"\d", text):
        return False
    anywhere, first = _promises()
    return bool(anywhere.search(lower) or first.match(text))


def answers_first(question: str, sentences: list[str]) -> bool | None:
    """Return whether the first sentence of an answer answers the question.

    Return None if the question does not ask for a verdict, quantity, date or reason.

    Source: "answer first, then explain"; the four answers are yes, no, a number, and "I do not know, and will".
    """
    if not sentences:
        return None
    question = question[:_LONGEST]
    first = (" ".join(sentences[:2]) if len(sentences[0].split()) < 4 else sentences[0])[:_LONGEST].lower()
    wanted = asks_for(question)
    if wanted in _AMOUNTS:
        return _numbers(first) or (
            not _opening("dodge", "leads").match(first) and bool(_cue("given", _AMOUNTS[wanted]).search(first))
        )
    if wanted == "verdict":
        return _gives_verdict(question, first)
    if question.count("?") > 1 and len(question.split()) > 14:
        return None
    if wanted == "reason":
        return not (_dodges(first) or _puts_off(question, first))
    return False if _dodges(first) else True if wanted == "choice" else None


@lru_cache(maxsize=1024)
def asks_for(question: str) -> str:
    """Return what a question asks for: `quantity`, `moment`, `verdict`, `reason`, `choice`, or "" for none of these."""
    question = question[:_LONGEST].lower()
    return next((wanted for wanted in _WANTED if _cue("asked", wanted).search(question)), "")


def gives(wanted: str, text: str) -> bool:
    """Return whether a text contains a `quantity` or a `moment`, or says that it is not known."""
    text = text.lower()
    return _numbers(text) or bool(_cue("given", _AMOUNTS[wanted]).search(text))


def _numbers(text: str) -> bool:
    return bool(_cue("given", "number").search(text))


def _dodges(first: str) -> bool:
    """Return whether a first sentence puts the answer off and gives no number."""
    return bool(_opening("dodge", "leads").match(first)) and not _numbers(first)


def _gives_verdict(question: str, first: str) -> bool | None:
    """Return whether an answer to a yes-or-no question begins with a verdict.

    An equivalent of a verdict counts, and so does a statement about what the question asks.
    """
    choice = re.search(r"\bor\b", question) and not re.search(r"\bor not\b", question)
    if choice and question.count("?") < 2:
        return None
    dodged = _dodges(first)
    verdict = not dodged and bool(_opening("given", "verdict").match(first))
    denial = bool(_cue("given", "denial").search(first))
    if choice:
        return verdict or denial
    asked = question.lower()
    if _cue("asked", "request").search(asked):
        return None
    if dodged or verdict or denial:
        return not dodged
    concrete = _numbers(first) or _opening("given", "instruction").match(first) or len(first.split()) < 6
    return bool(concrete or _cue("asked", "loaded").search(asked) or _takes_up(asked, first))


def _takes_up(question: str, first: str) -> bool:
    """Return whether a sentence says of its subject what a question asks about.

    It must have one of the last two significant words of the question after its verb. "Bookings are used for the
    check" does not address whether anybody sees bookings.
    """
    weighty = [word for word in _WORD.findall(question) if word not in _SMALL_WORDS][-3:]
    verb = _VERB.search(first)
    said = {word[:5] for word in _WORD.findall(first, verb.end() if verb else 0)}
    return any(word[:5] in said for word in (weighty[1:] if len(weighty) == 3 else weighty))


def _puts_off(question: str, first: str) -> bool:
    """Return whether the first sentence of an answer to "why" only concedes the point, or repeats the question."""
    if _cue("given", "cause").search(first):
        return False
    said = {word[:5] for word in _WORD.findall(first)} - _SMALL_STEMS
    asked = {word[:5] for word in _WORD.findall(question.lower())}
    conceded = _opening("dodge", "concedes").match(first)
    if conceded:
        return not _OBJECTION.search(first, conceded.end())
    return len(said) >= 3 and said <= asked
