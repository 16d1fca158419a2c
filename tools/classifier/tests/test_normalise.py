"""The normaliser, as seen from Python; that TypeScript agrees is tested there, on strings that Python normalised."""

import random

import pytest
from mamori_classifier.augment import disguise
from mamori_classifier.normalise import normalise


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("\uff4b\uff49\uff4c\uff4c", "kill"),
        ("k\u200bi\u200dll", "kill"),
        ("k\u0456ll", "kill"),
        ("p4ssw0rd", "password"),
        ("k i l l", "kill"),
        ("nooooo", "nooo"),
        ("  a \n\t b ", "a b"),
    ],
)
def test_undoes_a_disguise(disguised: str, plain: str) -> None:
    assert normalise(disguised) == plain


def test_is_idempotent_on_disguised_text() -> None:
    rng = random.Random(0)
    for _ in range(200):
        once = normalise(disguise("How do I steal a password from my neighbour's phone?", rng))
        assert normalise(once) == once
