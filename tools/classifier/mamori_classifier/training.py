"""Fine-tunes the upper layers and the head on cached states of the lower ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .examples import Example
from .labels import HEAD_INDEX
from .model import Classifier
from .states import StateCache, batches_by_length


@dataclass(frozen=True)
class Settings:
    """How to train; the defaults made the shipped model."""

    epochs: int = 5
    frozen_layers: int = 5
    body_rate: float = 8e-5
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up_steps: int = 100
    batch_tokens: int = 2_048
    seed: int = 1
    dropout: float = 0.1
    """On the pooled vector only."""
    token_dropout: float = 0.05
    """Share of a text's tokens that the trained layers do not see: no verdict shall hang on one word."""
    other_share: float = 0.4
    """Of the examples that were not written for this, how many an epoch sees; it sees all of those that were."""


POSITIVE_WEIGHT_LIMITS = (1.0, 6.0)
BUCKET_ROWS = 4_096
HEAD_LOSS_WEIGHTS = {"harmful": 3.0, "toxic": 2.0, "prompt_attack": 1.5, "refusal": 1.5}


def _loss(logits: Tensor, wanted: Tensor, weights: Tensor, positive: Tensor, by_head: Tensor) -> Tensor:
    known = ~torch.isnan(wanted)
    losses = functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(wanted), reduction="none", pos_weight=positive
    )
    factor = known * weights[:, None] * by_head
    return (losses * factor).sum() / factor.sum()


def _positive_weights(wanted: Tensor) -> Tensor:
    known = ~torch.isnan(wanted)
    ones = torch.nan_to_num(wanted).sum(0)
    zeros = known.sum(0) - ones
    return torch.sqrt(zeros / ones.clamp(min=1)).clamp(*POSITIVE_WEIGHT_LIMITS)


def _drop_tokens(mask: Tensor, share: float) -> Tensor:
    """`mask` [rows, tokens] without a random `share` of its tokens; the first of each row stays."""
    kept = mask & (torch.rand(mask.shape) >= share)
    kept[:, 0] = True
    return kept


def _optimizer(model: Classifier, settings: Settings) -> torch.optim.Optimizer:
    body = [p for layer in model.layers[settings.frozen_layers :] for p in layer.parameters()]
    return torch.optim.AdamW(
        [
            {"params": body, "lr": settings.body_rate},
            {"params": list(model.head.parameters()), "lr": settings.head_rate},
        ],
        weight_decay=settings.weight_decay,
        fused=True,
    )


def train(
    model: Classifier,
    examples: Sequence[Example],
    settings: Settings,
    on_step: Callable[[int, int, float], None] | None = None,
) -> None:
    """Trains `model` in place. `on_step(step, steps, mean loss)` is called every hundred steps."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    cache = StateCache(model, [example.ids for example in examples], settings.frozen_layers)
    wanted = torch.from_numpy(np.stack([example.targets for example in examples]))
    weights = torch.tensor([example.weight for example in examples])
    positive = _positive_weights(wanted)
    by_head = torch.ones(wanted.shape[1])
    for head, weight in HEAD_LOSS_WEIGHTS.items():
        by_head[HEAD_INDEX[head]] = weight

    plan = []
    for _epoch in range(settings.epochs):
        order = [at for at, one in enumerate(examples) if one.is_written or rng.random() < settings.other_share]
        rng.shuffle(order)
        epoch = []
        for start in range(0, len(order), BUCKET_ROWS):
            bucket = sorted(order[start : start + BUCKET_ROWS], key=cache.lengths.__getitem__)
            epoch += batches_by_length(cache.lengths, settings.batch_tokens, bucket)
        rng.shuffle(epoch)
        plan += epoch

    optimizer = _optimizer(model, settings)
    steps = len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1.0, (step + 1) / settings.warm_up_steps) * max(0.02, 1 - step / steps),
    )
    model.train()
    total = 0.0
    for step, batch in enumerate(plan, 1):
        states, mask = cache.gather(batch)
        mask = _drop_tokens(mask, settings.token_dropout)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = model.run_layers(states.float(), mask, settings.frozen_layers)
        pooled = functional.dropout(model.pool(states.float(), mask), settings.dropout)
        loss = _loss(model.head(pooled), wanted[batch], weights[batch], positive, by_head)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.grad is not None], 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if on_step and step % 100 == 0:
            on_step(step, steps, total / 100)
            total = 0.0
    model.eval()
