"""The classifier: a BERT-shaped encoder (post-layer-norm, mean pooling) with one small head for all outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .base_weights import BaseModel
from .labels import HEADS

ATTENTION_HEADS = 12
# Residual width and feed-forward width of multilingual-e5-small (arXiv 2402.05672).
HIDDEN = 384
FEED_FORWARD = 1536
EPSILON = 1e-12


@dataclass(frozen=True)
class Batch:
    """Token ids and the mask of real tokens, both [rows, tokens]."""

    ids: Tensor
    mask: Tensor


def pad(sequences: Sequence[Sequence[int]], pad_id: int) -> Batch:
    """One batch of sequences of different lengths."""
    longest = max(map(len, sequences))
    ids = torch.full((len(sequences), longest), pad_id, dtype=torch.long)
    mask = torch.zeros((len(sequences), longest), dtype=torch.bool)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence)
        mask[row, : len(sequence)] = True
    return Batch(ids, mask)


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by a residual sum and a layer norm."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attention_out = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.feed_in = nn.Linear(HIDDEN, FEED_FORWARD)
        self.feed_out = nn.Linear(FEED_FORWARD, HIDDEN)
        self.feed_norm = nn.LayerNorm(HIDDEN, EPSILON)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """`states` [rows, tokens, hidden], `mask` [rows, 1, 1, tokens] -> states of the same shape."""
        rows, tokens, _ = states.shape
        query, key, value = (
            part.view(rows, tokens, ATTENTION_HEADS, -1).transpose(1, 2) for part in self.qkv(states).chunk(3, dim=-1)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(rows, tokens, HIDDEN)
        states = self.attention_norm(states + self.attention_out(mixed))
        return self.feed_norm(states + self.feed_out(functional.gelu(self.feed_in(states))))


class Classifier(nn.Module):
    """Encoder and head. Tables of words and positions stay as they are in the base model."""

    def __init__(self, vocabulary: int, positions: int, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(positions, HIDDEN)
        self.words.weight.requires_grad_(False)
        self.positions.weight.requires_grad_(False)
        self.embedding_norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.head = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, len(HEADS)))

    def embed(self, batch: Batch) -> Tensor:
        """Embedded tokens [rows, tokens, hidden]."""
        return self.embedding_norm(self.words(batch.ids) + self.positions.weight[: batch.ids.shape[1]])

    def run_layers(self, states: Tensor, mask: Tensor, first: int = 0, last: int | None = None) -> Tensor:
        """`states` after the layers [first, last)."""
        attention_mask = mask[:, None, None, :]
        for layer in self.layers[first:last]:
            states = layer(states, attention_mask)
        return states

    @staticmethod
    def pool(states: Tensor, mask: Tensor) -> Tensor:
        """Mean over the real tokens: [rows, hidden]."""
        weights = mask.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1)

    def forward(self, batch: Batch) -> Tensor:
        """Logits [rows, heads]."""
        states = self.run_layers(self.embed(batch), batch.mask)
        return self.head(self.pool(states, batch.mask).float())


def from_base(base: BaseModel, kept: Sequence[int], layers: Sequence[int]) -> Classifier:
    """A classifier with the base model's rows `kept` and its layers `layers`, and a fresh head."""
    tensors = base.tensors
    model = Classifier(len(kept), base.positions, len(layers))

    def copy(parameter: Tensor, values: np.ndarray) -> None:
        parameter.data.copy_(torch.from_numpy(values).view(parameter.shape))

    words = tensors["emb.word"].reshape(-1, base.hidden)
    copy(model.words.weight, words[np.asarray(kept)])
    positions = tensors["emb.pos"].reshape(-1, base.hidden) + tensors["emb.type"].reshape(-1, base.hidden)[0]
    copy(model.positions.weight, positions)
    copy(model.embedding_norm.weight, tensors["emb.ln.w"])
    copy(model.embedding_norm.bias, tensors["emb.ln.b"])
    for layer, source in zip(model.layers, layers, strict=True):
        name = f"l{source}."
        for kind, end in (("weight", "w"), ("bias", "b")):
            joined = np.concatenate([tensors[f"{name}{part}.{end}"] for part in "qkv"])
            copy(getattr(layer.qkv, kind), joined)
            for target, part in (
                (layer.attention_out, "ao"),
                (layer.attention_norm, "aln"),
                (layer.feed_in, "fi"),
                (layer.feed_out, "fo"),
                (layer.feed_norm, "oln"),
            ):
                copy(getattr(target, kind), tensors[f"{name}{part}.{end}"])
    nn.init.zeros_(model.head[2].bias)
    return model
