"""Checks that the exported model recites: each dialogue alone, in conversations, under other system messages."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from .chat_template import (
    DEFAULT_SYSTEM_MESSAGE,
    IGNORED,
    ConversationEncoder,
    EncodedConversation,
    Exchange,
    first_cacheable,
)
from .conversations import ConversationSource
from .dialogues import Dialogue
from .numpy_model import NumpyModel
from .system_messages import random_system_message
from .unknown_prompts import FALLBACK_REPLY, UNSEEN_QUESTIONS, random_prompt

SEED = 20_001  # not the seed of the training, so that unknown prompts are unseen
CONVERSATION_COUNT = 300
UNKNOWN_COUNT = 300
CONVERSATION_TOKENS = 1800


@dataclass(frozen=True)
class Recital:
    """How one conversation came out."""

    name: str
    wrong_tokens: int
    smallest_margin: float  # first logit minus second, over all tokens that the model has to produce

    @property
    def is_exact(self) -> bool:
        return self.wrong_tokens == 0


class Verifier:
    def __init__(self, model: NumpyModel, tokenizer: Tokenizer, dialogues: Sequence[Dialogue]) -> None:
        self.model = model
        self.dialogues = dialogues
        self.encoder = ConversationEncoder(tokenizer)
        self.rng = random.Random(SEED)
        self.source = ConversationSource(dialogues, tokenizer, self.rng)

    def recite(self, name: str, conversation: EncodedConversation) -> Recital:
        """Compares each token that the model has to produce with the one that greedy decoding would choose there."""
        positions = np.flatnonzero(conversation.labels != IGNORED)
        logits = self.model.logits(conversation.token_ids, positions)
        rows, expected = np.arange(len(positions)), conversation.labels[positions]
        expected_logits = logits[rows, expected]
        logits[rows, expected] = -np.inf
        margins = expected_logits - logits.max(axis=-1)
        return Recital(name, int((margins <= 0).sum()), float(margins.min()))

    def alone(self) -> list[Recital]:
        """Every dialogue by itself, for each wording of its first user text, with cached and with read history."""
        return [
            self.recite(
                f"{dialogue.id} ({first_prompt})", self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, exchanges, cached_from)
            )
            for dialogue in self.dialogues
            if not dialogue.endless
            for first_prompt in dialogue.turns[0].wordings
            for exchanges in [written_exchanges(dialogue, first_prompt)]
            for cached_from in ([0, None] if len(exchanges) > 1 else [None])
        ]

    def endless(self) -> list[Recital]:
        """Every reply without an end, up to the end of the context."""
        length = self.model.shape.context_window
        recitals = []
        for dialogue in self.dialogues:
            if dialogue.endless:
                exchange = self.source.endless_exchange(dialogue, length)
                encoded = self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, [exchange])
                recitals.append(self.recite(dialogue.id, encoded.first(length)))
        return recitals

    def after_endless_cut(self, dialogue_id: str) -> list[Recital]:
        """The dialogue after every endless reply, cut off behind each character of its third cycle."""
        turn = next(dialogue for dialogue in self.dialogues if dialogue.id == dialogue_id).turns[0]
        recitals = []
        for dialogue in self.dialogues:
            if dialogue.endless:
                endless, cycle = dialogue.turns[0], dialogue.turns[0].assistant
                for length in range(1, len(cycle) + 1):
                    cut = Exchange(endless.user, cycle * 2 + cycle[:length], ends=False, is_target=False)
                    exchanges = [cut, Exchange(turn.user, turn.assistant)]
                    encoded = self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, exchanges)
                    recitals.append(self.recite(f"{dialogue_id} after {dialogue.id} ({length})", encoded))
        return recitals

    def conversations(self) -> list[Recital]:
        """Random conversations of two to four dialogues; every complete reply in them counts."""
        recitals = []
        while len(recitals) < CONVERSATION_COUNT:
            chosen = self.rng.sample(self.dialogues, self.rng.randint(2, 4))
            exchanges = self.source.join([self.source.dialogue_exchanges(dialogue) for dialogue in chosen])
            cached_from = self.rng.randint(first_cacheable(exchanges), len(exchanges))
            encoded = self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, exchanges, cached_from)
            if len(encoded.token_ids) <= CONVERSATION_TOKENS:
                recitals.append(self.recite(" + ".join(dialogue.id for dialogue in chosen), encoded))
        return recitals

    def other_system_messages(self) -> list[Recital]:
        """Every dialogue alone under a system message drawn at random, never the default one."""
        recitals = []
        for dialogue in self.dialogues:
            if not dialogue.endless:
                message = DEFAULT_SYSTEM_MESSAGE
                while message == DEFAULT_SYSTEM_MESSAGE:
                    message = random_system_message(self.rng)
                exchanges = written_exchanges(dialogue, dialogue.turns[0].user)
                recitals.append(self.recite(f"{dialogue.id} [{message}]", self.encoder.encode(message, exchanges)))
        return recitals

    def continued_after_stops(self) -> list[Recital]:
        """Every dialogue that says something after a stop, stopped at fifty random places."""
        return [
            self.recite(dialogue.id, self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, exchanges))
            for dialogue in self.dialogues
            if dialogue.after_stop
            for _ in range(50)
            for last in written_exchanges(dialogue, dialogue.turns[0].user)[-1:]
            for exchanges in [self.source.continued_exchanges(last, dialogue.after_stop)]
        ]

    def unknown_prompts(self) -> list[Recital]:
        """Texts drawn at random as in training, but others."""
        prompts = [random_prompt(self.rng, self.source.known_prompts) for _ in range(UNKNOWN_COUNT)]
        return [self.fallback(prompt) for prompt in prompts]

    def unseen_questions(self) -> list[Recital]:
        return [self.fallback(question) for question in UNSEEN_QUESTIONS]

    def fallback(self, prompt: str) -> Recital:
        exchanges = [Exchange(prompt, FALLBACK_REPLY)]
        return self.recite(prompt, self.encoder.encode(DEFAULT_SYSTEM_MESSAGE, exchanges))


def written_exchanges(dialogue: Dialogue, first_prompt: str) -> list[Exchange]:
    prompts = [first_prompt, *(turn.user for turn in dialogue.turns[1:])]
    return [Exchange(prompt, turn.assistant) for prompt, turn in zip(prompts, dialogue.turns, strict=True)]
