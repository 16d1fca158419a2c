"""The personal data in the dialogues carry valid check digits, and the decoys next to them do not."""

import checksums
import pytest
from fixture_model import DIALOGUES_PATH, MODEL_DIR
from fixture_model.dialogues import load_dialogues
from tokenizers import Tokenizer


@pytest.fixture(scope="module")
def replies() -> dict[str, str]:
    """Reply text by dialogue id, without the line ends and separators that split a number."""
    separators = str.maketrans("", "", "\n -")
    return {d.id: d.turns[0].assistant.translate(separators) for d in load_dialogues(DIALOGUES_PATH)}


@pytest.mark.parametrize(
    ("dialogue_id", "number", "is_valid"),
    [
        ("pii-card-en", "4111111111111111", checksums.passes_luhn),
        ("pii-card-en", "5555555555554444", checksums.passes_luhn),
        ("pii-card-en", "378282246310005", checksums.passes_luhn),
        ("pii-card-ja", "3566002020360505", checksums.passes_luhn),
        ("pii-company-zh", "6200000000000005", checksums.passes_luhn),
        ("pii-iban-en", "GB82WEST12345698765432", checksums.is_iban),
        ("pii-iban-en", "DE89370400440532013000", checksums.is_iban),
        ("pii-ssn-en", "1234567893", checksums.is_npi),
        ("pii-my-number-ja", "123456789018", checksums.is_my_number),
        ("pii-company-ja", "7123456789012", checksums.is_japanese_corporate_number),
        ("pii-company-ja", "301234567810", checksums.is_japanese_driver_licence),
        ("pii-rrn-ko", "9001011234568", checksums.is_resident_registration_number),
        ("pii-rrn-ko", "8805155123453", checksums.is_foreigner_registration_number),
        ("pii-brn-ko", "1234567891", checksums.is_korean_business_number),
        ("pii-resident-id-zh", "11010519491231002X", checksums.is_chinese_resident_id),
        ("pii-company-zh", "91350100M000100Y43", checksums.is_unified_social_credit_code),
        ("pii-crypto-en", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", checksums.is_base58check),
    ],
)
def test_a_number_in_a_reply_has_a_valid_check_digit(replies, dialogue_id, number, is_valid):
    assert number in replies[dialogue_id]
    assert is_valid(number)


@pytest.mark.parametrize(
    ("dialogue_id", "number", "is_valid"),
    [
        ("pii-card-ja", "4111111111111112", checksums.passes_luhn),
        ("pii-my-number-ja", "123456789012", checksums.is_my_number),
        ("pii-resident-id-zh", "110105194912310021", checksums.is_chinese_resident_id),
    ],
)
def test_a_decoy_in_a_reply_has_a_wrong_check_digit(replies, dialogue_id, number, is_valid):
    assert number in replies[dialogue_id]
    assert not is_valid(number)


def test_no_card_number_arrives_in_one_token():
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    assert max(len(token.strip("Ġ")) for token in tokenizer.get_vocab() if token.strip("Ġ").isdigit()) < 13
