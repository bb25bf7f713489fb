"""A small linear text classifier that can say which words led to its verdict.

Its features are words and pairs of neighbouring words; its weights are whole numbers of one byte in a file beside this
module, made by `training/train.py` from sentences written for the purpose. Scoring a sentence is a sum of a few dozen rows,
for which nothing need be imported.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from struct import pack, unpack

from ..vocabulary import read_data

_NUMBER = re.compile(r"[\d.,:/%+-]*\d[\d.,:/%+-]*(?:st|nd|rd|th|k|m|bn|x)?$")
_WORD = re.compile(r"[\w'’&-]*\w")
_TELLING = frozenset('?"$€£%:!')


def features(words: Sequence[str], known: Container[str] | None = None, names: Sequence[bool] = ()) -> list[str]:
    """The features of a sentence's words (lower case).

    `known` is the vocabulary: an unknown word that is written with a capital (`names[i]`) counts as a name, any other
    unknown word as nothing. Numbers count as one word. Punctuation counts only where it tells something.
    """
    found: list[str] = []
    last = "^"
    for index, word in enumerate(words):
        plain = word.isalpha()
        if not plain and word not in _TELLING:
            if _NUMBER.match(word):
                word = "<number>"
            elif not _WORD.match(word):
                continue
        if known is not None and word not in known and word != "<number>" and word not in _TELLING:
            word = "<name>" if index < len(names) and names[index] else "<other>"
        if word != "<other>":
            found.append(word)
            if last != "<other>":
                found.append(f"{last} {word}")
        last = word
    if last != "<other>":
        found.append(f"{last} $")
    return found


class _Numbers(dict[str, int]):
    """Feature → its row of weights as one number, made when it is first asked for.

    The number has a digit of 32 bits for each label, raised by 128 so that none is negative. Rows are then added by adding
    numbers, which Python does as fast for ten digits as for one.
    """

    def __init__(self, row: Callable[[str], Sequence[int]]) -> None:
        self._row = row

    def __missing__(self, feature: str) -> int:
        digits = [weight + 128 for weight in self._row(feature)]
        self[feature] = number = int.from_bytes(pack(f"<{len(digits)}I", *digits), "little")
        return number


@dataclass(frozen=True)
class Classifier:
    """Weights for a fixed set of labels."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    """Feature → the number of its row."""
    known: frozenset[str]
    weights: memoryview
    """Row after row, a signed byte for each label; scaled by `scale`."""
    scale: float
    bias: tuple[float, ...]
    exclusive: bool
    """Whether exactly one label holds (softmax) or each label by itself (sigmoid)."""

    def score(self, words: Sequence[str], names: Sequence[bool] = ()) -> dict[str, float]:
        """The probability of each label for a sentence."""
        return self.score_features(features(words, self.known, names))

    def score_features(self, text: Iterable[str]) -> dict[str, float]:
        """The probability of each label for a text given as its features."""
        rows = self.rows
        found = {feature for feature in text if feature in rows}
        factor = self.scale / max(1.0, len(found) ** 0.5)
        number = sum(map(self._numbers.__getitem__, found))
        digits = unpack(f"<{len(self.labels)}I", number.to_bytes(4 * len(self.labels), "little"))
        raised = 128 * len(found)
        total = [bias + factor * (digit - raised) for bias, digit in zip(self.bias, digits, strict=True)]
        if self.exclusive:
            most = max(total)
            odds = [math.exp(value - most) for value in total]
            every = sum(odds)
            chances = [value / every for value in odds]
        else:
            chances = [1 / (1 + math.exp(-value)) for value in total]
        return dict(zip(self.labels, chances, strict=True))

    @cached_property
    def _numbers(self) -> _Numbers:
        return _Numbers(self._row)

    def _row(self, feature: str) -> memoryview:
        first = self.rows[feature] * len(self.labels)
        return self.weights[first : first + len(self.labels)]

    def because_of(self, found: Sequence[str], labels: Sequence[str], most: int = 3) -> tuple[str, ...]:
        """The features of a text that speak most for these labels, strongest first, as words of it."""
        columns = {self.labels.index(label) for label in labels}
        worth = []
        for feature in dict.fromkeys(found):
            if feature in self.rows and "<" not in feature:
                row = self._row(feature)
                others = [weight for column, weight in enumerate(row) if column not in columns]
                best = max(row[column] for column in columns)
                worth.append(((best - sum(others) / len(others)) * self.scale, feature.strip("^$ ")))
        worth.sort(key=lambda pair: (-pair[0], pair[1]))
        return tuple(dict.fromkeys(word for value, word in worth if value > 0.2 and word))[:most]


def written(
    labels: Sequence[str], names: Sequence[str], weights: bytes, scale: float, bias: Sequence[float], exclusive: bool
) -> bytes:
    """The file of a classifier: a line of JSON, a line for each feature and an empty one, and the weights."""
    head = json.dumps({"labels": labels, "scale": scale, "bias": bias, "exclusive": exclusive})
    return zlib.compress("\n".join([head, *names, "", ""]).encode() + weights, 9)


@cache
def load(name: str) -> Classifier:
    """The classifier of this name, from the package's data."""
    data = zlib.decompress(read_data(f"reading/{name}.weights"))
    text, weights = data.split(b"\n\n", 1)
    head, *names = text.decode().split("\n")
    facts = json.loads(head)
    return Classifier(
        labels=tuple(facts["labels"]),
        rows={name: row for row, name in enumerate(names)},
        known=frozenset(name for name in names if " " not in name),
        weights=memoryview(weights).cast("b"),
        scale=facts["scale"],
        bias=tuple(facts["bias"]),
        exclusive=facts["exclusive"],
    )
