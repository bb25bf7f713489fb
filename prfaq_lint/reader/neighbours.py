"""The passages of the project's training text that are most similar to a passage, as a reason people can check."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .arrays import Array, np
from .model import Reading
from .weights import shipped

_FILE = Path(__file__).parent / "examples.npz"
_WIDTH = 48


class Neighbour(NamedTuple):
    """A passage of the training text."""

    similarity: float
    """The cosine similarity, from -1 to 1."""
    label: str
    """Its label: its part, its role and how it starts from the solution, as far as a reader has labelled them."""
    text: str


def neighbours(reading: Reading, index: int, count: int = 3) -> list[Neighbour]:
    """Return the training passages most similar to a segment of a draft, the most similar first.

    Args:
        reading: The reader's output for the draft.
        index: The index of the segment.
        count: The number of passages to return.
    """
    examples = _load()
    vector = (reading.vectors[index] - examples.mean) @ examples.basis
    similar = examples.vectors @ (vector / max(float(np.linalg.norm(vector)), 1e-9))
    best = sorted(range(len(similar)), key=lambda row: (-round(float(similar[row]), 3), row))[:count]
    return [Neighbour(round(float(similar[row]), 2), examples.labels[row], examples.texts[row]) for row in best]


class _Examples(NamedTuple):
    mean: Array
    basis: Array
    vectors: Array
    labels: list[str]
    texts: list[str]


@cache
def _load() -> _Examples:
    with shipped(_FILE), np.load(_FILE, allow_pickle=False) as stored:
        vectors = stored["vectors"].astype(np.float32)
        return _Examples(
            stored["mean"].astype(np.float32),
            stored["basis"].astype(np.float32),
            vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-9),
            bytes(stored["labels"]).decode("utf-8").split("\n"),
            bytes(stored["texts"]).decode("utf-8").split("\n"),
        )


def save(vectors: Array, labels: Sequence[str], texts: Sequence[str], file: Path = _FILE) -> None:
    """Write the training passages with their vectors, projected onto the principal directions."""
    mean = vectors.mean(0)
    _, _, directions = np.linalg.svd(vectors - mean, full_matrices=False)
    basis = directions[:_WIDTH].T
    reduced = (vectors - mean) @ basis
    whole = np.round(127 * reduced / np.abs(reduced).max(1, keepdims=True)).astype(np.int8)
    np.savez_compressed(
        file,
        mean=mean.astype(np.float16),
        basis=basis.astype(np.float16),
        vectors=whole,
        labels=np.frombuffer("\n".join(labels).encode("utf-8"), dtype=np.uint8),
        texts=np.frombuffer("\n".join(texts).encode("utf-8"), dtype=np.uint8),
    )
