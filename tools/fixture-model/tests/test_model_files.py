"""The committed files are small and are what WebLLM expects."""

import json

import pytest
from fixture_model import DIALOGUES_PATH, MODEL_DIR
from fixture_model.chat_template import SPECIAL_TOKENS, ConversationEncoder, Exchange, conversation_text
from fixture_model.dialogues import load_dialogues
from fixture_model.numpy_model import count_parameters, load_shape
from tokenizers import Tokenizer

MAX_WEIGHT_BYTES = 1_600_000
MAX_PARAMETERS = 3_000_000
MAX_VOCAB_SIZE = 2048


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))


@pytest.fixture(scope="module")
def chat_config() -> dict:
    return json.loads((MODEL_DIR / "mlc-chat-config.json").read_text(encoding="utf-8"))


def test_the_weights_fit_into_one_small_shard():
    assert [path.name for path in MODEL_DIR.glob("params_shard_*.bin")] == ["params_shard_0.bin"]
    assert (MODEL_DIR / "params_shard_0.bin").stat().st_size <= MAX_WEIGHT_BYTES


def test_the_model_has_at_most_three_million_parameters():
    assert count_parameters(MODEL_DIR) <= MAX_PARAMETERS


def test_the_tokenizer_has_no_more_entries_than_the_model(tokenizer):
    assert tokenizer.get_vocab_size() <= load_shape(MODEL_DIR).vocab_size <= MAX_VOCAB_SIZE


def test_the_special_tokens_have_the_ids_that_the_chat_configuration_names(tokenizer, chat_config):
    assert [tokenizer.token_to_id(token) for token in SPECIAL_TOKENS] == [
        chat_config["pad_token_id"],
        chat_config["bos_token_id"],
        chat_config["eos_token_id"],
    ]
    assert chat_config["conv_template"]["stop_token_ids"] == [chat_config["eos_token_id"]]


def test_merges_are_written_as_text_because_webllms_tokenizer_reads_no_pairs():
    content = json.loads((MODEL_DIR / "tokenizer.json").read_text(encoding="utf-8"))
    assert all(isinstance(merge, str) for merge in content["model"]["merges"])


def test_the_chat_configuration_decodes_greedily_and_carries_the_penalty_that_webllm_requires(chat_config):
    assert chat_config["temperature"] == 0
    assert chat_config["top_p"] == 1
    assert chat_config["repetition_penalty"] == 1


def test_the_chat_configuration_agrees_with_the_shape(chat_config):
    shape = load_shape(MODEL_DIR)
    assert chat_config["context_window_size"] == shape.context_window
    assert chat_config["prefill_chunk_size"] == shape.prefill_chunk
    assert chat_config["vocab_size"] == shape.vocab_size


def test_a_conversation_encoded_as_one_string_has_the_tokens_of_its_pieces(tokenizer):
    encoder = ConversationEncoder(tokenizer)
    for dialogue in load_dialogues(DIALOGUES_PATH):
        exchanges = [Exchange(turn.user, turn.assistant) for turn in dialogue.turns]
        whole = tokenizer.encode(conversation_text("You are kind.", exchanges)).ids
        assert whole == encoder.encode("You are kind.", exchanges).token_ids.tolist(), dialogue.id


def test_every_reply_survives_encoding_and_decoding(tokenizer):
    for dialogue in load_dialogues(DIALOGUES_PATH):
        for turn in dialogue.turns:
            assert tokenizer.decode(tokenizer.encode(turn.assistant).ids) == turn.assistant, dialogue.id
