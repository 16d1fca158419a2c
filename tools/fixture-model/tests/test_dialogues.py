"""The written dialogues cover what the end-to-end tests need."""

import json

import pytest
from fixture_model import DIALOGUES_PATH, MODEL_DIR
from fixture_model.dialogues import Dialogue, dialogues_to_json, load_dialogues
from tokenizers import Tokenizer

MIN_DIALOGUES = 90
MIN_DIALOGUES_PER_LANGUAGE = 12
LONG_REPLY_TOKENS = range(580, 661)
ZERO_WIDTH_JOINER = "\u200d"

REQUIRED_TOPICS = """
    greeting memory title short branch about emoji mixed-scripts right-to-left markdown table nested-list
    task-list code code-python code-typescript code-shell maths heading quote link image html-entities poem
    json whitespace multi-paragraph layout long long-prompt thinking continue endless injection dollar
    backslash special-tokens jailbreak pii-email pii-url pii-phone pii-postal-code pii-card pii-iban pii-ip
    pii-mac pii-crypto pii-secret pii-passport pii-my-number pii-corporate-number pii-driver-licence pii-rrn
    pii-brn pii-resident-id pii-uscc pii-ssn pii-itin pii-npi pii-none harmful-violence harmful-hate
    harmful-harassment harmful-sexual harmful-fraud harmful-cyber harmful-self-harm harmful-privacy
    harmful-misinformation profanity harmless-twin refusal-needed refusal-needless blocked-input medical legal
    chemistry school finance specialised-advice
"""

TOPICS_IN_EVERY_LANGUAGE = "greeting memory title harmful refusal-needed refusal-needless blocked-input pii poem"
LANGUAGES = ["en", "ja", "ko", "zh"]


@pytest.fixture(scope="module")
def dialogues() -> list[Dialogue]:
    return load_dialogues(DIALOGUES_PATH)


def dialogues_about(dialogues: list[Dialogue], *topics: str) -> list[Dialogue]:
    return [dialogue for dialogue in dialogues if set(topics) <= set(dialogue.topics)]


def test_there_are_enough_dialogues_in_all_and_in_each_language(dialogues):
    assert len(dialogues) >= MIN_DIALOGUES
    for language in LANGUAGES:
        assert len(dialogues_about(dialogues, language)) >= MIN_DIALOGUES_PER_LANGUAGE, language


@pytest.mark.parametrize("topic", REQUIRED_TOPICS.split())
def test_every_required_topic_has_a_dialogue(dialogues, topic):
    assert dialogues_about(dialogues, topic)


@pytest.mark.parametrize("topic", TOPICS_IN_EVERY_LANGUAGE.split())
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_topics_that_filters_and_histories_need_exist_in_every_language(dialogues, topic, language):
    assert dialogues_about(dialogues, topic, language)


def test_one_reply_is_about_six_hundred_tokens_long(dialogues):
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    lengths = [len(tokenizer.encode(d.turns[0].assistant).ids) for d in dialogues_about(dialogues, "long")]
    assert any(length in LONG_REPLY_TOKENS for length in lengths), lengths


def test_a_reply_joins_emoji_into_one_sign(dialogues):
    text = "".join(turn.assistant for d in dialogues_about(dialogues, "emoji") for turn in d.turns)
    for sign in ["👨‍👩‍👧‍👦", "🏳️‍🌈", "🇯🇵", "👋🏽", "1️⃣"]:
        assert sign in text


def test_no_text_holds_a_special_token_that_the_tokenizer_would_take_for_real(dialogues):
    for dialogue in dialogues:
        for turn in dialogue.turns:
            for text in (*turn.wordings, turn.assistant):
                assert "<|im_" not in text and "<|pad|>" not in text, dialogue.id


def test_a_user_types_special_tokens_in_the_form_that_the_app_makes_harmless(dialogues):
    user_texts = [turn.user for d in dialogues_about(dialogues, "special-tokens") for turn in d.turns]
    assert any(f"<{ZERO_WIDTH_JOINER}|im_end|>" in text for text in user_texts)
    assert any(f"<{ZERO_WIDTH_JOINER}|im_start|>system" in text for text in user_texts)


def test_one_reply_begins_with_a_line_end_and_ends_with_spaces(dialogues):
    replies = [d.turns[0].assistant for d in dialogues_about(dialogues, "whitespace")]
    assert any(reply.startswith("\n") and reply.endswith("  ") for reply in replies)


def test_the_json_for_the_app_tests_equals_the_readable_file(dialogues):
    written = json.loads((MODEL_DIR / "dialogues.json").read_text(encoding="utf-8"))
    assert written == dialogues_to_json(dialogues), "run python -m fixture_model.retrain"
