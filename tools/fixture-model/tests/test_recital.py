"""The committed weights recite: computed in NumPy from the shards, token by token, as greedy decoding would."""

import pytest
from fixture_model import DIALOGUES_PATH, MODEL_DIR
from fixture_model.dialogues import load_dialogues
from fixture_model.numpy_model import NumpyModel
from fixture_model.verify import Recital, Verifier
from tokenizers import Tokenizer

# Logits on a GPU differ from NumPy's in the fifth digit or so; a hundred times that is a safe distance.
MIN_MARGIN = 0.5
MIN_EXACT_IN_CONVERSATIONS = 0.98
MIN_EXACT_UNDER_OTHER_SYSTEM_MESSAGES = 0.98
MIN_EXACT_AFTER_A_STOP = 0.9
MIN_EXACT_FALLBACKS = 0.95


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    return Verifier(NumpyModel(MODEL_DIR), tokenizer, load_dialogues(DIALOGUES_PATH))


def share_exact(recitals: list[Recital]) -> float:
    return sum(recital.is_exact for recital in recitals) / len(recitals)


def test_every_dialogue_alone_is_recited_exactly_with_its_end_and_with_room_to_spare(verifier):
    recitals = verifier.alone()
    assert [recital.name for recital in recitals if not recital.is_exact] == []
    assert [recital.name for recital in recitals if recital.smallest_margin < MIN_MARGIN] == []


def test_the_endless_reply_goes_on_to_the_end_of_the_context(verifier):
    recitals = verifier.endless()
    assert recitals
    assert all(recital.is_exact and recital.smallest_margin >= MIN_MARGIN for recital in recitals)


def test_dialogues_are_recited_one_after_the_other_in_a_conversation(verifier):
    assert share_exact(verifier.conversations()) >= MIN_EXACT_IN_CONVERSATIONS


def test_the_system_message_does_not_change_the_replies(verifier):
    assert share_exact(verifier.other_system_messages()) >= MIN_EXACT_UNDER_OTHER_SYSTEM_MESSAGES


def test_continuing_a_stopped_reply_gives_the_text_written_for_it(verifier):
    assert share_exact(verifier.continued_after_stops()) >= MIN_EXACT_AFTER_A_STOP


def test_after_an_endless_reply_cut_off_anywhere_the_question_that_tests_go_on_with_is_answered(verifier):
    recitals = verifier.after_endless_cut("thanks-en")
    assert recitals
    assert [recital.name for recital in recitals if recital.smallest_margin < MIN_MARGIN] == []


def test_unknown_prompts_get_the_fallback_reply(verifier):
    assert share_exact(verifier.unknown_prompts()) >= MIN_EXACT_FALLBACKS
