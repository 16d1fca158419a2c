"""The tokenizer and the chat settings, from a GGUF in miniature."""

import json

import pytest
from chat_format import chat_config, conversation_template, tokenizer_json
from model_library.config import LlamaConfig
from tokenizers import Tokenizer

TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "a", "b", "1", "2", "Ġ", "ab"]
FIELDS = {
    "tokenizer.ggml.tokens": TOKENS,
    "tokenizer.ggml.token_type": [3, 3, 3, 1, 1, 1, 1, 1, 1],
    "tokenizer.ggml.merges": ["a b"],
    "tokenizer.ggml.bos_token_id": 1,
    "tokenizer.ggml.eos_token_id": 2,
    "tokenizer.ggml.unknown_token_id": 0,
    "tokenizer.ggml.padding_token_id": 2,
}


class Field:
    def __init__(self, value):
        self.value = value

    def contents(self):
        return self.value


class Reader:
    fields = {key: Field(value) for key, value in FIELDS.items()}  # noqa: RUF012


@pytest.fixture
def tokenizer():
    return Tokenizer.from_str(json.dumps(tokenizer_json(Reader)))


def test_special_tokens_are_one_token_each(tokenizer):
    assert tokenizer.encode("<|im_start|>ab<|im_end|>").ids == [1, 8, 2]


def test_digits_are_split_one_by_one(tokenizer):
    assert tokenizer.encode("12").ids == [5, 6]


def test_text_comes_back_from_its_tokens(tokenizer):
    assert tokenizer.decode(tokenizer.encode("ab a").ids) == "ab a"


def test_generation_stops_at_the_end_of_a_turn_and_at_the_end_of_text():
    shape = LlamaConfig(9, 32, 64, 1, 1, 1, 32, 128, 32)
    config = chat_config(Reader, shape)
    assert config["conv_template"]["stop_token_ids"] == [2, 0]
    assert config["repetition_penalty"] > 0


def test_a_conversation_reads_as_the_model_was_trained_on_it():
    template = conversation_template([2])
    (end,) = template["seps"]
    system = template["system_template"].replace("{system_message}", "Be kind.")
    first = template["roles"]["user"] + template["role_content_sep"] + "Hi" + end
    answer = template["roles"]["assistant"] + template["role_content_sep"] + "Hello" + end
    assert system + first + answer + template["roles"]["user"] == (
        "<|im_start|>system\nBe kind.<|im_end|>\n"
        "<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\nHello<|im_end|>\n"
        "<|im_start|>user"
    )
