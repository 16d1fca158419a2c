"""The lower layers are frozen, so what they make of an example is computed once and kept (bfloat16, in memory)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from .model import HIDDEN, Classifier, pad
from .vocabulary import PAD_ID

BATCH_TOKENS = 3_000


def batches_by_length(lengths: Sequence[int], batch_tokens: int, order: Sequence[int]) -> Iterator[list[int]]:
    """Cuts `order` into batches of at most `batch_tokens` padded tokens; neighbours should have similar lengths."""
    batch: list[int] = []
    longest = 0
    for index in order:
        longest_with = max(longest, lengths[index])
        if batch and longest_with * (len(batch) + 1) > batch_tokens:
            yield batch
            batch, longest_with = [], lengths[index]
        batch.append(index)
        longest = longest_with
    if batch:
        yield batch


class StateCache:
    """States after the first `frozen` layers for every sequence."""

    def __init__(self, model: Classifier, sequences: Sequence[Sequence[int]], frozen: int) -> None:
        self.lengths = [len(sequence) for sequence in sequences]
        self.starts = torch.tensor([0, *self.lengths]).cumsum(0).tolist()
        self.states = torch.empty((self.starts[-1], HIDDEN), dtype=torch.bfloat16)
        order = sorted(range(len(sequences)), key=self.lengths.__getitem__)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for batch in batches_by_length(self.lengths, BATCH_TOKENS, order):
                padded = pad([sequences[index] for index in batch], PAD_ID)
                states = model.run_layers(model.embed(padded), padded.mask, 0, frozen)
                for row, index in enumerate(batch):
                    self.states[self.starts[index] : self.starts[index + 1]] = states[row, : self.lengths[index]]

    def gather(self, batch: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Padded states [rows, tokens, hidden] and mask [rows, tokens] of a batch."""
        longest = max(self.lengths[index] for index in batch)
        states = torch.zeros((len(batch), longest, HIDDEN), dtype=torch.bfloat16)
        mask = torch.zeros((len(batch), longest), dtype=torch.bool)
        for row, index in enumerate(batch):
            length = self.lengths[index]
            states[row, :length] = self.states[self.starts[index] : self.starts[index + 1]]
            mask[row, :length] = True
        return states, mask
