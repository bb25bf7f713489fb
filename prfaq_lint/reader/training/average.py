"""Average trained readers and write `reader.npz`.

    python -m prfaq_lint.reader.training.average ONE.npz OTHER.npz [--output FILE]

The readers have to come from the same pretrained layers and the same seed; the average of such weights reads better than
each of them (“model soups”, Wortsman et al. 2022). The vocabulary is that of the last; a piece that only it knows keeps
its vector.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .. import weights
from ..arrays import Array

ROOT = Path(__file__).parents[3]


def average(readers: Sequence[tuple[dict[str, Array], list[str]]]) -> tuple[dict[str, Array], list[str]]:
    """Return the average of readers, each as `weights.load` returns it."""
    vocabulary = readers[-1][1]
    numbers = [{piece: number for number, piece in enumerate(known)} for _, known in readers]
    arrays = {}
    for name in readers[-1][0]:
        if name == "word":
            rows = [
                np.mean(
                    [one[name][ids[piece]] for (one, _), ids in zip(readers, numbers, strict=True) if piece in ids], 0
                )
                for piece in vocabulary
            ]
            arrays[name] = np.array(rows, dtype=np.float32)
        else:
            arrays[name] = np.mean([one[name] for one, _ in readers], 0, dtype=np.float32)
    return arrays, vocabulary


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=ROOT / "prfaq_lint/reader/reader.npz")
    options = parser.parse_args()
    arrays, vocabulary = average([weights.load(path) for path in options.readers])
    weights.save(options.output, arrays, vocabulary, weights.bits_of(arrays))


if __name__ == "__main__":
    main()
