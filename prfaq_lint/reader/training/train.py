"""Train the reader and write `reader.npz`.

    python -m prfaq_lint.reader.training.train PRETRAINED --texts FOLDER [--texts FOLDER] [options]

PRETRAINED is a folder with MiniLM's `model.safetensors` and `tokenizer.json`; texts are found by their hash below the
folders. See README.md here for where both come from, for how long it takes and for what the result was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from .. import weights
from ..labels import FACETS, FAMILIES, PARTS, ROLES, VERDICTS
from ..windows import MARKERS, START, Item, Window, items, marker_piece, place_piece, windows
from ..wordpiece import UNKNOWN, WordPiece
from . import corpus
from .corpus import Example, Text
from .network import Network

ROOT = Path(__file__).parents[3]
BATCH = 1000
"""Pieces in a batch."""
SMOOTHING = 0.05
FREQUENT = 5000
"""So many of the most frequent pieces of the pretrained vocabulary are kept, beside those of the texts."""


class Piece(NamedTuple):
    """A window of a text, ready for the network."""

    window: Window
    examples: Sequence[Example]
    questions: list[tuple[int, list[int]]]


def load_drafts(folders: Iterable[Path], splits: Sequence[str]) -> list[Text]:
    """Return the labelled real drafts of some splits that are found below the folders."""
    by_hash = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path for folder in folders for path in folder.rglob("*.md")
    }
    manifest = (ROOT / "tests/evaluation/manifest.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in map(json.loads, manifest):
        if row["split"] in splits and row["sha256"] in by_hash:
            text = by_hash[row["sha256"]].read_bytes().decode("utf-8", "replace")
            labels = ROOT / "tests/evaluation/labels" / f"{row['id']}.tsv"
            kind, language, problem, rows = _labels(labels, text)
            if language == "en":
                found += [(kind, one) for one in corpus.drafts([(row["id"], text, rows, problem)])]
    return [text for _, text in found]


def _labels(path: Path, text: str) -> tuple[str, str, dict[str, Any], list[dict[str, Any]]]:
    """Return what a label file says: the draft's kind and language, its problem, and its units with their text."""
    from tests.evaluation.units import cut

    units = {str(number): unit.text for number, unit in enumerate(cut(text), 1)}
    kind, language, problem, rows = "", "en", {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "#doc":
            kind, language = cells[1], cells[2] if len(cells) > 2 and cells[2] else "en"
        elif cells[0] == "#problem":
            values = dict(pair.split("=") for pair in cells[1].split())
            problem = {key: int(values[key]) for key in ("genuine", "customer", "cost", "evidence", "alternative")}
            problem["leak"] = [int(number) for number in values.get("leak", "").split(",") if number.isdigit()]
        elif not line.startswith("#") and cells[0] in units:
            extra = dict(pair.split("=", 1) for pair in cells[7].split() if "=" in pair) if len(cells) > 7 else {}
            rows.append(
                {"text": units[cells[0]], "part": cells[4], "role": cells[5], "family": cells[6], "extra": extra}
            )
    return kind, language, problem, rows


def vocabulary(tokenizer: Tokenizer, texts: Iterable[Text]) -> dict[str, int]:
    """Return the pieces that are kept, with their ids in the pretrained vocabulary, in their order."""
    known = tokenizer.get_vocab()
    seen: dict[str, set[int]] = {}
    for number, text in enumerate(texts):
        for example in text.examples:
            for piece in tokenizer.encode(example.text, add_special_tokens=False).tokens:
                seen.setdefault(piece, set()).add(number if text.real else -1 - number // 200)
    special = [START, UNKNOWN, *map(marker_piece, MARKERS), *(place_piece(tenth) for tenth in range(10))]
    frequent = known["the"]
    kept = set(special) | {piece for piece, where in seen.items() if len(where) > 1}
    kept |= {
        piece
        for piece, number in known.items()
        if piece.isascii()
        and not piece.startswith("[")
        and (frequent <= number < frequent + FREQUENT or len(piece.removeprefix("##")) == 1)
    }
    return {piece: known[piece] for piece in sorted(kept, key=known.__getitem__)}


class Batches:
    """Training data as batches of windows, cut and varied anew in each epoch."""

    def __init__(self, real: Sequence[Text], written: Sequence[Text], pieces: dict[str, int], seed: int) -> None:
        self._real, self._written = real, written
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._tokenizer = WordPiece(self._ids)
        self._chance = random.Random(seed)

    def cut(self, examples: Sequence[Example], first_size: float = 1.0) -> Iterator[Piece]:
        """Yield the windows of a text."""
        read: list[Item] = items(examples, self._tokenizer.encode)
        asked = corpus.questions(examples)
        for window in windows(read, self._ids.__getitem__, overlap=48, first_size=first_size):
            yield Piece(window, examples, asked)

    def epoch(self) -> list[list[Piece]]:
        """Return the batches of one epoch, in random order."""
        found = []
        for text in self._real:
            found += self.cut(corpus.varied(text, self._real, self._chance), self._chance.uniform(0.3, 1))
        for text in self._written:
            found += self.cut(text.examples)
        self._chance.shuffle(found)
        found.sort(key=lambda piece: len(piece.window.pieces) // 24)
        batches: list[list[Piece]] = [[]]
        longest = 0
        for piece in found:
            longest = max(longest, len(piece.window.pieces))
            if batches[-1] and (len(batches[-1]) + 1) * longest > BATCH:
                batches.append([])
                longest = len(piece.window.pieces)
            batches[-1].append(piece)
        self._chance.shuffle(batches)
        return batches


def collate(batch: Sequence[Piece]) -> tuple[Tensor, Tensor, Tensor, int]:
    """Return ids, mask and owners of a batch, and how many segments it holds."""
    length = max(len(piece.window.pieces) for piece in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    mask = torch.zeros(len(batch), length, dtype=torch.bool)
    owners = torch.full((len(batch), length), -1)
    count = 0
    for row, piece in enumerate(batch):
        window = piece.window
        ids[row, : len(window.pieces)] = torch.tensor(window.pieces)
        mask[row, : len(window.pieces)] = True
        own = torch.tensor(window.owners)
        owners[row, : len(own)] = torch.where(own >= 0, own - window.first + count, own)
        count += window.last - window.first
    return ids, mask, owners, count


def loss_of(network: Network, batch: Sequence[Piece]) -> Tensor:
    """Return the summed loss of all heads on a batch."""
    ids, mask, owners, count = collate(batch)
    vectors = network.vectors(ids, mask, owners, count)
    binary = functional.binary_cross_entropy_with_logits
    examples: list[Example] = []
    asked: list[Tensor] = []
    asks: list[Tensor] = []
    answers: list[Tensor] = []
    answered: list[Tensor] = []
    verdicts: list[Tensor] = []
    judged: list[int] = []
    firsts: list[Tensor] = []
    begun: list[int] = []
    outside: list[int] = []
    facets: list[Tensor] = []
    problems: list[Tensor] = []
    attributes: list[Tensor] = []
    base = 0
    for piece in batch:
        window = piece.window
        at = {index: base + index - window.first for index in range(window.first, window.last)}
        inside = {index for question, answer in piece.questions for index in (question, *answer)}
        for question, answer in piece.questions:
            if question not in at:
                continue
            example = piece.examples[question]
            seen = [at[index] for index in answer if index in at]
            asked.append(network.asks(vectors[at[question]], vectors[seen]))
            asks.append(_many(example.asks or ()))
            if not seen or (answer[-1] not in at and len(seen) < 6):
                continue
            beside, these = vectors[at[question]], vectors[seen]
            answered.append(network.answers(beside, these))
            answers.append(_many(example.answers or ()))
            if example.verdict in VERDICTS:
                verdicts.append(network.verdict(beside, these))
                judged.append(VERDICTS.index(example.verdict))
            if example.first in ("1", "0", "-"):
                firsts.append(network.first(beside, these))
                begun.append("10-".index(example.first))
        group: dict[tuple[int, ...], list[int]] = {}
        for index, place in at.items():
            example = piece.examples[index]
            examples.append(example)
            if index not in inside and example.answers is not None and example.part in PARTS:
                outside.append(place)
                facets.append(_many(example.answers))
            if example.attributes is not None:
                group.setdefault(example.attributes, []).append(place)
        for values, places in group.items():
            problems.append(torch.logsumexp(network.heads["attribute"](vectors[places]), 0))
            attributes.append(torch.tensor(values).float())
        base += window.last - window.first
    total = _classes(network.heads["part"](vectors), [one.part for one in examples], PARTS)
    total = total + _classes(network.heads["role"](vectors), [one.role for one in examples], ROLES)
    total = total + _classes(network.heads["family"](vectors), [one.family for one in examples], FAMILIES)
    leaks = [index for index, one in enumerate(examples) if one.leak is not None]
    if leaks:
        truth = torch.tensor([float(examples[index].leak or 0) for index in leaks])
        total = total + 0.3 * binary(network.heads["leak"](vectors[leaks])[:, 0], truth)
    if asks:
        total = total + 8 * binary(torch.stack(asked), torch.stack(asks))
    if answers:
        total = total + 8 * binary(torch.stack(answered), torch.stack(answers))
    if verdicts:
        total = total + 0.5 * _cross(torch.stack(verdicts), torch.tensor(judged))
    if firsts:
        total = total + 0.3 * _cross(torch.stack(firsts), torch.tensor(begun))
    if facets:
        total = total + 2 * binary(network.facets(vectors[outside]), torch.stack(facets))
    if problems:
        total = total + 0.5 * binary(torch.stack(problems), torch.stack(attributes))
    return total


def _many(facets: Iterable[str]) -> Tensor:
    truth = torch.zeros(len(FACETS))
    for facet in facets:
        if facet in FACETS:
            truth[FACETS.index(facet)] = 1
    return truth


def _classes(scores: Tensor, labels: Sequence[str | None], names: Sequence[str]) -> Tensor:
    truth = torch.tensor([names.index(label) if label in names else -100 for label in labels])
    return _cross(scores, truth) if (truth >= 0).any() else torch.zeros(())


def _cross(scores: Tensor, truth: Tensor) -> Tensor:
    return functional.cross_entropy(scores, truth, ignore_index=-100, label_smoothing=SMOOTHING)


def train(network: Network, batches: Batches, epochs: int, rate: float, after: Any = None) -> None:
    """Train a network; `after` is called with the number of each epoch that is done."""
    body = list(network.encoder.parameters())
    known = {id(parameter) for parameter in body}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    rates = (rate, 1e-3)
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], lr=rate, weight_decay=0.01)
    steps = epochs * len(batches.epoch())
    step, begun = 0, time.time()
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in batches.epoch():
            share = min(1, step / steps)
            pace = min(1, share / 0.06) * max(0.01, 0.5 * (1 + math.cos(math.pi * share)))
            for group, top in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = top * pace
            loss = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1)
            optimizer.step()
            losses.append(loss.item())
            step += 1
            if step % 100 == 0:
                print(f"{step} of {steps}: loss {np.mean(losses[-100:]):.3f}, {time.time() - begun:.0f} s", flush=True)
        if after:
            after(epoch)


def export(network: Network, pieces: Sequence[str], file: Path, bits: int, word_bits: int) -> None:
    """Write the weights; the matrices of the encoder get so many bits a number, the word vectors `word_bits`."""
    arrays = {name: value.numpy() for name, value in network.arrays().items()}
    arrays["position"] = arrays["position"][:384]
    weights.save(file, arrays, list(pieces), weights.bits_of(arrays, bits, word_bits))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pretrained", type=Path)
    parser.add_argument("--texts", type=Path, action="append", required=True)
    parser.add_argument("--splits", default="train")
    parser.add_argument("--layers", default="0,1,2,3,4,5")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bits", type=int, default=6)
    parser.add_argument("--word-bits", type=int, default=6)
    parser.add_argument("--output", type=Path, default=ROOT / "prfaq_lint/reader/reader.npz")
    options = parser.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.pretrained / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    real = load_drafts(options.texts, options.splits.split(","))
    made = list(corpus.written())
    pieces = vocabulary(tokenizer, [*real, *made])
    print(f"{len(real)} drafts, {len(made)} written texts, {len(pieces)} pieces", flush=True)
    layers = [int(number) for number in options.layers.split(",")]
    network = Network(options.pretrained, list(pieces.values()), layers)

    def keep(epoch: int) -> None:
        network.eval()
        torch.save(network.state_dict(), options.output.with_suffix(".pt"))
        export(network, list(pieces), options.output, options.bits, options.word_bits)
        print(f"epoch {epoch} done", flush=True)

    train(network, Batches(real, made, pieces, options.seed), options.epochs, options.rate, keep)


if __name__ == "__main__":
    main()
