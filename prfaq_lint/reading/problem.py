"""The verdict on the problem: is there one, whose is it, what does it cost, and is it told without the product?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Sentence
from ..lexicon import Hits, nowhere
from .parts import PROBLEM, problem_score

if TYPE_CHECKING:
    from . import Outline
    from .roles import Reading

QUANTITY = re.compile(
    r"\d|%|\b(?:half|a third|two thirds|a quarter|dozens?|hundreds?|thousands?|millions?|billions?|two|three|"
    r"four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|ninety)\b"
    r"(?!-in-one)",
    re.IGNORECASE,
)
EVIDENCE = re.compile(
    r"\b(?:survey(?:s|ed)?|study|studies|research(?:ers)?|interview(?:s|ed)?|report(?:s|ed)?|according to|"
    r"statistics|data shows?|told us|we (?:asked|observed|watched|measured|counted|found)|"
    r"pilot|audit|incident|in our (?:data|logs|records)|on average|median|percent|[1-9]\d?% of|one in (?:two|"
    r"three|four|five|six|ten)|\d+ (?:of|in|out of) \d+)\b|%",
    re.IGNORECASE,
)
_NOT_QUANTITY = re.compile(
    r"\b(?:24/7|web ?[23]|[a-z]+-?\d+(?:\.\d+)*|(?:19|20)\d\d|v\d[\d.]*|s3|h[1-6]|"
    r"one-stop|all-in-one)\b",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    "users user customers customer people everyone everybody anyone anybody someone businesses business "
    "companies company organizations organisations enterprises consumers individuals clients you we they "
    "humans person persons folks others somebody nobody".split()
)
_PEOPLE = re.compile(
    r"\b(?!(?:computers?|servers?|numbers?|letters?|matters?|others?|orders?|papers?|filters?|folders?|"
    r"containers?|clusters?|drivers? license|parameters?|headers?|answers?|offers?|users?|customers?|"
    r"consumers?|members? of|browsers?|printers?|routers?|sensors?|errors?|factors?|vendors?|layers?|buffers?|"
    r"counters?|triggers?|adapters?|controllers?|compilers?|parsers?|editors?|chapters?|barriers?|"
    r"calculators?|indicators?|suffers?|prefers?|enters?|delivers?|discovers?|remembers?|considers?|wonders?|"
    r"registers?|transfers?|differs?|recovers?|gathers?|refers?|lingers?|ever|never|however|over|after|under|"
    r"later|faster|slower|better|easier|harder|higher|lower|longer|other|another|together|either|neither|"
    r"whether|rather|further|former|"
    r"power|paper|water|number|center|weather|cover|layer|order|folder|behavior|color|flavor|error|major|minor|"
    r"prior|for|or|nor|floor|door|color|humor|monitors?|docker|newer|older|larger|smaller|cheaper|stronger|"
    r"deeper|wider|richer|closer|bigger|greater|earlier|quicker|simpler|clearer|safer|smarter|fewer|matter|"
    r"letter|manner|cancer|danger|anger|finger|dinner|summer|winter|october|september|november|december)\b)"
    r"(?:[a-z]+(?:ers?|ors?|ists?|ians?|eers?|nauts?|smiths?)\b|nurses?|teachers?|parents?|students?|mothers?|"
    r"fathers?|moms?|dads?|kids|children|families|tenants?|patients?|doctors?|clinicians?|engineers?|"
    r"analysts?|accountants?|assistants?|agents?|residents?|applicants?|participants?|merchants?|athletes?|"
    r"seniors?|adults?|women|men|couples|startups?|founders?|freelancers?|solopreneurs?|"
    r"hosts?|guests?|chefs?|cooks?|volunteers?|staff|crews?|clerks?|coaches|athletes|hobbyists?|households?|"
    r"hospitals?|clinics?|schools?|universities|charities|nonprofits?|agencies|shops?|salons?|farms?|"
    r"restaurants?|banks?|insurers?|municipalities|cities|councils?|labs?|laboratories|small businesses|"
    r"(?:small|remote|distributed|engineering|data|product|sales|support|security|platform|finance|legal|"
    r"marketing|"
    r"design|ops|operations|research|software|development|storage|app|infrastructure|field|care|hr|compliance|"
    r"clinical) teams?|team leads?|scientists?|admins?|sres?|devops|product managers?|pms?|neighbors|neighbours|"
    r"seekers?|executives?|job seekers|self-represented|homeowners|pet owners|dog owners|business owners?|"
    r"practitioners?|professionals?|citizens?|immigrants?|refugees?|veterans?|commuters?|cyclists?|runners?|"
    r"bystanders?|shepherds?|pickers|growers|people who)\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"\b(?:users|customers|people|teams|companies|businesses|organi[sz]ations|individuals|anyone|those|groups?|"
    r"millions|someone) (?:who|that|with|in|at|of|from|on|tracking|using|working|running|trying|managing|living|"
    r"looking|building|whose|without|under|over|between)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:^|[.!?]\s+)(?!The|A|An|It|This|That|These|Those|When|While|If|In|On|At|But|And|Most|"
    r"Many|Some|Today|Every|Each|For|With|Without|Without|As|There|Their|They|We|You|Our|"
    r"Because|Although|Since|"
    r"Even|Yet|However|After|Before|Until|Modern|Current|Existing|Traditional|Despite|"
    r"Unfortunately|Meanwhile|Instead|Only|Not|No|Nobody|What|Which|How|Why|Who|"
    r"Where)([A-Z][a-z]+)(?: [A-Z][a-z]+)? "
    r"(?:is|was|has|had|spends|needs|wants|runs|works|lives|opens|drives|waits|tries|gets|"
    r"raised|spent|lost|missed|checks|copies|prints|calls|keeps|knows)\b"
)


@dataclass(frozen=True, slots=True)
class Leak:
    """A sentence of the problem text that pitches the product, or that defines the problem as its absence."""

    sentence: Sentence
    kind: str
    """`pitch` or `absence`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the problem text of a draft says."""

    start: int
    """Prose offsets of the text that was taken as the problem, or that came nearest; both 0 where nothing came near."""
    end: int
    genuine: bool
    score: float
    best: Sentence | None
    """The sentence that reads most as a problem."""
    because: tuple[str, ...]
    """The words that led to it."""
    names_customer: bool
    states_cost: bool
    has_evidence: bool
    names_alternative: bool
    leaks: tuple[Leak, ...]
    headed: bool
    quoted: bool
    """Whether only a quote tells it."""


def judge(outline: Outline) -> Verdict:
    """The verdict on the problem of a draft."""
    document, hits = outline.document, outline.hits
    spans = [(part.start, part.end) for part in outline.of("problem")]
    inside = [
        reading for reading in outline.readings if any(start <= reading.sentence.start < end for start, end in spans)
    ]
    quoted = {"leader_quote", "customer_quote"}
    near = [reading for reading in outline.readings if outline.places.at(reading.sentence.start) not in quoted]
    best = max(inside or near, key=lambda reading: reading.problem, default=None)
    start, end = (
        spans[0] if spans else (best.sentence.start, best.sentence.end) if best and best.problem > 0.3 else (0, 0)
    )
    text = " ".join(document.prose[reading.sentence.start : reading.sentence.end] for reading in inside)
    headed = any(part.found_by == "heading" for part in outline.of("problem"))
    leaks = _leaks(outline)
    genuine, score = _genuine(
        document.prose,
        inside,
        all(part.found_by in ("position", "quote") for part in outline.of("problem")),
        [leak.sentence for leak in leaks if leak.kind == "absence"],
    )
    return Verdict(
        start,
        end,
        genuine,
        score,
        best.sentence if best else None,
        best.because if best else (),
        names_customer=names_customer(text),
        states_cost=bool(QUANTITY.search(_NOT_QUANTITY.sub(" ", text))) or _any(hits, "role:cost", inside),
        has_evidence=bool(EVIDENCE.search(text)) or bool(QUANTITY.search(_NOT_QUANTITY.sub(" ", text))),
        names_alternative=_any(hits, "role:now", inside),
        leaks=tuple(leaks),
        headed=headed,
        quoted=any(part.found_by == "quote" for part in outline.of("problem")),
    )


def _genuine(prose: str, inside: list[Reading], by_position: bool, absent: Collection[Sentence]) -> tuple[bool, float]:
    """Whether the problem text teaches what hurts today, and how much of it does: the words of sentences that state a
    problem and are more than a question to the reader, a daydream, praise of the product or its absence."""
    words = 0.0
    for reading in inside:
        text = prose[reading.sentence.start : reading.sentence.end]
        if (reading.problem >= PROBLEM or by_position) and not (
            reading.wish or reading.about_product or text.rstrip("*_ ").endswith("?") or _DAYDREAM.match(text)
        ):
            words += len(text.split()) * (_ABSENT if reading.sentence in absent else 1)
    return words >= GENUINE, words


_ABSENT = 0.5
"""What a word counts in a sentence that defines the problem as the product's absence: it says who, seldom what hurts."""

_DAYDREAM = re.compile(
    r"\W*(?:or |and )?(?:maybe|perhaps|imagine|have you|are you|do you|did you|ever\b|if you|"
    r"you )",
    re.IGNORECASE,
)

GENUINE = 18
"""So many words of problem a reader needs to learn what hurts, for whom, today."""


def names_customer(text: str) -> bool:
    """Whether a text names a specific kind of person or organisation, more than "users" or "people"."""
    return bool(_PEOPLE.search(text) or _QUALIFIED.search(text) or _NAMED.search(text))


def _any(hits: Mapping[str, Hits], label: str, readings: list[Reading]) -> bool:
    found = hits.get(label, nowhere())
    return any(found.within(reading.sentence.first, reading.sentence.last) for reading in readings)


def _leaks(outline: Outline) -> list[Leak]:
    """The sentences of the problem text that pitch, or that define the problem as the product's absence.

    In a paragraph that nothing heads, only what follows a problem sentence can leak into it.
    """
    absence = outline.hits.get("role:absence", nowhere())
    problem = [(part.start, part.end) for part in outline.of("problem")]
    found: list[Leak] = []
    for paragraph in outline.paragraphs:
        headed = paragraph.headed == "problem"
        if paragraph.headed not in ("", "problem") or (not headed and {"quote", "summary"} & paragraph.taken):
            continue
        own = headed or problem_score(paragraph) > 0.5
        stated = headed
        for reading in paragraph.readings:
            sentence = reading.sentence
            inside = any(start <= sentence.start < end for start, end in problem)
            if absence.within(sentence.first, sentence.last) and (inside or own or reading.problem >= 0.15):
                found.append(Leak(sentence, "absence"))
            elif (
                own
                and stated
                and not paragraph.listed
                and reading.alone < 0.3
                and reading.pitch > 0.5
                and (reading.about_product or (headed and reading.names_product))
            ):
                found.append(Leak(sentence, "pitch"))
            stated = stated or inside
    return found
