"""What each sentence of the release does: state the customer's problem, describe the product, announce, start, quote.

Cues (cues.toml) are counted in one pass; a sentence's verdict is a weighted sum of the counts, so that the words that
led to it can be shown. The weights were fitted once on sentences written for the purpose and rounded
(training/README.md has the comparison with a trained classifier).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from ..document import Document, Sentence
from ..lexicon import Hits, nowhere
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
_NEGATIONS = frozenset("not n't no never nothing nobody none neither cannot without lacks lack lacking nor".split())

_TRAINED = ("pain", "cost", "cause", "alternative", "missing")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence reads. Probabilities from 0 to 1; cue words for the explanation."""

    sentence: Sentence
    problem: float
    """That it states a customer's problem, its cost, its cause or what people do about it today."""
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
    table: dict[str, Any] = tomllib.loads((resources.files(__package__) / "cues.toml").read_text(encoding="utf-8"))
    labels = {}
    for name, lists in table.items():
        labels[f"role:{name}"] = tuple(lists["strong"])
        if lists.get("weak"):
            labels[f"role:{name}-weak"] = tuple(lists["weak"])
    return labels


def counts(
    document: Document, hits: Mapping[str, Hits], sentence: Sentence, product: Sequence[tuple[str, ...]]
) -> tuple[dict[str, float], list[tuple[int, int]]]:
    """The cue counts of a sentence and the token ranges of its pain cues; `product` holds the lower-case tokens of the product's names."""
    words = document.tokens.words
    first, last = sentence.first, sentence.last
    introduced = 0.0
    for index in range(first, last - 3):  # "The server solves a problem: getting data out takes days"
        if words[index] in _INTRODUCED and words[index + 1] in (":", "—", "–"):
            first, introduced = index + 2, 1.0
            break

    def found(label: str) -> list[tuple[int, int]]:
        return hits.get(label, nowhere()).within(first, last)

    pain = ended = 0
    subject = 0.0
    because: list[tuple[int, int]] = []
    for start, end in found("role:pain"):
        if any(word in _ENDS_PAIN for word in words[max(first, start - 4) : start]) and words[start] not in (
            "cannot",
            "lack",
            "lacks",
        ):
            ended += 1
        else:
            pain += 1
            because.append((start, end))
    mentions = 0
    for name in product:
        size = len(name)
        for index in range(first, last - size + 1):
            if tuple(words[index : index + size]) == name:
                mentions += 1
                if index - first <= 3 and not any(
                    w in _NEGATIONS or w in ("before", "until") for w in words[first:index]
                ):
                    subject = 1
    opening = words[first : first + 5]
    if opening and not subject:
        if opening[0] in ("it", "we", "its", "our", "you", "users") and (opening[0] != "you" or "can" in opening[:3]):
            subject = 0.5 if opening[0] in ("it", "its", "we") else 0.3
        if opening[0] in _PRODUCT_DETERMINERS and _heads(words[first + 1 : first + 5]):
            subject = 0.8
    return {
        "pain": pain,
        "ended": ended,
        "weak": len(found("role:pain-weak")),
        "now": len(found("role:now")),
        "pitch": len(found("role:pitch")),
        "soft": len(found("role:pitch-weak")),
        "news": len(found("role:news")),
        "absence": len(found("role:absence")),
        "start": len(found("role:start")),
        "action": len(found("role:action")),
        "subject": subject,
        "mentions": min(mentions, 2),
        "introduced": introduced,
        "question": float(document.prose[sentence.start : sentence.end].rstrip('*_ "”').endswith("?")),
        "trained": trained(document, sentence),
    }, because


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
    names = [document.prose[start].isupper() for start in tokens.starts[sentence.first : sentence.last]]
    scores = load("roles").score(words, names)
    return sum(scores[label] for label in _TRAINED)


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


def read(
    document: Document, hits: Mapping[str, Hits], sentence: Sentence, product: Sequence[tuple[str, ...]]
) -> Reading:
    """How a sentence reads; see `Reading`."""
    seen, pain = counts(document, hits, sentence, product)
    tokens = document.tokens
    because = tuple(
        dict.fromkeys(
            document.prose[tokens.starts[a] : tokens.starts[b - 1] + len(tokens.words[b - 1])].lower() for a, b in pain
        )
    )
    alone = _sigmoid(_weigh(_PROBLEM, seen))
    text = document.prose[sentence.start : sentence.end]
    return Reading(
        sentence,
        alone,
        alone,
        _sigmoid(_weigh(_PITCH, seen)),
        seen["start"],
        seen["action"],
        seen["news"],
        seen["subject"] >= 0.8,
        seen["mentions"] > 0,
        because,
        turn=bool(_TURN.match(text)),
        wish=bool(_WISH.match(text)),
    )


def in_context(
    readings: Sequence[Reading], headed: str, place: float, first: bool, begun: bool, listed: bool
) -> list[Reading]:
    """The readings of one paragraph, judged together and by where the paragraph stands.

    `headed` is the part that its heading names, `place` how far down the release it stands (0 to 1), `begun` whether
    the product was described before it.
    """
    alone = [math.log(max(1e-6, reading.problem) / max(1e-6, 1 - reading.problem)) for reading in readings]
    turn = max((index for index, reading in enumerate(readings) if reading.turn), default=0)
    total, highest, others = sum(alone), sorted(alone)[-2:], len(alone) - 1
    judged = []
    for index, reading in enumerate(readings):
        best = highest[0] if alone[index] == highest[-1] else highest[-1]
        seen = {
            "own": alone[index],
            "mean": (total - alone[index]) / others if others else 0.0,
            "max": best if others else 0.0,
            "several": float(others > 0),
            "order": place,
            "order2": place * place,
            "first": float(first),
            "begun": float(begun),
            "problem": float(headed == "problem"),
            "solution": float(headed == "solution"),
            "elsewhere": float(headed not in ("", "problem", "solution")),
            "listed": float(listed),
            "turned": float(index < turn),
        }
        judged.append(replace(reading, problem=_sigmoid(_weigh(_CONTEXT, seen))))
    return judged


def _weigh(weights: Mapping[str, float], seen: Mapping[str, float]) -> float:
    return weights["bias"] + sum(weights.get(name, 0.0) * min(value, 4) for name, value in seen.items())


def _sigmoid(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
