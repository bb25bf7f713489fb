"""A small BERT encoder in numpy.

It consists of thirty lines of matrix products, runs on every platform that numpy supports, starts in a tenth of a
second and needs no other runtime.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from .arrays import Array, np
from .weights import Rows

_EPSILON = np.float32(1e-12)
_SQRT_2_OVER_PI = np.float32(0.7978845608)


class Encoder:
    """The layers of a BERT model.

    Args:
        words: The vectors of the pieces.
        weights: Name → array; the names are `position`, `norm.weight`, `norm.bias` and, for each layer N,
            `N.query`, `N.key`, `N.value`, `N.output`, `N.inner`, `N.outer` with `.weight` (in × out) and `.bias`, and
            the norms `N.norm1` and `N.norm2`.
        heads: The number of attention heads in each layer.
    """

    def __init__(self, words: Rows, weights: Mapping[str, Array], heads: int) -> None:
        self._words = words
        self._weights = weights
        self._heads = heads
        self._layers = sum(name.endswith(".query.weight") for name in weights)

    def encode(self, sequences: Sequence[Sequence[int]]) -> list[Array]:
        """Return, for each sequence, one vector for each of its pieces, as an array of pieces × width.

        The rows of all sequences go through the linear layers together, which is faster than one after another; no
        sequence attends to another one.

        Args:
            sequences: The ids of the pieces, in each sequence no more than the model has positions.
        """
        weights = self._weights
        ends = list(accumulate(map(len, sequences)))
        places = [slice(end - len(ids), end) for end, ids in zip(ends, sequences, strict=True)]
        ids = np.concatenate([np.asarray(ids) for ids in sequences])
        position = np.concatenate([weights["position"][: len(ids)] for ids in sequences])
        x = self._norm(self._words[ids] + position, "norm")
        for layer in range(self._layers):
            x = self._norm(x + self._attend(x, layer, places), f"{layer}.norm1")
            inner = _gelu(self._linear(x, f"{layer}.inner"))
            x = self._norm(x + self._linear(inner, f"{layer}.outer"), f"{layer}.norm2")
        return [x[place] for place in places]

    def _attend(self, x: Array, layer: int, places: Sequence[slice]) -> Array:
        length, width = x.shape
        split = (length, self._heads, width // self._heads)
        query, key, value = (
            self._linear(x, f"{layer}.{name}").reshape(split).transpose(1, 0, 2) for name in ("query", "key", "value")
        )
        query *= np.float32(split[2] ** -0.5)
        mixed = np.empty_like(value)
        for place in places:  # the softmax over the keys; dividing by the sums last, where there are fewer numbers
            scores = key[:, place] @ query[:, place].transpose(0, 2, 1)
            scores -= scores.max(1, keepdims=True)
            np.exp(scores, out=scores)
            attended = scores.transpose(0, 2, 1) @ value[:, place]
            attended /= np.einsum("hkq->hq", scores)[:, :, None]
            mixed[:, place] = attended
        return self._linear(mixed.transpose(1, 0, 2).reshape(length, width), f"{layer}.output")

    def _linear(self, x: Array, name: str) -> Array:
        result: Array = x @ self._weights[f"{name}.weight"]
        result += self._weights[f"{name}.bias"]
        return result

    def _norm(self, x: Array, name: str) -> Array:
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[-1]) + _EPSILON)
        x *= self._weights[f"{name}.weight"]
        x += self._weights[f"{name}.bias"]
        return x


def softmax(x: Array) -> Array:
    """Return the softmax over the last axis; the argument is overwritten."""
    x -= x.max(-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(-1, keepdims=True)
    return x


def _gelu(x: Array) -> Array:
    """Return the Gaussian error linear unit in its tanh approximation."""
    inner = x * x
    inner *= np.float32(0.044715) * _SQRT_2_OVER_PI
    inner += _SQRT_2_OVER_PI
    inner *= x
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner
