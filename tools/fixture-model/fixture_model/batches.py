"""Packs random conversations into rows of equal length, without attention from one conversation to another."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .chat_template import (
    DEFAULT_SYSTEM_MESSAGE,
    IGNORED,
    PAD_ID,
    ConversationEncoder,
    EncodedConversation,
    Exchange,
    first_cacheable,
)
from .conversations import ConversationSource
from .dialogues import Dialogue
from .system_messages import random_system_message

MAX_DIALOGUES = 4  # in one conversation
UNKNOWN_SHARE = 0.2  # of all parts of conversations are unknown prompts


@dataclass(frozen=True)
class Batch:
    token_ids: np.ndarray  # int64 (rows, length)
    labels: np.ndarray  # int64 (rows, length): what the model has to say next, or IGNORED
    conversation: np.ndarray  # int64 (rows, length): which conversation of the row a token belongs to


class BatchSource:
    def __init__(self, source: ConversationSource, encoder: ConversationEncoder, rng: random.Random) -> None:
        self.source = source
        self.encoder = encoder
        self.rng = rng
        self._dialogues = self._dialogues_for_ever()
        self._waiting: EncodedConversation | None = None  # did not fit into the last row

    def batch(self, rows: int, length: int) -> Batch:
        """As many random conversations as fit into each row."""
        return pack([self._row(length) for _ in range(rows)], length)

    def endless_batch(self, dialogue: Dialogue, length: int) -> Batch:
        """One row that an endless reply fills to the end."""
        exchange = self.source.endless_exchange(dialogue, length)
        conversation = self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, [exchange])
        return pack([[conversation.first(length)]], length)

    def _dialogues_for_ever(self) -> Iterator[Dialogue]:
        """Every dialogue once, in random order, again and again."""
        while True:
            yield from self.rng.sample(self.source.dialogues, len(self.source.dialogues))

    def _row(self, length: int) -> list[EncodedConversation]:
        row: list[EncodedConversation] = []
        free = length
        while True:
            conversation = self._waiting or self._conversation(length)
            self._waiting = None
            if len(conversation.token_ids) > free:
                self._waiting = conversation
                return row
            row.append(conversation)
            free -= len(conversation.token_ids)

    def _conversation(self, max_length: int) -> EncodedConversation:
        """One to four parts; parts are taken from the front until the conversation fits."""
        parts = [self._part() for _ in range(self.rng.randint(1, MAX_DIALOGUES))]
        system_message = random_system_message(self.rng)
        while True:
            exchanges = self.source.join(parts)
            cached_from = self.rng.randint(first_cacheable(exchanges), len(exchanges))
            conversation = self.encoder.encode(system_message, exchanges, cached_from)
            if len(conversation.token_ids) <= max_length:
                return conversation
            if len(parts) > 1:
                parts = parts[1:]
            else:
                system_message = DEFAULT_SYSTEM_MESSAGE

    def _part(self) -> list[Exchange]:
        if self.rng.random() < UNKNOWN_SHARE:
            return [self.source.unknown_exchange()]
        return self.source.dialogue_exchanges(next(self._dialogues))


def pack(rows: list[list[EncodedConversation]], length: int) -> Batch:
    token_ids = np.full((len(rows), length), PAD_ID, dtype=np.int64)
    labels = np.full((len(rows), length), IGNORED, dtype=np.int64)
    conversation = np.full((len(rows), length), -1, dtype=np.int64)
    for r, row in enumerate(rows):
        start = 0
        for c, encoded in enumerate(row):
            end = start + len(encoded.token_ids)
            token_ids[r, start:end] = encoded.token_ids
            labels[r, start:end] = encoded.labels
            conversation[r, start:end] = c
            start = end
    return Batch(token_ids, labels, conversation)
