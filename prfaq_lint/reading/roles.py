"""What each sentence of the release does: state the customer's problem, describe the product, announce, start, quote.

Cues (cues.toml) are counted in one pass; a sentence's verdict is a weighted sum of the counts, so that the words that
led to it can be shown. The weights were fitted once on sentences written for the purpose and rounded
(training/README.md has the comparison with a trained classifier).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..document import Document, Sentence
from ..lexicon import Hits, nowhere, words_of
from ..vocabulary import read_table
from .ngrams import load

# Before a pain cue, these make it a benefit: "eliminates delays", "without the hassle", "no more guesswork".
_ENDS_PAIN = frozenset(
    "eliminate eliminates eliminating eliminated remove removes removing removed reduce reduces reducing "
    "reduced avoid avoids avoiding "
    "prevent prevents preventing without end ends ending ended no never zero stop stops stopping solve solves "
    "solving solved fix fixes "
    "less fewer minimize minimizes cut cuts cutting against detect detects detecting catch catches flag flags "
    "flagging "
    "save saves saving relieve relieves free identify identifies handle handles handling tackle tackles "
    "overcome overcomes "
    "address addresses addressing before resolve resolves resolving".split()
)
_ENDLESS = frozenset(("cannot", "lack", "lacks"))
"""These are pain all the same."""
_PRODUCT_NOUNS = frozenset(
    "app application platform tool service product solution system website site "
    "framework library extension plugin "
    "engine toolkit bot assistant program software package protocol initiative feature".split()
)
_PRODUCT_DETERMINERS = frozenset("the this our it its".split())
# After one of these, a product noun only qualifies another noun: "the software industry", "a platform team".
_COMPOUND = frozenset(
    "space industry market world field community sector practitioner practitioners developer developers engineer "
    "engineers engineering team teams company companies vendor vendors provider providers user users customer "
    "customers manager managers buyer buyers owner owners development delivery landscape stack lifecycle project "
    "projects budget budgets cost costs license licenses desk worker workers".split()
)
_INTRODUCED = frozenset("problem problems challenge challenges issue gap dilemma pain".split())
_DENIALS = frozenset(
    "not n't no never nothing nobody none neither cannot without lacks lack lacking nor before until".split()
)
"""Behind one of these the product is not what a sentence is about."""
_CUES = {
    "pain": "role:pain",
    "weak": "role:pain-weak",
    "now": "role:now",
    "pitch": "role:pitch",
    "soft": "role:pitch-weak",
    "news": "role:news",
    "absence": "role:absence",
    "start": "role:start",
    "action": "role:action",
}
_NAMES = tuple(_CUES)

_TRAINED = ("pain", "cost", "cause", "alternative", "missing")


@dataclass(slots=True)
class Reading:
    """How a sentence reads. Probabilities from 0 to 1; cue words for the explanation."""

    sentence: Sentence
    problem: float
    """That it states a customer's problem, its cost, its cause or what people do about it today, where it stands."""
    alone: float
    """The same, judged without the paragraph around it."""
    pitch: float
    """That it describes the product."""
    start: float
    """Number of cues of a first step."""
    action: float
    """Number of cues of a call to action."""
    news: float
    about_product: bool
    """Whether the product is its subject."""
    names_product: bool
    because: tuple[str, ...]
    """The cue words of the problem in it."""
    turn: bool = False
    """That it turns from how things are to the product: "Today, that changes."."""
    wish: bool = False
    """That it only wishes for something: "Have you ever wanted …", "What if there was …"."""

    @property
    def pitches(self) -> bool:
        """Whether it announces or sells and tells nothing that hurts, whatever stands around it."""
        told = self.because and not (self.names_product or self.about_product or self.news)
        sells = self.pitch > 0.6 or (self.news and self.names_product)
        return bool(self.alone < 0.15 and sells and not told)


_WISH = re.compile(
    r"\W*(?:(?:have|did|do) you ever|ever (?:wanted|wished|wondered|felt|had)|what if|"
    r"wouldn.t it be|imagine|wish you|want to|looking for|tired of .*\?)",
    re.IGNORECASE,
)


_TURN = re.compile(
    r"\W*(?:(?:but )?(?:today|now|as of today),? (?:all )?(?:that|this|it) (?:all )?(?:changes|ends|stops|is over)\b|"
    r"(?:all )?(?:that|this) (?:all )?(?:changes|ends|stops) (?:today|now|with)\b|(?:until (?:now|today)|not any ?more|no (?:more|longer))\W*$|"
    r"those days are (?:over|gone))",
    re.IGNORECASE,
)


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Label → phrases, for the lexicon: `role:pain`, `role:pain-weak`, …"""
    table: dict[str, Any] = read_table("reading/cues.toml")
    labels = {}
    for name, lists in table.items():
        labels[f"role:{name}"] = tuple(lists["strong"])
        if lists.get("weak"):
            labels[f"role:{name}-weak"] = tuple(lists["weak"])
    return labels


class Cues:
    """The cues in a document's tokens, put in order once, by which its sentences are read."""

    def __init__(self, document: Document, hits: Mapping[str, Hits], names: Sequence[str]) -> None:
        """`names` are those of the product."""
        self._document = document
        self._words = document.tokens.words
        self._hits = [hits.get(label, nowhere()) for label in _CUES.values()]
        places = sorted((start, number) for number, found in enumerate(self._hits) for start in found.starts)
        self._starts = [start for start, _ in places]
        self._numbers = [number for _, number in places]
        self._mentions = sorted(place for name in names for place in _places_of(words_of(name), self._words))

    def read(self, sentence: Sentence) -> Reading:
        """How a sentence reads; see `Reading`."""
        text = self._document.prose[sentence.start : sentence.end]
        seen, because = self._seen(sentence, text)
        alone = _sigmoid(_PROBLEM["bias"] + sum(_weighed(_PROBLEM, seen)))
        return Reading(
            sentence,
            alone,
            alone,
            _sigmoid(_PITCH["bias"] + sum(_weighed(_PITCH, seen))),
            seen.get("start", 0),
            seen.get("action", 0),
            seen.get("news", 0),
            seen.get("subject", 0) >= 0.8,
            "mentions" in seen,
            because,
            turn=bool(_TURN.match(text)),
            wish=bool(_WISH.match(text)),
        )

    def _seen(self, sentence: Sentence, text: str) -> tuple[dict[str, float], tuple[str, ...]]:
        """What a sentence shows, without what it does not, and its pain cues."""
        last = sentence.last
        first = self._told_from(sentence.first, last)
        seen: dict[str, float] = {}
        because: tuple[str, ...] = ()
        present = self._numbers[bisect_left(self._starts, first) : bisect_left(self._starts, last)]
        for number in sorted(set(present)):
            found = self._hits[number].within(first, last)
            if number:
                seen[_NAMES[number]] = len(found)
            else:
                pain = [place for place in found if not self._ends(place[0], first)]
                because = tuple(dict.fromkeys(self._text(*place) for place in pain))
                seen["pain"], seen["ended"] = len(pain), len(found) - len(pain)
        mentions = [
            start
            for start, end in self._mentions[
                bisect_left(self._mentions, (first,)) : bisect_left(self._mentions, (last,))
            ]
            if end <= last
        ]
        seen["subject"] = self._subject(first, last, mentions)
        if mentions:
            seen["mentions"] = min(len(mentions), 2)
        if first > sentence.first:
            seen["introduced"] = 1.0
        if text.rstrip('*_ "”').endswith("?"):
            seen["question"] = 1.0
        seen["trained"] = trained(self._document, sentence)
        return seen, because

    def _told_from(self, first: int, last: int) -> int:
        """Where a problem that is introduced begins ("The server solves a problem: getting data out takes days"), or `first`."""
        words = self._words
        if not _INTRODUCED.isdisjoint(words[first:last]):
            for index in range(first, last - 3):
                if words[index] in _INTRODUCED and words[index + 1] in (":", "—", "–"):
                    return index + 2
        return first

    def _ends(self, start: int, first: int) -> bool:
        """Whether a pain cue is one of a benefit."""
        words = self._words
        return words[start] not in _ENDLESS and not _ENDS_PAIN.isdisjoint(words[max(first, start - 4) : start])

    def _text(self, start: int, end: int) -> str:
        """The text of a range of tokens, in small letters."""
        starts, last = self._document.tokens.starts, end - 1
        return self._document.prose[starts[start] : starts[last] + len(self._words[last])].lower()

    def _subject(self, first: int, last: int, mentions: Sequence[int]) -> float:
        """How surely the product is what a sentence is about; `mentions` are the tokens at which it is named."""
        words = self._words
        if any(start - first <= 3 and _DENIALS.isdisjoint(words[first:start]) for start in mentions):
            return 1.0
        opening = words[first : first + 5]
        if opening[0] in _PRODUCT_DETERMINERS and _heads(opening[1:]):
            return 0.8
        if opening[0] in ("it", "its", "we"):
            return 0.5
        return 0.3 if opening[0] in ("our", "users") or (opening[0] == "you" and "can" in opening[:3]) else 0.0


def _places_of(name: tuple[str, ...], words: list[str]) -> Iterator[tuple[int, int]]:
    """The token ranges at which a name stands in a document's words."""
    at = -1
    for _ in range(words.count(name[0])):
        at = words.index(name[0], at + 1)
        if tuple(words[at : at + len(name)]) == name:
            yield at, at + len(name)


def _heads(words: Sequence[str]) -> bool:
    """Whether a product noun heads the noun phrase that these words begin: "the new app", not "the software industry"
    nor "the concepts a software team needs"."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in _PRODUCT_NOUNS:
            return following not in _COMPOUND
        if word in ("a", "an", "the", "of", "that", "which", "in", "for"):
            return False
    return False


def trained(document: Document, sentence: Sentence) -> float:
    """The trained classifier's probability that a sentence states a problem."""
    tokens = document.tokens
    words = tokens.words[sentence.first : sentence.last]
    prose = document.prose
    names = [prose[start].isupper() for start in tokens.starts[sentence.first : sentence.last]]
    return sum(map(load("roles").score(words, names).__getitem__, _TRAINED))


# Fitted weights; see the module's docstring.
_PROBLEM = {
    "pain": 1.3,
    "ended": -0.35,
    "weak": 0.65,
    "now": 1.0,
    "pitch": -0.8,
    "soft": -0.15,
    "news": -0.95,
    "absence": 1.6,
    "introduced": 2.0,
    "start": -0.8,
    "mentions": -0.75,
    "question": -0.5,
    "trained": 2.7,
    "bias": -3.0,
}
# What the paragraph around a sentence adds: a pain cue alone proves little, three sentences of pain before the product
# is described prove a problem.
_CONTEXT = {
    "own": 0.8,
    "mean": 1.2,
    "max": 0.1,
    "several": 2.0,
    "order": -2.0,
    "order2": -2.8,
    "first": -0.95,
    "begun": -0.2,
    "problem": 3.5,
    "solution": -1.6,
    "elsewhere": -1.7,
    "listed": -0.35,
    "turned": 3.0,
    "bias": 0.85,
}
_PITCH = {
    "pain": -0.5,
    "ended": 0.5,
    "weak": -0.15,
    "now": -0.4,
    "pitch": 0.9,
    "soft": 0.4,
    "news": -0.3,
    "start": -0.1,
    "action": -0.2,
    "subject": 1.8,
    "mentions": 0.8,
    "question": -0.5,
    "trained": -1.0,
    "bias": -0.4,
}


def put_in_context(
    readings: Sequence[Reading], headed: str, place: float, first: bool, begun: bool, listed: bool
) -> None:
    """Judge the readings of one paragraph together and by where the paragraph stands.

    `headed` is the part that its heading names, `place` how far down the release it stands (0 to 1), `begun` whether
    the product was described before it.
    """
    alone = [math.log(max(1e-6, reading.problem) / max(1e-6, 1 - reading.problem)) for reading in readings]
    turn = max((index for index, reading in enumerate(readings) if reading.turn), default=0)
    total, highest, others = sum(alone), sorted(alone)[-2:], len(alone) - 1
    around = _weighed(
        _CONTEXT,
        {
            "order": place,
            "order2": place * place,
            "first": first,
            "begun": begun,
            "problem": headed == "problem",
            "solution": headed == "solution",
            "elsewhere": headed not in ("", "problem", "solution"),
            "listed": listed,
        },
    )
    for index, reading in enumerate(readings):
        own = {"own": alone[index]}
        if others:
            best = highest[0] if alone[index] == highest[-1] else highest[-1]
            own |= {"mean": (total - alone[index]) / others, "max": best, "several": 1.0}
        turned = [_CONTEXT["turned"]] if index < turn else []
        reading.problem = _sigmoid(_CONTEXT["bias"] + sum([*_weighed(_CONTEXT, own), *around, *turned]))
    _give_back(readings)


def _give_back(readings: Sequence[Reading]) -> None:
    """Where a pitch reads as the problem only because of what the sentence beside it tells, that sentence is the problem."""
    telling = max(
        (r for r in readings if r.alone >= 0.5 and not r.pitches), key=lambda reading: reading.alone, default=None
    )
    lent = max((r for r in readings if r.pitches), key=lambda reading: reading.problem, default=None)
    if telling and lent and lent.problem > telling.problem:
        telling.problem, lent.problem = lent.problem, telling.problem


def _weighed(weights: Mapping[str, float], seen: Mapping[str, float]) -> list[float]:
    return [weights[name] * (value if value < 4 else 4) for name, value in seen.items() if name in weights]


def _sigmoid(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
