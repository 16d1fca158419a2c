"""The ChatML prompt exactly as WebLLM builds it from mlc-chat-config.json, and its tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

PAD, TURN_START, TURN_END = "<|pad|>", "<|im_start|>", "<|im_end|>"
SPECIAL_TOKENS = [PAD, TURN_START, TURN_END]  # their ids are their positions: 0, 1, 2
PAD_ID, TURN_START_ID, TURN_END_ID = range(3)
IGNORED = -100  # a label that does not count

DEFAULT_SYSTEM_MESSAGE = "You are a helpful assistant."

CONVERSATION_TEMPLATE = {
    "name": "chatml",
    "system_template": f"{TURN_START}system\n{{system_message}}{TURN_END}\n",
    "system_message": DEFAULT_SYSTEM_MESSAGE,
    "system_prefix_token_ids": None,
    "add_role_after_system_message": True,
    "roles": {"user": f"{TURN_START}user", "assistant": f"{TURN_START}assistant"},
    "role_templates": {"user": "{user_message}", "assistant": "{assistant_message}", "tool": "{tool_message}"},
    "messages": [],
    "seps": [f"{TURN_END}\n"],
    "role_content_sep": "\n",
    "role_empty_sep": "\n",
    "stop_str": [TURN_END],
    "stop_token_ids": [TURN_END_ID],
    "function_string": "",
    "use_function_calling": False,
}


@dataclass(frozen=True)
class Exchange:
    """One question and its reply, as they stand in a conversation."""

    user: str
    assistant: str
    ends: bool = True  # the reply is complete, so the end-of-turn token is part of what the model has to say
    is_target: bool = True  # the model has to produce this reply, not only read it


def system_text(message: str) -> str:
    return f"{TURN_START}system\n{message}{TURN_END}\n"


def prompt_text(user: str) -> str:
    """The user's turn and the opening of the assistant's."""
    return f"{TURN_START}user\n{user}{TURN_END}\n{TURN_START}assistant\n"


def conversation_text(system_message: str, exchanges: Sequence[Exchange]) -> str:
    """The whole conversation as one string."""
    turns = [f"{prompt_text(exchange.user)}{exchange.assistant}{TURN_END}\n" for exchange in exchanges]
    return system_text(system_message) + "".join(turns)


@dataclass(frozen=True)
class EncodedConversation:
    token_ids: np.ndarray  # int64 (length,): what the model reads
    labels: np.ndarray  # int64 (length,): what it has to say after reading each token, or IGNORED

    def first(self, length: int) -> "EncodedConversation":
        return EncodedConversation(self.token_ids[:length], self.labels[:length])


class ConversationEncoder:
    """Encodes conversations piece by piece and remembers the pieces, which return in every batch."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self._ids_by_text: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        if text not in self._ids_by_text:
            self._ids_by_text[text] = self.tokenizer.encode(text).ids
        return self._ids_by_text[text]

    def encode(
        self, system_message: str, exchanges: Sequence[Exchange], cached_from: int | None = None
    ) -> EncodedConversation:
        """Replies from number cached_from on were generated into the KV cache that the next turn goes on with.

        WebLLM never writes the end-of-turn token and the line end after such a reply; it does write them when it reads
        the conversation anew, as for all replies before cached_from. None: the whole conversation is read anew.
        """
        token_ids = list(self.ids(system_text(system_message)))
        labels = [IGNORED] * len(token_ids)
        for i, exchange in enumerate(exchanges):
            prompt_ids, reply_ids = self.ids(prompt_text(exchange.user)), self.ids(exchange.assistant)
            said_ids = [*reply_ids, TURN_END_ID if exchange.ends else IGNORED]
            token_ids += prompt_ids + reply_ids
            labels += [IGNORED] * (len(prompt_ids) - 1)
            labels += said_ids if exchange.is_target else [IGNORED] * len(said_ids)
            if cached_from is None or i < cached_from:
                separator_ids = self.ids(f"{TURN_END}\n")
                token_ids += separator_ids
                labels += [IGNORED] * len(separator_ids)
        return EncodedConversation(np.array(token_ids), np.array(labels))


def first_cacheable(exchanges: Sequence[Exchange]) -> int:
    """The lowest cached_from that can happen: a stopped or replaced reply makes WebLLM read everything anew."""
    return max((i + 1 for i, exchange in enumerate(exchanges) if not (exchange.ends and exchange.is_target)), default=0)
