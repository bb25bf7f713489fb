"""Train the head that answers the questions of a review, and add it to `reader.npz`; run after `train`.

    python -m prfaq_lint.reader.training.review --texts FOLDER [--texts FOLDER]

Only this head is trained: everything else in the file stays as it is. It takes a minute.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.evaluation import align, labels, manifest
from tests.evaluation.label import Label
from tests.evaluation.tool import Tool
from tests.evaluation.units import cut

from .. import model, weights
from ..arrays import Array, np
from ..labels import FACETS, REVIEW
from ..model import Model, ReviewReading

FILE = Path(__file__).parents[1] / "reader.npz"
WIDTH = 128
BATCH = 8
DROPOUT = 0.3


class Draft(NamedTuple):
    """A draft as the head sees it, and the answers that it should give."""

    vectors: Tensor
    usable: Tensor
    """The indices of the segments that can answer a question."""
    facets: Tensor
    quotable: Tensor
    """For each segment, 1 for each question of `REVIEW` that it answers; then 1 for each that the draft answers fully."""
    verdicts: Tensor
    """1 for each question that the draft answers at least in part; then 1 for each that it answers fully."""


class Recorder(Model):
    """A reader that keeps what the head for a review would see."""

    seen: tuple[Array, Sequence[int], Array]

    def review(self, vectors: Array, indices: Sequence[int], facets: Array) -> ReviewReading:
        """Keep the arguments, and answer every question with no."""
        self.seen = vectors, indices, facets
        nothing = np.zeros(len(REVIEW))
        return ReviewReading(nothing, nothing, np.zeros((len(vectors), len(REVIEW))))


class Network(nn.Module):
    """The head in PyTorch; `Model.review` runs it in numpy."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Linear(width, WIDTH)
        self.second = nn.Linear(WIDTH, 2 * len(REVIEW))
        self.third = nn.Linear(2 * len(FACETS), 2 * len(REVIEW))
        self.scale = nn.Parameter(torch.ones(2 * len(REVIEW)))

    def forward(self, draft: Draft) -> tuple[Tensor, Tensor]:
        """Return the log-odds for each segment, and those for the draft."""
        inner = self._drop(functional.relu(self.first(self._drop(draft.vectors, DROPOUT))), DROPOUT)
        each = self.second(inner)
        together = self.scale * torch.logsumexp(each[draft.usable], 0)
        return each, together + self.third(self._drop(draft.facets, 0.2))

    def arrays(self) -> dict[str, Array]:
        """Return the weights under the names that `Model` knows."""
        found = {"review.scale": self.scale.detach().numpy()}
        for number, layer in enumerate((self.first, self.second, self.third), 1):
            found[f"review{number}.weight"] = layer.weight.detach().numpy().T
            found[f"review{number}.bias"] = layer.bias.detach().numpy()
        return found

    def _drop(self, values: Tensor, share: float) -> Tensor:
        return functional.dropout(values, share, self.training)


def drafts(folders: Iterable[Path]) -> Iterator[Draft]:
    """Yield the drafts of the train split that have answers to the questions of a review."""
    entries = [entry for entry in manifest.entries() if entry.split == "train"]
    texts = manifest.find(entries, list(folders))
    recorder = Recorder(*weights.load(FILE))
    with patch.object(model, "load", return_value=recorder):
        for entry in entries:
            label = labels.load(entry.id)
            if entry.id in texts and label.review and label.is_draft and label.language == "en":
                draft = _draft(recorder, manifest.text_of(texts[entry.id]), label)
                if len(draft.usable):
                    yield draft


def _draft(recorder: Recorder, text: str, label: Label) -> Draft:
    passages = Tool().read(text, "draft.md").outline["passages"]
    vectors, usable, facets = recorder.seen
    matched = align.passages_of(cut(text), passages)
    place = {id(passage): index for index, passage in enumerate(passages)}
    quotable = torch.zeros(len(vectors), 2 * len(REVIEW))
    verdicts = torch.zeros(2 * len(REVIEW))
    for column, name in enumerate(REVIEW):
        verdict, units = (label.review or {})[name]
        verdicts[column] = verdict != "no"
        verdicts[len(REVIEW) + column] = verdict == "yes"
        for unit in units:
            if passage := matched[unit - 1]:
                quotable[place[id(passage)], column] = 1
                quotable[place[id(passage)], len(REVIEW) + column] = verdict == "yes"
    return Draft(torch.tensor(vectors), torch.tensor(usable), torch.tensor(facets), quotable, verdicts)


def train(found: Sequence[Draft], epochs: int, rate: float) -> Network:
    """Return a network trained on the drafts."""
    network = Network(found[0].vectors.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * math.ceil(len(found) / BATCH)
    step = 0
    order = list(found)
    for _ in range(epochs):
        random.shuffle(order)
        for begin in range(0, len(order), BATCH):
            loss = torch.stack([_loss(network, draft) for draft in order[begin : begin + BATCH]]).mean()
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 + math.cos(math.pi * step / steps)) / 2
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1)
            optimizer.step()
            step += 1
    return network


def _loss(network: Network, draft: Draft) -> Tensor:
    binary = functional.binary_cross_entropy_with_logits
    each, together = network(draft)
    rows = binary(each[draft.usable], draft.quotable[draft.usable], reduction="sum")
    return binary(together, draft.verdicts) + rows / (BATCH * len(draft.verdicts))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append", required=True)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = list(drafts(options.texts))
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    arrays = train(found, options.epochs, options.rate).eval().arrays()
    weights.add(FILE, arrays, dict.fromkeys(("review1.weight", "review2.weight", "review3.weight"), 8))
    print(f"{len(found)} drafts")


if __name__ == "__main__":
    main()
