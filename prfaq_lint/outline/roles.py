"""What each sentence of the release does: state the customer's problem, describe the product, announce, start, quote.

Cues (cues.toml) are counted in one pass; a sentence's verdict is a weighted sum of the counts, so that the words that
led to it can be shown. The weights were fitted once on sentences written for the purpose and rounded
(training/README.md has the comparison with a trained classifier).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ..document import Document, Sentence
from ..lexicon import Hits, nowhere
from .ngrams import load


# Before a pain cue, these make it a benefit: "eliminates delays", "without the hassle", "no more guesswork".
_ENDS_PAIN = frozenset(
    "eliminate eliminates eliminating eliminated remove removes removing removed reduce reduces reducing reduced avoid avoids avoiding "
    "prevent prevents preventing without end ends ending ended no never zero stop stops stopping solve solves solving solved fix fixes "
    "less fewer minimize minimizes cut cuts cutting against detect detects detecting catch catches flag flags flagging "
    "save saves saving relieve relieves free identify identifies handle handles handling tackle tackles overcome overcomes "
    "address addresses addressing before resolve resolves resolving".split()
)
_PRODUCT_NOUNS = frozenset("app application platform tool service product solution system website site framework library extension plugin "
                           "engine toolkit bot assistant program software package protocol initiative feature".split())
_PRODUCT_DETERMINERS = frozenset("the this our it its".split())
_NEGATIONS = frozenset("not n't no never nothing nobody none neither cannot without lacks lack lacking nor".split())

_TRAINED = ("pain", "cost", "cause", "alternative", "missing")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence reads. Probabilities from 0 to 1; cue words for the explanation."""

    sentence: Sentence
    problem: float
    """That it states a customer's problem, its cost, its cause or what people do about it today."""
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


def counts(document: Document, hits: Mapping[str, Hits], sentence: Sentence, product: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """The cue counts of a sentence; `product` holds the lower-case tokens of the product's names."""
    words = document.tokens.words
    first, last = sentence.first, sentence.last

    def found(label: str) -> list[tuple[int, int]]:
        return hits.get(label, nowhere()).within(first, last)

    pain = ended = 0
    because = []
    for start, end in found("role:pain"):
        if any(word in _ENDS_PAIN for word in words[max(first, start - 4) : start]) and words[start] not in ("cannot", "lack", "lacks"):
            ended += 1
        else:
            pain += 1
            because.append((start, end))
    subject = mentions = 0
    for name in product:
        size = len(name)
        for index in range(first, last - size + 1):
            if tuple(words[index : index + size]) == name:
                mentions += 1
                if index - first <= 3 and not any(w in _NEGATIONS or w in ("before", "until") for w in words[first:index]):
                    subject = 1
    opening = words[first : first + 5]
    if opening and not subject:
        if opening[0] in ("it", "we", "its", "our", "you", "users") and (opening[0] != "you" or "can" in opening[:3]):
            subject = 0.5 if opening[0] in ("it", "its", "we") else 0.3
        if opening[0] in _PRODUCT_DETERMINERS and any(word in _PRODUCT_NOUNS for word in opening[1:4]):
            subject = 0.8
    return {
        "pain": pain, "ended": ended, "weak": len(found("role:pain-weak")), "now": len(found("role:now")),
        "pitch": len(found("role:pitch")), "soft": len(found("role:pitch-weak")), "news": len(found("role:news")),
        "start": len(found("role:start")), "action": len(found("role:action")), "subject": subject,
        "mentions": min(mentions, 2),
        "question": float(document.prose[sentence.start : sentence.end].rstrip("*_ \"”").endswith("?")),
        "trained": trained(document, sentence),
        "_because": because,  # type: ignore[dict-item]
    }


def trained(document: Document, sentence: Sentence) -> float:
    """The trained classifier's probability that a sentence states a problem."""
    tokens = document.tokens
    words = tokens.words[sentence.first : sentence.last]
    names = [document.prose[start].isupper() for start in tokens.starts[sentence.first : sentence.last]]
    scores = load("roles").score(words, names)
    return sum(scores[label] for label in _TRAINED)


# Fitted weights; see the module's docstring.
_PROBLEM = {"pain": 1.3, "ended": -0.5, "weak": 0.7, "now": 0.75, "pitch": -1.0, "soft": -0.25, "news": -1.2, "start": -1.1,
            "action": -0.2, "subject": -0.6, "mentions": -0.9, "question": -0.4, "trained": 2.9, "bias": -2.6}
_PITCH = {"pain": -0.5, "ended": 0.5, "weak": -0.15, "now": -0.4, "pitch": 0.9, "soft": 0.4, "news": -0.3, "start": -0.1, "action": -0.2,
          "subject": 1.8, "mentions": 0.8, "question": -0.5, "trained": -1.0, "bias": -0.4}


def read(document: Document, hits: Mapping[str, Hits], sentence: Sentence, product: Sequence[tuple[str, ...]]) -> Reading:
    """How a sentence reads; see `Reading`."""
    seen = counts(document, hits, sentence, product)
    tokens = document.tokens
    because = tuple(
        dict.fromkeys(document.prose[tokens.starts[a] : tokens.starts[b - 1] + len(tokens.words[b - 1])].lower()
                      for a, b in seen.pop("_because"))  # type: ignore[attr-defined]
    )
    return Reading(sentence, _weigh(_PROBLEM, seen), _weigh(_PITCH, seen), seen["start"], seen["action"], seen["news"],
                   seen["subject"] >= 0.8, seen["mentions"] > 0, because)


def _weigh(weights: Mapping[str, float], seen: Mapping[str, float]) -> float:
    total = weights["bias"] + sum(weights.get(name, 0.0) * min(value, 4) for name, value in seen.items())
    return 1 / (1 + math.exp(-total))
