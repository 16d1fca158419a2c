"""Disguises a text as people do who want to get past a filter, so that what the normaliser leaves is learnt."""

from __future__ import annotations

import random
from collections.abc import Callable

_LEET = str.maketrans("aeiost", "431057")
_LOOK_ALIKE = str.maketrans("aceopxyi", "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456")


def _swap_case(text: str, rng: random.Random) -> str:
    return text.upper() if rng.random() < 0.5 else text.lower()


def _full_width(text: str, _rng: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _zero_width(text: str, rng: random.Random) -> str:
    return "".join(c + ("\u200b" if rng.random() < 0.3 else "") for c in text)


def _leet(text: str, rng: random.Random) -> str:
    return " ".join(word.translate(_LEET) if rng.random() < 0.5 else word for word in text.split(" "))


def _look_alikes(text: str, rng: random.Random) -> str:
    return " ".join(word.translate(_LOOK_ALIKE) if rng.random() < 0.5 else word for word in text.split(" "))


def _typos(text: str, rng: random.Random) -> str:
    characters = list(text)
    for at in range(1, len(characters) - 1):
        draw = rng.random()
        if draw < 0.02:
            characters[at], characters[at + 1] = characters[at + 1], characters[at]
        elif draw < 0.04:
            characters[at] = ""
    return "".join(characters)


def _apart(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    at = rng.randrange(len(words))
    words[at] = rng.choice((" ", ".", "-")).join(words[at])
    return " ".join(words)


def _no_punctuation(text: str, _rng: random.Random) -> str:
    return text.rstrip(".?!\u3002\uff1f\uff01")


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _swap_case,
    _full_width,
    _zero_width,
    _leet,
    _look_alikes,
    _typos,
    _apart,
    _no_punctuation,
    _no_punctuation,
)


def disguise(text: str, rng: random.Random) -> str:
    """`text` in one of the disguises; the meaning and the labels stay."""
    return rng.choice(_WAYS)(text, rng)
