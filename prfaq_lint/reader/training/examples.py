"""Write `examples.npz`, the training passages that `outline --why` shows; run after `train`.

    python -m prfaq_lint.reader.training.examples

Only text that was written for this project is in it.
"""

from __future__ import annotations

import numpy as np

from .. import model, neighbours
from ..segments import Segment
from . import corpus


def main() -> None:
    """Read all written texts with the trained reader and keep their labelled passages."""
    reader = model.load()
    vectors, labels, texts = [], [], []
    seen: set[str] = set()
    for text in corpus.written():
        segments = [Segment(one.kind, 0, 0, one.block, one.text, one.level) for one in text.examples]
        reading = reader.read(segments)
        for index, one in enumerate(text.examples):
            named = [one.part or "", one.role or "", one.family or ""]
            label = ", ".join(name for name in named if name not in ("", "-", "heading", "other"))
            if label and one.text not in seen and len(one.text) <= 200:
                seen.add(one.text)
                vectors.append(reading.vectors[index])
                labels.append(label.replace("_", " "))
                texts.append(" ".join(one.text.split()))
    neighbours.save(np.array(vectors), labels, texts)
    print(f"{len(texts)} passages")


if __name__ == "__main__":
    main()
