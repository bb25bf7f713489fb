"""Train the heads that judge a draft as a reviewer would, and add them to `reader.npz`; run after `train`.

    python -m prfaq_lint.reader.training.review --texts FOLDER [--texts FOLDER] [--head HEAD]

Only these heads are trained: everything else in the file stays as it is. It takes two minutes.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
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
from ..labels import FACETS, VIEWS
from ..model import Model, View

FILE = Path(__file__).parents[1] / "reader.npz"
WIDTH = 128
BATCH = 8
DROPOUT = 0.3


class Draft(NamedTuple):
    """A draft as the head sees it, and the answers that it should give."""

    vectors: Tensor
    usable: Tensor
    """The indices of the segments to judge by."""
    facets: Tensor
    quotable: Tensor
    """For each segment, 1 for each aspect that it shows; then 1 for each whose verdict is yes."""
    verdicts: Tensor
    """1 for each aspect judged yes or partly, then 1 for each judged yes; NaN where no verdict was given."""


class Recorder(Model):
    """A reader that keeps what each head would see."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.seen: dict[str, tuple[Array, Sequence[int], Array]] = {}

    def view(self, head: str, vectors: Array, indices: Sequence[int], facets: Array) -> View:
        """Keep the arguments, and return zeros."""
        self.seen[head] = vectors, indices, facets
        nothing = np.zeros(len(VIEWS[head]))
        return View(nothing, nothing, np.zeros((len(vectors), len(nothing))))


class Network(nn.Module):
    """A head in PyTorch; `Model.view` runs it in numpy."""

    def __init__(self, width: int, count: int) -> None:
        super().__init__()
        self.first = nn.Linear(width, WIDTH)
        self.second = nn.Linear(WIDTH, 2 * count)
        self.third = nn.Linear(2 * len(FACETS), 2 * count)
        self.scale = nn.Parameter(torch.ones(2 * count))

    def forward(self, draft: Draft) -> tuple[Tensor, Tensor]:
        """Return the log-odds for each segment, and those for the draft."""
        inner = self._drop(functional.relu(self.first(self._drop(draft.vectors, DROPOUT))), DROPOUT)
        each = self.second(inner)
        together = self.scale * torch.logsumexp(each[draft.usable], 0)
        return each, together + self.third(self._drop(draft.facets, 0.2))

    def arrays(self, head: str) -> dict[str, Array]:
        """Return the weights under the names that `Model` knows."""
        found = {f"{head}.scale": self.scale.detach().numpy()}
        for number, layer in enumerate((self.first, self.second, self.third), 1):
            found[f"{head}{number}.weight"] = layer.weight.detach().numpy().T
            found[f"{head}{number}.bias"] = layer.bias.detach().numpy()
        return found

    def _drop(self, values: Tensor, share: float) -> Tensor:
        return functional.dropout(values, share, self.training)


def drafts(folders: Iterable[Path]) -> Iterator[dict[str, Draft]]:
    """Yield the drafts of the train split that a reader has judged, as each head sees them."""
    entries = [entry for entry in manifest.entries() if entry.split == "train"]
    texts = manifest.find(entries, list(folders))
    recorder = Recorder(*weights.load(FILE))
    with patch.object(model, "load", return_value=recorder):
        for entry in entries:
            label = labels.load(entry.id)
            if entry.id in texts and label.review and label.is_draft and label.language == "en":
                yield _draft(recorder, manifest.text_of(texts[entry.id]), label)


def _draft(recorder: Recorder, text: str, label: Label) -> dict[str, Draft]:
    """Return what each head sees of a draft, without heads that have no segments to judge by or no verdict to learn from."""
    passages = Tool().read(text, "draft.md").outline["passages"]
    matched = align.passages_of(cut(text), passages)
    place = {id(passage): index for index, passage in enumerate(passages)}
    found = {}
    for head, names in VIEWS.items():
        vectors, usable, facets = recorder.seen[head]
        quotable = torch.zeros(len(vectors), 2 * len(names))
        verdicts = torch.full((2 * len(names),), math.nan)
        for column, name in enumerate(names):
            verdict, units = (label.review or {}).get(name, ("", ()))
            if verdict:
                verdicts[[column, len(names) + column]] = torch.tensor([verdict != "no", verdict == "yes"]).float()
            for unit in units:
                if passage := matched[unit - 1]:
                    quotable[place[id(passage)], column] = 1
                    quotable[place[id(passage)], len(names) + column] = verdict == "yes"
        if len(usable) and not verdicts.isnan().all():
            found[head] = Draft(torch.tensor(vectors), torch.tensor(usable), torch.tensor(facets), quotable, verdicts)
    return found


def train(found: Sequence[Draft], epochs: int, rate: float) -> Network:
    """Return a network trained on the drafts."""
    network = Network(found[0].vectors.shape[1], len(found[0].verdicts) // 2)
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
    known = ~draft.verdicts.isnan()
    rows = binary(each[draft.usable][:, known], draft.quotable[draft.usable][:, known], reduction="sum")
    return binary(together[known], draft.verdicts[known]) + rows / (BATCH * int(known.sum()))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append", required=True)
    parser.add_argument("--head", choices=VIEWS, action="append", help="train only this head (repeatable)")
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = list(drafts(options.texts))
    for head in options.head or VIEWS:
        random.seed(options.seed)
        torch.manual_seed(options.seed)
        seen = [draft[head] for draft in found if head in draft]
        arrays = train(seen, options.epochs, options.rate).eval().arrays(head)
        weights.add(FILE, arrays, {f"{head}{number}.weight": 8 for number in (1, 2, 3)})
        print(f"{head}: {len(seen)} drafts")


if __name__ == "__main__":
    main()
