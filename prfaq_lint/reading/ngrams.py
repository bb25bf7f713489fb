"""A small linear text classifier that can say which words led to its verdict.

Its features are words and pairs of neighbouring words; its weights are arrays beside this module, made by
`training/train.py` from sentences written for the purpose. It needs no optimiser and no network at run time: scoring
a sentence is a sum of a few dozen rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_NUMBER = re.compile(r"[\d.,:/%+-]*\d[\d.,:/%+-]*(?:st|nd|rd|th|k|m|bn|x)?$")
_WORD = re.compile(r"[\w'’&-]*\w")
_TELLING = frozenset('?"$€£%:!')


def features(words: Sequence[str], known: frozenset[str] | None = None, names: Sequence[bool] = ()) -> Iterator[str]:
    """The features of a sentence's words (lower case).

    `known` is the vocabulary: an unknown word that is written with a capital (`names[i]`) counts as a name, any other
    unknown word as nothing. Numbers count as one word. Punctuation counts only where it tells something.
    """
    kept: list[str] = []
    for index, word in enumerate(words):
        plain = word.isalpha()
        if not plain and _NUMBER.match(word):
            word = "<number>"
        elif word in _TELLING:
            pass
        elif not plain and not _WORD.match(word):
            continue
        elif known is not None and word not in known:
            word = "<name>" if index < len(names) and names[index] else "<other>"
        kept.append(word)
    last = "^"
    for word in kept:
        if word != "<other>":
            yield word
            if last != "<other>":
                yield f"{last} {word}"
        last = word
    if last != "<other>":
        yield f"{last} $"


@dataclass(frozen=True)
class Classifier:
    """Weights for a fixed set of labels."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    known: frozenset[str]
    weights: Any
    """numpy array, a row for each feature and a column for each label; scaled by `scale`."""
    scale: Any
    bias: Any
    exclusive: bool
    """Whether exactly one label holds (softmax) or each label by itself (sigmoid)."""

    def score(self, words: Sequence[str], names: Sequence[bool] = ()) -> dict[str, float]:
        """The probability of each label for a sentence."""
        return self.score_all([list(features(words, self.known, names))])[0]

    def score_all(self, texts: Sequence[Sequence[str]]) -> list[dict[str, float]]:
        """The probability of each label for each of some texts, given as their features; in one operation."""
        import numpy as np

        found = [{self.rows[feature] for feature in text if feature in self.rows} for text in texts]
        total = self.bias + np.array([self._sum(list(one)) for one in found])
        if self.exclusive:
            total = np.exp(total - total.max(axis=1, keepdims=True))
            total = total / total.sum(axis=1, keepdims=True)
        else:
            total = 1 / (1 + np.exp(-total))
        return [dict(zip(self.labels, row, strict=True)) for row in total.tolist()]

    def because(
        self, words: Sequence[str], labels: Sequence[str], names: Sequence[bool] = (), most: int = 3
    ) -> tuple[str, ...]:
        """The features that speak most for these labels, strongest first, as words of the sentence."""
        return self.because_of(list(features(words, self.known, names)), labels, most)

    def because_of(self, found: Sequence[str], labels: Sequence[str], most: int = 3) -> tuple[str, ...]:
        """The same for a text given as its features."""
        columns = [self.labels.index(label) for label in labels]
        worth = []
        for feature in dict.fromkeys(found):
            if feature in self.rows and "<" not in feature:
                row = self.weights[self.rows[feature]] * self.scale
                others = [c for c in range(len(self.labels)) if c not in columns]
                worth.append((float(row[columns].max() - row[others].mean()), feature.strip("^$ ")))
        worth.sort(key=lambda pair: (-pair[0], pair[1]))
        return tuple(dict.fromkeys(word for value, word in worth if value > 0.2 and word))[:most]

    def _sum(self, found: list[int]) -> Any:
        return self.weights[found].sum(axis=0, dtype="float32") * self.scale / max(1.0, len(found) ** 0.5)


@cache
def load(name: str) -> Classifier:
    """The classifier of this name, from the package's data."""
    import numpy as np

    with (
        resources.as_file(resources.files(__package__) / f"{name}.npz") as path,
        np.load(path, allow_pickle=False) as data,
    ):
        names = bytes(data["features"]).decode("utf-8").split("\n")
        return Classifier(
            labels=tuple(bytes(data["labels"]).decode("utf-8").split("\n")),
            rows={feature: row for row, feature in enumerate(names)},
            known=frozenset(name for name in names if " " not in name),
            weights=data["weights"],
            scale=data["scale"],
            bias=data["bias"],
            exclusive=bool(data["exclusive"]),
        )
