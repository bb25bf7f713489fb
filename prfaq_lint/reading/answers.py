"""Whether a question is answered, and whether the first sentence answers it."""

from __future__ import annotations

import re

_TBD = re.compile(
    r"\W*(?:answer\s*:?\s*)?(?:tbd|tba|tbc|todo|to do|t\.b\.d\.?|to be (?:determined|decided|defined|confirmed|"
    r"announced|completed|added|written|filled in|done)|coming soon|"
    r"fixme|xxx+|wip|work in progress|pending|n\.?a\.?\?|open(?: question)?|unknown|\?+|-+|\.{3,}|…|none yet|"
    r"not (?:yet )?(?:written|answered|decided|determined)(?: yet)?|"
    r"more to come|stay tuned|placeholder|fill (?:this )?in|answer here|insert answer(?: here)?|"
    r"your answer(?: here)?|answer(?: \d+)?|lorem ipsum.*)\W*",
    re.IGNORECASE | re.DOTALL,
)
_TBD_LEADS = re.compile(r"\W*(?:TBD|TBC|TODO|FIXME)\b")
OWNER_OR_DATE = re.compile(
    r"\b(?:by|on|until|before|in)\s+(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec|q[1-4]|mon|tues|wednes|thurs|fri|week|\d{4})|\b[A-Z][a-z]+ (?:will|"
    r"owns|reports|decides|measures)\b|owner\s*:",
    re.IGNORECASE,
)
_SLOT = re.compile(r"\W*(?:\[[^\]\n]{2,300}\]|<[^>\n]{2,300}>|\{\{[^}\n]{1,200}\}\})\W*", re.DOTALL)
_VERDICT = re.compile(
    r"\b(?:yes|yep|yeah|no|nope|not|never|only|always|already|absolutely|completely|partly|partially|mostly|"
    r"maybe|eventually|definitely|certainly|of course|sure|indeed|correct|exactly|"
    r"cannot|can't|can’t|don't|don’t|doesn't|doesn’t|won't|won’t|isn't|isn’t|aren't|aren’t|will|both|neither|"
    r"none|nothing|optional|free|currently|planned|as of|sometimes|usually|generally|"
    r"possibly|probably|likely|unlikely|technically|we do|we don|it does|it is|it can|it will|you can|you will|"
    r"you do|they do|they are|they can|everything|anyone|any|all|every|fully|"
    r"honest|today|for now|initially|at launch|once|until|either|depends|can be|does)\b|n't\b|n’t\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens|"
    r"hundred|hundreds|thousand|thousands|million|millions|billion|half|third|quarter|"
    r"free|nothing|never|now|today|tomorrow|immediately|instantly|always|anytime|daily|"
    r"weekly|monthly|hourly|annually|yearly|unlimited|no limit|none|zero|once|twice|soon|"
    r"later|"
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|unknown|do not know|don't know|"
    r"don’t know|depends|as (?:much|many|long|often)|available|after|before|when|every|any|"
    r"all|few|several|most|many|enough)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"\W*(?:(?:so|but|and|ok|okay|wait)[, ]+)?(?:is|are|was|were|do|does|did|can|could|will|"
    r"would|should|has|have|had|may|must|isn't|isn’t|aren't|don't|don’t|doesn't|doesn’t|won't|"
    r"won’t|can't|can’t|am)\b",
    re.IGNORECASE,
)
_QUANTITY_ASKED = re.compile(
    r"\bhow (?:much|many|long|often|soon|big|large|fast|accurate|far|old)\b|"
    r"\bwhat (?:is the|(?:does|will|would|do) .{1,60}?) cost\b|\bwhat(?:'s|’s|"
    r" is) the price\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\W*when (?:will|is|can|do|does|are|did|should)\b|\bby when\b|\bwhat date\b", re.IGNORECASE)
_WHY = re.compile(r"\W*(?:(?:so|but|and)[, ]+)?why\b", re.IGNORECASE)
_WHO = re.compile(r"\W*(?:who|whom|whose|which)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|so that|so|to|for|due|therefore|reason|reasons|means|without|lets|"
    r"allows|enables|gives|keeps|makes|avoids?|prevents?|ensures?|is|are|was|needs?|requires?|"
    r"want|wants|wanted|have|has|can|can't|cannot|would|do|does|not|only|by|as|from|few|most|"
    r"many|no|every|two|three|first)\b|n't",
    re.IGNORECASE,
)
_DODGE = re.compile(
    r"\W*(?:(?:great|good|excellent|fair|valid|interesting|important) (?:question|point)|that(?:'s|’s| is) (?:a|"
    r"an) |as mentioned|first of all|we (?:believe|take|understand|recogni[sz]e|know|are committed|"
    r"are (?:excited|proud|constantly|always|continuously|exploring))|at [A-Z]\w+,? we|in today|it is important|"
    r"thank you|our (?:mission|vision|goal|team is|philosophy)|when we|"
    r"this is (?:a|an) (?:important|common|critical|key|complex|great|good|interesting)|historically|"
    r"to understand|before)",
    re.IGNORECASE,
)


def kind(text: str, code: bool) -> str:
    """What an answer is: `text`, `code`, `empty`, `tbd` or `slot`. `code` tells that it holds a code block, table or image."""
    stripped = text.strip(" \n\t-–—*_•:|").lstrip("> ")
    if not stripped:
        return "code" if code else "empty"
    if _TBD.fullmatch(stripped):
        return "code" if code else "tbd"
    if _TBD_LEADS.match(stripped) and len(stripped.split()) < 30:
        return "text" if OWNER_OR_DATE.search(stripped) else "tbd"
    if _SLOT.fullmatch(stripped) and not re.search(r"\d", stripped):
        return "slot"
    return "text"


def answers_first(question: str, sentences: list[str]) -> bool | None:
    """Whether the first sentence of an answer answers; None where the question asks for no verdict, quantity, date or reason.

    Source: "answer first, then explain"; the four answers are yes, no, a number, and "I do not know, and will".
    """
    if not sentences:
        return None
    questions = question.count("?")
    first = sentences[0]
    opening = " ".join(sentences[:2]) if len(first.split()) < 4 else first
    if _QUANTITY_ASKED.search(question):
        return bool(_QUANTITY.search(opening)) and not _DODGE.match(first)
    if _WHEN.search(question):
        return bool(_QUANTITY.search(opening)) and not _DODGE.match(first)
    if questions > 1 and len(question.split()) > 14 and not _YES_NO.match(question):
        return None
    if _YES_NO.match(question):
        if re.search(r"\bor\b", question) and not re.search(r"\bor not\b", question):
            return None if questions < 2 else bool(_VERDICT.search(opening))
        if re.match(
            r"\W*(?:can|could|would|will) you (?:give|explain|describe|tell|share|show|provide|walk)",
            question,
            re.IGNORECASE,
        ):
            return None
        return bool(_VERDICT.search(opening)) and not _DODGE.match(first)
    if _WHY.match(question):
        return not _DODGE.match(first) and bool(_REASON.search(opening))
    if _WHO.match(question):
        return not _DODGE.match(first)
    return None
