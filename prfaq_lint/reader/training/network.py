"""The network of the reader in PyTorch: a pretrained encoder under the heads that `reader.model` runs in numpy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.numpy import load_file
from torch import Tensor, nn
from torch.nn import functional

from ..labels import ATTRIBUTES, FACETS, FAMILIES, PARTS, ROLES, VERDICTS

HEADS = 12
_LINEAR = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}
_NORMS = {"norm1": "attention.output.LayerNorm", "norm2": "output.LayerNorm"}


class Encoder(nn.Module):
    """BERT's layers, begun from those of a pretrained model.

    Args:
        folder: The folder of the pretrained model (`model.safetensors`).
        rows: The ids in the pretrained vocabulary of the pieces that are kept.
        layers: Which of the pretrained layers are kept, in order.
    """

    def __init__(self, folder: Path, rows: Sequence[int], layers: Sequence[int]) -> None:
        super().__init__()
        stored = {
            name.removeprefix("bert."): torch.from_numpy(array).float()
            for name, array in load_file(folder / "model.safetensors").items()
            if "position_ids" not in name
        }
        self.word = nn.Embedding.from_pretrained(
            stored["embeddings.word_embeddings.weight"][list(rows)].clone(), freeze=False
        )
        types = stored["embeddings.token_type_embeddings.weight"][0]
        self.position = nn.Parameter(stored["embeddings.position_embeddings.weight"].clone() + types)
        width = self.word.embedding_dim
        self.norm = _filled(nn.LayerNorm(width, eps=1e-12), stored, "embeddings.LayerNorm")
        self.layers = nn.ModuleList()
        for layer in layers:
            prefix = f"encoder.layer.{layer}."
            block = nn.ModuleDict()
            for name, old in _LINEAR.items():
                weight = stored[f"{prefix}{old}.weight"]
                block[name] = _filled(nn.Linear(weight.shape[1], weight.shape[0]), stored, prefix + old)
            for name, old in _NORMS.items():
                block[name] = _filled(nn.LayerNorm(width, eps=1e-12), stored, prefix + old)
            self.layers.append(block)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return one vector for each piece."""
        batch, length = ids.shape
        x = self.drop(self.norm(self.word(ids) + self.position[:length]))
        width = x.shape[-1]
        for block in self.layers:
            query, key, value = (
                block[name](x).view(batch, length, HEADS, width // HEADS).transpose(1, 2)
                for name in ("query", "key", "value")
            )
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
            x = block["norm1"](x + self.drop(block["output"](mixed.transpose(1, 2).reshape(batch, length, width))))
            inner = functional.gelu(block["inner"](x), approximate="tanh")
            x = block["norm2"](x + self.drop(block["outer"](inner)))
        return x


class Network(nn.Module):
    """The encoder and its heads."""

    def __init__(self, folder: Path, rows: Sequence[int], layers: Sequence[int]) -> None:
        super().__init__()
        self.encoder = Encoder(folder, rows, layers)
        width = self.encoder.word.embedding_dim
        self.drop = nn.Dropout(0.1)
        self.none = nn.Parameter(torch.zeros(width))
        self.heads = nn.ModuleDict(
            {
                "part": nn.Linear(width, len(PARTS)),
                "role": nn.Linear(width, len(ROLES)),
                "family": nn.Linear(width, len(FAMILIES)),
                "leak": nn.Linear(width, 1),
                "attribute": nn.Linear(width, len(ATTRIBUTES)),
                "asks1": nn.Linear(3 * width, 128),
                "asks2": nn.Linear(128, len(FACETS)),
                "answers1": nn.Linear(3 * width, 128),
                "answers2": nn.Linear(128, len(FACETS)),
                "verdict1": nn.Linear(3 * width, 128),
                "verdict2": nn.Linear(128, len(VERDICTS)),
                "first1": nn.Linear(3 * width, 64),
                "first2": nn.Linear(64, 3),
            }
        )

    def vectors(self, ids: Tensor, mask: Tensor, owners: Tensor, count: int) -> Tensor:
        """Return the mean vector of each of `count` segments; `owners` says whose a piece is, -1 for nobody's."""
        x = self.encoder(ids, mask)
        flat, whose = x.reshape(-1, x.shape[-1]), owners.reshape(-1)
        kept = whose >= 0
        total = torch.zeros(count, x.shape[-1]).index_add_(0, whose[kept], flat[kept])
        pieces = torch.zeros(count).index_add_(0, whose[kept], torch.ones(int(kept.sum())))
        return self.drop(total / pieces.clamp(min=1)[:, None])

    def pair(self, name: str, *vectors: Tensor) -> Tensor:
        """Return what a head of two layers makes of several vectors together."""
        return self.heads[f"{name}2"](functional.relu(self.heads[f"{name}1"](torch.cat(vectors, -1))))

    def asks(self, question: Tensor, answer: Tensor) -> Tensor:
        """Return the log-odds of each facet that a question asks about; `answer` is empty where nothing answers it."""
        mean = answer.mean(0) if len(answer) else self.none
        return self.pair("asks", question, mean, question * mean)

    def answers(self, question: Tensor, answer: Tensor) -> Tensor:
        """Return the log-odds of each facet that the segments of an answer answer together."""
        beside = question.expand_as(answer)
        each = self.pair("answers", beside, answer, beside * answer)
        return torch.logsumexp(each, 0) - 0.5 * math.log(len(answer))

    def facets(self, answer: Tensor) -> Tensor:
        """Return the log-odds of each facet for segments outside the questions."""
        none = self.none.expand_as(answer)
        return self.pair("answers", none, answer, none * answer)

    def verdict(self, question: Tensor, answer: Tensor) -> Tensor:
        """Return the scores of each verdict on an answer."""
        return self.pair("verdict", question, answer.mean(0), answer.max(0)[0])

    def first(self, question: Tensor, answer: Tensor) -> Tensor:
        """Return the scores of: the first sentence answers, it does not, it cannot."""
        return self.pair("first", question, answer[0], question * answer[0])

    def arrays(self) -> dict[str, Tensor]:
        """Return the weights under the names of `reader.encoder` and `reader.model`; matrices are inputs × outputs.

        The head for “answered first” only helps training: it is left out.
        """
        encoder = self.encoder
        found = {"word": encoder.word.weight, "position": encoder.position, "none": self.none}
        found |= {"norm.weight": encoder.norm.weight, "norm.bias": encoder.norm.bias}
        for number, block in enumerate(encoder.layers):
            for name, module in block.items():
                found[f"{number}.{name}.weight"] = module.weight.T if name in _LINEAR else module.weight
                found[f"{number}.{name}.bias"] = module.bias
        for name, module in self.heads.items():
            if name.startswith("first"):
                continue
            found[f"{name}.weight"], found[f"{name}.bias"] = module.weight.T, module.bias
        return {name: value.detach().contiguous() for name, value in found.items()}


def _filled(module: nn.Module, stored: Mapping[str, Tensor], name: str) -> nn.Module:
    module.weight.data = stored[f"{name}.weight"].clone()
    module.bias.data = stored[f"{name}.bias"].clone()
    return module
