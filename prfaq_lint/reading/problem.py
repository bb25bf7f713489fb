"""The verdict on the problem: is there one, whose is it, what does it cost, and is it told without the product?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Sentence
from ..lexicon import Hits, nowhere
from .parts import PROBLEM, problem_score
from .people import names_customer

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
    r"\b(?:24/7|web ?[23]|[a-z]++-?\d+(?:\.\d+)*|(?:19|20)\d\d|v\d[\d.]*|s3|h[1-6]|"
    r"one-stop|all-in-one)\b"
)
_FIGURE = re.compile(
    r"(?<![\w.])[$€£]?\d|\b(?:half (?:of|the|their)|an? (?:third|quarter|fifth|sixth|tenth) (?:of|each|every))\b"
)
# What is to be had today, named by its kind: "the apps that exist", "available courses".
_THINGS = (
    r"(?:apps?|tools?|products?|services?|resources|courses|solutions?|options?|programs?|programmes?|platforms?|"
    r"systems?|methods?|packages?|devices?|ones)"
)
_OTHERS = re.compile(
    rf"\b{_THINGS} (?:(?:that|which) (?:exist|(?:are|is) (?:available|out there|on the market))|available|out there)\b|"
    rf"(?<!un)\bavailable {_THINGS}\b"
)
_HAD = ("exist", "available", "out there", "on the market")


@dataclass(frozen=True, slots=True)
class Leak:
    """A sentence of the problem text that pitches the product, or that defines the problem as its absence."""

    sentence: Sentence
    kind: str
    """`pitch` or `absence`."""
    words: tuple[int, int]
    """The prose offsets of the words that tell the absence; in a pitch, of the whole sentence."""


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
    measured: bool
    """Whether a figure, or a word for what is lost, tells the cost; `states_cost` takes any count for one."""
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
    problem = outline.stretches("problem")
    inside = [reading for reading in outline.readings if reading.sentence.start in problem]
    best = max(inside or _unquoted(outline), key=lambda reading: reading.problem, default=None)
    below_title = [span for span in spans if outline.places.at(span[0]) not in ("headline", "subheadline")]
    start, end = (
        (below_title or spans)[0]
        if spans
        else (best.sentence.start, best.sentence.end)
        if best and best.problem > 0.3
        else (0, 0)
    )
    listed = _listed_below(outline)
    text = _text(document.prose, inside)
    quantified = _quantified(text) or _quantified(_text(document.prose, listed))
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
        names_customer=names_customer(text) or names_customer(_around(outline)),
        states_cost=quantified or _any(hits, "role:cost", inside),
        measured=bool(_FIGURE.search(_NOT_QUANTITY.sub(" ", text.lower()))) or _any(hits, "role:cost", inside),
        has_evidence=quantified or bool(EVIDENCE.search(text)),
        names_alternative=_any(hits, "role:now", [*inside, *listed]) or _names_others(text.lower()),
        leaks=tuple(leaks),
        headed=headed,
        quoted=any(part.found_by == "quote" for part in outline.of("problem")),
    )


def _text(prose: str, readings: list[Reading]) -> str:
    return " ".join(prose[reading.sentence.start : reading.sentence.end] for reading in readings)


def _listed_below(outline: Outline) -> list[Reading]:
    """The readings of a list straight below the problem, which goes on with it unless it sells the product."""
    found: list[Reading] = []
    follows = False
    for paragraph in outline.paragraphs:
        if "problem" in paragraph.taken:
            follows = not paragraph.listed or follows
        elif (
            follows
            and paragraph.listed
            and not paragraph.own_heading
            and not any(reading.about_product or reading.names_product for reading in paragraph.readings)
        ):
            found.extend(paragraph.readings)
        else:
            follows = False
    return found


def _around(outline: Outline) -> str:
    """The paragraphs that hold the problem: whoever is named beside it has it."""
    return " ".join(
        paragraph.text for paragraph in outline.paragraphs if "problem" in paragraph.taken and paragraph.quoted <= 0.5
    )


def _unquoted(outline: Outline) -> list[Reading]:
    """The readings of sentences that stand in no quote."""
    quotes = ("leader_quote", "customer_quote")
    return [reading for reading in outline.readings if outline.places.at(reading.sentence.start) not in quotes]


def _quantified(text: str) -> bool:
    """Whether a text counts or measures something."""
    return bool(QUANTITY.search(text) and QUANTITY.search(_NOT_QUANTITY.sub(" ", text.lower())))


def _names_others(text: str) -> bool:
    """Whether a text in lower case speaks of what is to be had today."""
    return any(words in text for words in _HAD) and bool(_OTHERS.search(text))


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


def _any(hits: Mapping[str, Hits], label: str, readings: list[Reading]) -> bool:
    found = hits.get(label, nowhere())
    return any(found.within(reading.sentence.first, reading.sentence.last) for reading in readings)


def _leaks(outline: Outline) -> list[Leak]:
    """The sentences of the problem text that pitch, or that define the problem as the product's absence.

    In a paragraph that nothing heads, only what follows a problem sentence can leak into it.
    """
    absence = outline.hits.get("role:absence", nowhere())
    problem = outline.stretches("problem")
    found: list[Leak] = []
    for paragraph in outline.paragraphs:
        headed = paragraph.headed == "problem"
        if paragraph.headed not in ("", "problem") or (not headed and {"quote", "summary"} & paragraph.taken):
            continue
        own = headed or problem_score(paragraph) > 0.5
        stated = headed
        for reading in paragraph.readings:
            sentence = reading.sentence
            inside = sentence.start in problem
            absent = absence.within(sentence.first, sentence.last)
            if absent and (inside or own or reading.problem >= 0.15):
                first, last = absent[0]
                tokens = outline.document.tokens
                end = tokens.starts[last - 1] + len(tokens.words[last - 1])
                found.append(Leak(sentence, "absence", (tokens.starts[first], end)))
            elif (
                own
                and stated
                and not paragraph.listed
                and reading.alone < 0.3
                and reading.pitch > 0.5
                and (reading.about_product or (headed and reading.names_product))
            ):
                found.append(Leak(sentence, "pitch", (sentence.start, sentence.end)))
            stated = stated or inside
    return found
