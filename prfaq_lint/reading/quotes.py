"""Quotations in the release: where they stand and who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile(
    r"“([^“”]{12,1200})[”“]|\"([^\"]{12,1200})\"|«([^«»]{12,1200})»|„([^„“”]{12,1200})[“”]|"
    r"(?<!\w)[‘']([^‘’'][^\n]{30,900}?)[’'](?=\s*(?:[-–—]|$))"
)
_SAYS = re.compile(
    r"\b(?:said|says|say|explains|explained|adds|added|notes|noted|shared|shares|told|commented|comments|stated|"
    r"states|recalls|recalled|"
    r"according to|remarked|remarks|wrote|writes|reports|reported|observed|observes|quipped|asked)\b",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(r"\W*[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*\s*(?:,|[-–—]|$)[^.!?]*$")
_DASH_NAME = re.compile(r"(?:^|[\s\n”\"])[-–—~]{1,2}\s*(?:\*|_)*([A-Z\[(￼][^\n]{1,140})$", re.MULTILINE)
_LEADER = re.compile(
    r"\b(?:c[etfopim]o|ceo|founder|co-?founders?|cofounder|co-?creator|creator|chief|president|vp|svp|"
    r"vice[- ]president|directors?|head of|"
    r"general manager|gm|lead|leader|leads|product manager|program manager|project manager|product owner|"
    r"product lead|product leader|engineering manager|maintainers?|author|"
    r"principal (?:architect|engineer|product)|architect|the developer|contributor|engineer at|chair(?:man|"
    r"woman|person)?|executive|spokesperson|spokesman|"
    r"spokeswoman|owner of the|developers? of|team lead|partner at|tech lead|inventor|our team|the team|"
    r"project lead|executive director|manager of|minister|secretary|superintendent)\b",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\b(?:customers?|users?|tester|beta|pilot|early adopter|subscriber|member|client|student|nurse|teacher|"
    r"parent|mother|father|patient|"
    r"resident|tenant|homeowner|driver|shopper|freelancer|guest|host|traveler|traveller|analyst|researcher|"
    r"scientist|developer|engineer|designer|"
    r"manager at|from [A-Z]|gamer|player|reader|farmer|runner|musician|artist|photographer|writer|blogger|"
    r"operator|technician|accountant|"
    r"recruiter|officer at|admin|administrator|sre|devops|practitioner|volunteer|retiree|grandmother|coach|chef|"
    r"cook|seller|buyer|merchant|landlord|mom|dad)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|I’m|I’ve|my|me|my team|us)\b")
_COMPANY_VOICE = re.compile(
    r"\b(?:we (?:built|created|designed|wanted|believe|started|made|are|developed|"
    r"set out|launched|asked|saw|looked|did not|kept)|"
    r"our (?:goal|mission|customers|users|team|product|app|platform|vision|members)|"
    r"for our customers|customers (?:told|asked|want|need|deserve))\b",
    re.IGNORECASE,
)
_ADOPTER = re.compile(
    r"\b(?:customers?|users?|tester|beta|pilot|early adopter|adopter|subscriber|client|"
    r"hypothetical|visitor|guest|satisfied|happy)\b(?! (?:success|experience|service|support|"
    r"care|officer|advocate))",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:at|of|from|with|for) (?:the )?\**[A-Z]\w+|,\s*\**[A-Z][\w.]+(?: [A-Z][\w.]+)*\s*(?:inc|"
    r"corp|ltd|co)\b",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:with \**[A-Z]\w+[\w\s-]{0,20}, (?:I|we|my|our)|(?:I|we) used to|now (?:I|we)|(?:I|we) (?:can (?:now|"
    r"finally)|finally|no longer|used|tried|sent|opened|stopped|found|save|saved|get|got|had|spent|spend|can)|"
    r"saved (?:me|us|our)|"
    r"(?:my|our) (?:team|workflow|reviews?|family|kids|company|process|work|day|week|life|doctor|boss|clients|"
    r"students|patients|business|organization|exposure)|changed (?:my|our)|before (?:this|using|\**[A-Z])|"
    r"for me\b|so much easier|I love|love (?:how|that)|I was|I never|I have|I'm|I’m|I've|I’ve)",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:easiest|best|great way|easier|amazing|love|incredible|game.changer|finally|"
    r"recommend|can't imagine|transformed|speed up|increased|improved|reduced|made)\b",
    re.IGNORECASE,
)
_BUILDER = re.compile(
    r"\b(?:goal is|is designed|was designed|we want|people (?:spend|waste|need|deserve)|"
    r"customers|users|everyone|our mission|the hard(?:est)? part|should|nobody should|"
    r"software is|the future|is not about|we (?:hope|only)|by taking care|eliminates|"
    r"is essentially|gives everyone|giving)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: offsets relative to the text that was searched."""

    start: int
    end: int
    words: str
    attribution: str
    speaker: str
    """`leader`, `customer` or "" where the text does not tell."""


def find(text: str, block_quote: bool, own: tuple[str, ...] = (), following: str = "") -> list[Quote]:
    """The quotations of at least six words in a paragraph.

    A block quote is a quotation only when a dash and a name, or quotation marks, make it one: some templates have
    their author write every section as a block quote.
    """
    found = []
    spans: list[tuple[int, int, str]] = []
    for match in _MARKS.finditer(text):
        words = next(group for group in match.groups() if group)
        if len(words.split()) >= 6:
            spans.append((match.start(), match.end(), words))
    name = _DASH_NAME.search(text)
    if block_quote and name and not spans and len(text[: name.start()].split()) >= 6:
        spans.append((0, name.start(), text[: name.start()]))
    merged: list[tuple[int, int, str]] = []
    for start, end, words in spans:
        if merged and start - merged[-1][1] < 120 and (len(text[merged[-1][1] : start].split()) < 14):
            merged[-1] = (merged[-1][0], end, merged[-1][2] + " " + words)
        else:
            merged.append((start, end, words))
    for start, end, words in merged:
        inside = text[start:end]
        outside = re.sub(r"[“\"«„][^”\"»]*[”\"»]", " ", inside) + text[end : end + 220]
        before = text[max(0, start - 140) : start].rsplit(". ", 1)[-1]
        dash = _DASH_NAME.search(text, max(0, end - 1))
        attribution = ""
        if dash:
            attribution = dash.group(1)
        elif _SAYS.search(outside) or re.match(r"\s*,?\s*[-–—]", text[end:]):
            attribution = outside
        elif _SAYS.search(before) or before.rstrip().endswith(":"):
            attribution = before
        if not attribution and end > len(text) - 4 and _NAME_LINE.match(following) and len(following.split()) <= 14:
            attribution = following
        found.append(Quote(start, end, words, " ".join(attribution.split()), speaker(words, attribution, own)))
    return found


def speaker(words: str, attribution: str, own: tuple[str, ...] = ()) -> str:
    """Whether a leader or a customer speaks; "" where neither the attribution nor the words tell.

    `own` are the names of the product and its company: whoever is attributed to them is no customer.
    """
    leader = customer = 0.0
    if attribution:
        ours = any(name and name in attribution for name in own)
        leader += 2.0 * bool(_LEADER.search(attribution)) + 1.5 * (ours and not _ADOPTER.search(attribution))
        customer += 2.0 * bool(_CUSTOMER.search(attribution)) + 2.5 * bool(_ADOPTER.search(attribution))
        elsewhere = _AT.search(attribution)
        if elsewhere and own and not ours:
            customer += 1.5
    leader += 2.0 * bool(_COMPANY_VOICE.search(words)) + 1.0 * bool(_BUILDER.search(words))
    customer += (
        2.0 * bool(_USED.search(words)) + 0.5 * bool(_FIRST_PERSON.search(words)) + 1.0 * bool(_PRAISE.search(words))
    )
    if max(leader, customer) < 0.5 or leader == customer:
        return ""
    return "leader" if leader > customer else "customer"
