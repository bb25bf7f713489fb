"""The reader: what each passage of a draft does, and what each answer answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from . import weights
from .arrays import Array, NDArray, np
from .encoder import Encoder, softmax
from .labels import ATTRIBUTES, FACETS, FAMILIES, PARTS, PROBLEM_ROLES, ROLES, VERDICTS, VIEWS
from .memory import Memory
from .segments import Segment
from .windows import Window, batches, items, windows
from .wordpiece import WordPiece

HEADS = 12
"""Attention heads of each layer."""
DIGITS = 3
"""Probabilities are rounded to so many digits, so that every machine decides alike."""
PROBLEM_ROLE = 0.4
"""From this probability on a passage is read as pain, cost or alternative; chosen on the dev drafts."""
Probabilities = NDArray[np.float64]
_PROBLEM = slice(ROLES.index(PROBLEM_ROLES[0]), ROLES.index(PROBLEM_ROLES[-1]) + 1)
_FAQ = ("q_ext", "q_int", "answer")
_FILE = Path(__file__).parent / "reader.npz"


class AnswerReading(NamedTuple):
    """How a question and its answer read. Probabilities from 0 to 1, in the order of `labels`."""

    asks: Mapping[str, float]
    """Facet → that the question asks about it."""
    touches: Mapping[str, float]
    """The same, whichever is higher of what question and answer say together and what the question says alone."""
    answers: Mapping[str, float]
    """Facet → that the answer answers it with substance."""
    verdict: Mapping[str, float]
    """One of `VERDICTS` → that it is the right one."""


class View(NamedTuple):
    """How a reviewer would see a draft: probabilities from 0 to 1, with a column for each aspect."""

    partly: Probabilities
    """That the draft satisfies a reviewer at least in part."""
    fully: Probabilities
    """That it satisfies a reviewer fully."""
    passages: Probabilities
    """That a segment shows it; one row for each segment."""


@dataclass(frozen=True)
class Reading:
    """How the segments of a draft read. Each array has one row for each segment and one column for each label."""

    segments: tuple[Segment, ...]
    parts: Probabilities
    roles: Probabilities
    families: Probabilities
    leaks: Probabilities
    """That a segment of the problem pitches the product or tells its absence."""
    attributes: Array
    """Evidence (log-odds) for each of `ATTRIBUTES`; see `attribute`."""
    facets: Probabilities
    """That a segment outside the questions answers a facet with substance."""
    vectors: Array
    model: Model

    def outside_faq(self, indices: Sequence[int]) -> Reading:
        """Return the reading with segments that the draft's structure puts outside the FAQ not read as questions or answers.

        Only segments that were are read again, as the likeliest of what is left; the others stay as they are.
        """
        asked = [index for index in indices if self.part(index) in _FAQ]
        if not asked:
            return self
        parts, roles = self.parts.copy(), self.roles.copy()
        parts[np.ix_(asked, [PARTS.index(name) for name in _FAQ])] = 0
        roles[asked, ROLES.index("-")] = 0
        for array in (parts, roles):
            array[asked] = _rounded(array[asked] / np.maximum(array[asked].sum(1, keepdims=True), 1e-6))
        return replace(self, parts=parts, roles=roles)

    def part(self, index: int) -> str:
        """Return the likeliest part of a segment."""
        return PARTS[int(self.parts[index].argmax())]

    def role(self, index: int) -> str:
        """Return the likeliest role of a segment; pain, cost and alternative count together against all others."""
        row = self.roles[index]
        if self.problem(index) >= PROBLEM_ROLE:
            return ROLES[_PROBLEM.start + int(row[_PROBLEM].argmax())]
        others = row.copy()
        others[_PROBLEM] = 0
        return ROLES[int(others.argmax())]

    def problem(self, index: int) -> float:
        """Return the probability that a segment tells a customer's problem, its cost, or what people do today."""
        return round(float(self.roles[index][_PROBLEM].sum()), DIGITS)

    def family(self, index: int) -> tuple[str, float]:
        """Return the likeliest solution-first family of a segment, and the probability that it starts from the solution."""
        row = self.families[index]
        return FAMILIES[1 + int(row[1:].argmax())], round(float(1 - row[0]), DIGITS)

    def attribute(self, indices: Sequence[int]) -> dict[str, float]:
        """Return, for each of `ATTRIBUTES`, the probability that these segments together have it."""
        if not indices:
            return dict.fromkeys(ATTRIBUTES, 0.0)
        together = _log_sum(self.attributes[list(indices)])
        return {name: float(value) for name, value in zip(ATTRIBUTES, _rounded(_sigmoid(together)), strict=True)}

    def answer(self, question: Sequence[int], answer: Sequence[int]) -> AnswerReading:
        """Return how a question and its answer read, given the indices of their segments."""
        return self.model.answer(self, question, answer)

    def view(self, head: str, indices: Sequence[int], answered: Iterable[Mapping[str, float]]) -> View:
        """Return how a reviewer would see the draft.

        Args:
            head: One of `labels.VIEWS`.
            indices: The indices of the segments to judge by.
            answered: For each question of the FAQ, the probability of each facet that its answer answers it.
        """
        within = np.array([[0.0] * len(FACETS), *([one[facet] for facet in FACETS] for one in answered)])
        highest = np.concatenate([within.max(0), self.facets.max(0)])
        return self.model.view(head, self.vectors, indices, highest.astype(np.float32))

    def apart(self, asked: Iterable[tuple[int, str, Sequence[str]]]) -> list[AnswerReading]:
        """Return how questions read whose answers are in the same segment, as if each had segments of its own.

        Args:
            asked: For each question, the index of the segment, the question, and the pieces of the answer.
        """
        segments: list[Segment] = []
        breaks: dict[int, bool] = {}
        places = []
        for number, (index, question, answer) in enumerate(asked):
            breaks[len(segments)] = False
            segments += [one for one in self.segments[:index] if one.kind == "h"][-1:]
            begin = len(segments)
            breaks[begin] = True
            block = -2 * number - 1
            segments.append(Segment("b", 0, 0, block, question))
            segments += [Segment("p", 0, 0, block - 1, text) for text in answer]
            places.append((begin, range(begin + 1, len(segments))))
        reading = self.model.read(segments, breaks)
        return [reading.answer([question], answer) for question, answer in places]


class Model:
    """The encoder with its heads.

    Args:
        arrays: Name → array, as `weights.load` returns them.
        words: The vectors of the pieces.
        vocabulary: The pieces in the order of their ids.

    Attributes:
        memory: What windows read as before; None where each is read anew.
    """

    def __init__(self, arrays: Mapping[str, Array], words: weights.Rows, vocabulary: Sequence[str]) -> None:
        self.memory: Memory | None = None
        self._arrays = {**arrays, **_unlearned(arrays)}
        self._pieces = {piece: number for number, piece in enumerate(vocabulary)}
        self._tokenizer = WordPiece(self._pieces)
        self._encoder = Encoder(words, arrays, HEADS)

    def read(self, segments: Sequence[Segment], breaks: Mapping[int, bool] = MappingProxyType({})) -> Reading:
        """Return how the segments of a draft read.

        Args:
            segments: The segments.
            breaks: The indices of those that begin a question (True) or the text after one (False); what is before them
                is not read along.
        """
        vectors = self._vectors(segments, breaks)
        none = np.broadcast_to(self._arrays["none"], vectors.shape)
        return Reading(
            segments=tuple(segments),
            parts=_rounded(softmax(self._head("part", vectors))),
            roles=_rounded(softmax(self._head("role", vectors))),
            families=_rounded(softmax(self._head("family", vectors))),
            leaks=_rounded(_sigmoid(self._head("leak", vectors)[:, 0])),
            attributes=self._head("attribute", vectors),
            facets=_rounded(_sigmoid(self._pair("answers", none, vectors, none * vectors))),
            vectors=vectors,
            model=self,
        )

    def answer(self, reading: Reading, question: Sequence[int], answer: Sequence[int]) -> AnswerReading:
        """Return how a question and its answer read."""
        asked = reading.vectors[list(question)].mean(0)
        beside = reading.vectors[list(answer)].mean(0) if len(answer) else self._arrays["none"]
        none = self._arrays["none"]
        together = _sigmoid(self._pair("asks", asked, beside, asked * beside))
        alone = _sigmoid(self._pair("asks", asked, none, asked * none))
        asks, touches = _labelled(FACETS, together), _labelled(FACETS, np.maximum(together, alone))
        if not len(answer):
            return AnswerReading(
                asks, touches, dict.fromkeys(FACETS, 0.0), {**dict.fromkeys(VERDICTS, 0.0), "none": 1.0}
            )
        parts = reading.vectors[list(answer)]
        beside = np.broadcast_to(asked, parts.shape)
        each = self._pair("answers", beside, parts, beside * parts)
        summed = _log_sum(each) - np.float32(0.5) * np.log(np.float32(len(answer)))
        verdict = softmax(self._pair("verdict", asked, parts.mean(0), parts.max(0)))
        return AnswerReading(
            asks=asks,
            touches=touches,
            answers=_labelled(FACETS, _sigmoid(summed)),
            verdict=_labelled(VERDICTS, verdict),
        )

    def view(self, head: str, vectors: Array, indices: Sequence[int], facets: Array) -> View:
        """Return how a reviewer would see a draft.

        Args:
            head: One of `labels.VIEWS`.
            vectors: The vectors of its segments.
            indices: The indices of those to judge by.
            facets: The highest probability of each facet in the answers of the FAQ, then in the segments.
        """
        count = len(VIEWS[head])
        each = self._pair(head, vectors)
        rows = _rounded(_sigmoid(each[:, :count]))
        if not len(indices):
            return View(np.zeros(count), np.zeros(count), rows)
        together = self._arrays[f"{head}.scale"] * _log_sum(each[list(indices)]) + self._head(f"{head}3", facets)
        partly, fully = np.split(_rounded(_sigmoid(together)), 2)
        return View(partly, fully, rows)

    def _vectors(self, segments: Sequence[Segment], breaks: Mapping[int, bool] = MappingProxyType({})) -> Array:
        """Return one vector for each segment, from the window that shows most of what stands around it."""
        read = items(segments, self._tokenizer.encode)
        vectors = np.zeros((len(read), len(self._arrays["none"])), dtype=np.float32)
        seen = np.full(len(read), -1)
        found = windows(read, self._pieces.__getitem__, breaks=breaks)
        for window, means in zip(found, self._means(found), strict=True):
            for index in range(window.first, window.last):
                around = min(index - window.first if window.first else len(read), window.last - 1 - index)
                if around > seen[index]:
                    seen[index] = around
                    vectors[index] = means[index - window.first]
        return vectors

    def _means(self, found: Sequence[Window]) -> Iterable[Array]:
        """Return, for each window, one vector for each of its segments."""
        if self.memory is None:
            return chain.from_iterable(map(self._read_together, batches(found)))
        return self.memory.vectors([(_key(window), partial(self._read_alone, window)) for window in found])

    def _read_alone(self, window: Window) -> Array:
        return self._read_together([window])[0]

    def _read_together(self, found: Sequence[Window]) -> list[Array]:
        encoded = self._encoder.encode([window.pieces for window in found])
        return [_means(vectors, window) for vectors, window in zip(encoded, found, strict=True)]

    def _head(self, name: str, vectors: Array) -> Array:
        result: Array = vectors @ self._arrays[f"{name}.weight"] + self._arrays[f"{name}.bias"]
        return result

    def _pair(self, name: str, *vectors: Array) -> Array:
        """Return what a head of two layers makes of several vectors together."""
        inner = self._head(f"{name}1", np.concatenate(vectors, axis=-1))
        return self._head(f"{name}2", np.maximum(inner, 0))


def _means(encoded: Array, window: Window) -> Array:
    """Return the mean of the vectors of each segment's pieces."""
    owners = np.array(window.owners)
    return np.stack([encoded[owners == index].mean(0) for index in range(window.first, window.last)])


def _unlearned(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return the heads that depend on the facets, with room for those that they have not learned yet.

    A new facet, which comes last in `FACETS`, is never asked about or answered, and does not count in a view.
    """
    more = len(FACETS) - len(arrays["asks2.bias"])
    if not more:
        return {}
    found = {}
    for head in ("asks2", "answers2"):
        found[f"{head}.weight"] = np.pad(arrays[f"{head}.weight"], ((0, 0), (0, more)))
        found[f"{head}.bias"] = np.pad(arrays[f"{head}.bias"], (0, more), constant_values=-60)
    for head in VIEWS:
        halves = np.split(
            arrays[f"{head}3.weight"], 2
        )  # the facets of the answers in the FAQ, and those of the segments
        found[f"{head}3.weight"] = np.concatenate([np.pad(half, ((0, more), (0, 0))) for half in halves])
    return found


@cache
def load() -> Model:
    """Return the reader that this package ships.

    Raises:
        DamagedReader: If its file is missing or damaged.
    """
    with weights.shipped(_FILE):
        return Model(*weights.load(_FILE))


def _key(window: Window) -> bytes:
    """Return all that decides about the vectors of a window: its pieces, and how many of them each segment has."""
    sizes = [window.owners.count(index) for index in range(window.first, window.last)]
    return np.array([*window.pieces, -1, *sizes], dtype=np.int32).tobytes()


def _labelled(names: Sequence[str], values: Array) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, _rounded(values), strict=True)}


def _rounded(values: NDArray[Any]) -> Probabilities:
    """Return probabilities as the doubles that thresholds are written with, so that 0.45 is at least 0.45.

    Versions of numpy differ in how they compare a single-precision number with a number of Python.
    """
    result: Probabilities = values.astype(np.float64).round(DIGITS)
    return result


def _sigmoid(values: Array) -> Array:
    result: Array = np.float32(1) / (np.float32(1) + np.exp(-values.clip(-60, 60)))
    return result


def _log_sum(values: Array) -> Array:
    """Return the logarithm of the sum of exponentials over the rows."""
    top = values.max(0)
    result: Array = top + np.log(np.exp(values - top).sum(0))
    return result
