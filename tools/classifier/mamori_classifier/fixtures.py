"""Writes what the TypeScript side is tested against: `python -m mamori_classifier.fixtures`.

`normaliser.json`: 500 strings and their normalised forms. `classifier.json`: 300 strings with the probabilities of
all heads and what level `standard` makes of them.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from tokenizers import Tokenizer

from .augment import disguise
from .inference import OnnxClassifier
from .labels import LANGUAGES
from .normalise import normalise
from .seeds import load_seeds
from .thresholds import judge, probabilities
from .vocabulary import TextEncoder

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "classifier"
MODEL = Path(__file__).resolve().parents[1] / "model"

NORMALISED = 500
CLASSIFIED = 300
EMOJI = ("😀", "👨‍👩‍👧", "🔥", "🇯🇵", "👍🏽", "❤️", "🤖")
# One range each of what a normaliser may trip over.
TRICKY_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x300, 0x36F),
    (0x391, 0x3C9),
    (0x410, 0x44F),
    (0x1100, 0x11FF),
    (0x2000, 0x206F),
    (0x2460, 0x24FF),
    (0x3041, 0x30FF),
    (0x3131, 0x318E),
    (0x4E00, 0x4E60),
    (0xAC00, 0xAC80),
    (0xE000, 0xE010),
    (0xFE00, 0xFE0F),
    (0xFF01, 0xFFEF),
    (0x1D400, 0x1D44F),
    (0x1F600, 0x1F64F),
    (0xE0020, 0xE007F),
)


def _tricky(rng: random.Random) -> str:
    return "".join(chr(rng.randint(*rng.choice(TRICKY_RANGES))) for _ in range(rng.randrange(1, 40)))


def _mixed(text: str, other: str, rng: random.Random) -> str:
    """`text` with an emoji somewhere, or with words of another language behind it."""
    at = rng.randrange(len(text) + 1)
    if rng.random() < 0.6:
        return f"{text[:at]}{rng.choice(EMOJI)}{text[at:]}"
    return f"{text} {other[: rng.randrange(4, 20)]}"


def make_texts(count: int, rng: random.Random) -> list[tuple[str, str]]:
    """`count` texts with their side: plain, disguised and mixed in turn, the languages in turn as well."""
    seeds = [seed for seed in load_seeds() if seed.split == "test"]
    chosen = rng.sample(seeds, min(len(seeds), count // len(LANGUAGES) + 1))
    made = []
    for turn, seed in enumerate(chosen):
        for language in LANGUAGES:
            text = seed.texts[language]
            if turn >= len(chosen) // 2:
                text = (
                    disguise(text, rng) if rng.random() < 0.5 else _mixed(text, seed.texts[rng.choice(LANGUAGES)], rng)
                )
            made.append((text, seed.side))
    return made[:count]


def write_normaliser_fixture(rng: random.Random) -> None:
    """500 strings: from the seeds, disguised, and of characters drawn from tricky ranges."""
    texts = [text for text, _side in make_texts(NORMALISED // 2, rng)]
    texts = [disguise(text, rng) for text in texts]
    texts += [_tricky(rng) for _ in range(NORMALISED - len(texts))]
    pairs = [{"text": text, "normalised": normalise(text)} for text in texts]
    (FIXTURES / "normaliser.json").write_text(json.dumps(pairs, indent=0) + "\n")


def write_classifier_fixture(rng: random.Random) -> None:
    """300 strings, judged by the shipped model."""
    encoder = TextEncoder(Tokenizer.from_file(str(MODEL / "tokenizer.json")))
    profile = json.loads((MODEL / "classifier.json").read_text("utf-8"))
    texts = make_texts(CLASSIFIED, rng)
    classifier = OnnxClassifier(MODEL / "classifier.onnx", encoder)
    found = classifier.score([text for text, _side in texts], [side for _text, side in texts])
    entries = []
    for (text, side), row, language, is_long in zip(texts, found.logits, found.languages, found.is_long, strict=True):
        heads = probabilities(row, language, is_long, profile)
        finding = judge(heads, language, "standard", profile)
        rounded = {head: round(probability, 4) for head, probability in heads.items()}
        entries.append({"text": text, "side": side, "heads": rounded, "finding": finding})
    (FIXTURES / "classifier.json").write_text(json.dumps(entries, indent=0) + "\n")


def main() -> None:
    """Writes both files; the same every time for the same seeds and model."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    write_normaliser_fixture(random.Random(1))
    write_classifier_fixture(random.Random(2))


if __name__ == "__main__":
    main()
