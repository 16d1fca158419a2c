"""Trains the decoder on random conversations; fake quantisation is on in the second half."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from model_library.config import LlamaConfig
from tokenizers import Tokenizer
from torch import nn

from .batches import BatchSource
from .chat_template import IGNORED, ConversationEncoder
from .conversations import ConversationSource
from .dialogues import Dialogue
from .model import Decoder

ROWS = 8
ROW_TOKENS = 768  # holds the longest dialogue
STEPS_PER_ENDLESS_BATCH = 25
STEPS_PER_REPORT = 100
WARM_UP_SHARE = 0.1
MAX_GRADIENT_NORM = 1.0


@dataclass(frozen=True)
class Schedule:
    steps: int
    peak_learning_rate: float
    quantized_from: float  # share of the steps after which weights are rounded as in the export
    seed: int


def new_decoder(shape: LlamaConfig, seed: int) -> Decoder:
    torch.manual_seed(seed)
    return Decoder(shape)


def train(decoder: Decoder, dialogues: Sequence[Dialogue], tokenizer: Tokenizer, schedule: Schedule) -> None:
    """Trains the decoder in place. The same seed and number of threads give the same weights."""
    torch.use_deterministic_algorithms(True)
    rng = random.Random(schedule.seed)
    batches = BatchSource(ConversationSource(dialogues, tokenizer, rng), ConversationEncoder(tokenizer), rng)
    endless_dialogues = [dialogue for dialogue in dialogues if dialogue.endless]

    optimizer = torch.optim.AdamW(decoder.parameters(), betas=(0.9, 0.98), weight_decay=0.0)
    learning_rate = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, schedule.peak_learning_rate, total_steps=schedule.steps, pct_start=WARM_UP_SHARE
    )
    started = time.monotonic()
    mean_loss = 0.0
    for step in range(1, schedule.steps + 1):
        decoder.quantize.enabled = step > schedule.steps * schedule.quantized_from
        if endless_dialogues and step % STEPS_PER_ENDLESS_BATCH == 0:
            batch = batches.endless_batch(rng.choice(endless_dialogues), decoder.shape.context_window)
        else:
            batch = batches.batch(ROWS, ROW_TOKENS)
        token_ids, labels, conversation = map(torch.from_numpy, (batch.token_ids, batch.labels, batch.conversation))
        loss = decoder.loss(token_ids, labels, conversation, IGNORED)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(decoder.parameters(), MAX_GRADIENT_NORM)
        optimizer.step()
        learning_rate.step()
        mean_loss += loss.item() / STEPS_PER_REPORT
        if step % STEPS_PER_REPORT == 0:
            print(f"step {step}: loss {mean_loss:.4f}, {time.monotonic() - started:.0f} s", flush=True)
            mean_loss = 0.0
