"""Checks that the seeds teach meaning and not form: `python -m mamori_classifier.check_seeds`.

A classifier learns whatever tells risks from twins. So both kinds must be alike in number, length, form and language,
and no idea may stand on both sides of the split.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from .labels import CATEGORIES, LANGUAGES
from .normalise import normalise
from .seeds import SEEDS, Seed, load_seeds
from .windows import detect_language

COUNT_RATIO = 2.0
"""At most this many times as many seeds of one kind as of the other, in every category."""
LENGTH_RATIO = 1.4
"""At most this many times as long, by the median of characters in a language."""
FORM_SHARE_GAP = 0.12
"""At most this difference in the share of a form between risks and twins."""
TEST_SHARE = (0.15, 0.35)
SAME_IDEA = 0.5
"""Jaccard similarity of character trigrams from which two texts count as variants of one idea."""
HASHED_TRIGRAMS = 16_384
MINIMUM_LANGUAGE_SHARE = 0.95


def trigram_vectors(texts: Sequence[str]) -> np.ndarray:
    """Float32 [texts, hashed trigrams] of zeros and ones."""
    vectors = np.zeros((len(texts), HASHED_TRIGRAMS), dtype=np.float32)
    for row, text in enumerate(texts):
        padded = f" {normalise(text).lower()} "
        for at in range(len(padded) - 2):
            vectors[row, zlib.crc32(padded[at : at + 3].encode()) % HASHED_TRIGRAMS] = 1
    return vectors


def similarities(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Jaccard similarity of every row of `first` with every row of `second`."""
    shared = first @ second.T
    return shared / (first.sum(1)[:, None] + second.sum(1)[None, :] - shared)


def _ratio(a: float, b: float) -> float:
    return max(a, b) / max(min(a, b), 1e-9)


def _check_counts(seeds: Sequence[Seed]) -> Iterator[str]:
    counts = Counter((seed.category, seed.kind, seed.side) for seed in seeds)
    for category in CATEGORIES:
        risks, twins = counts[category, "risk", "prompt"], counts[category, "twin", "prompt"]
        if not risks or not twins or _ratio(risks, twins) > COUNT_RATIO:
            yield f"{category}: {risks} risks and {twins} twins"
    replies = Counter(seed.kind for seed in seeds if seed.side == "response")
    for harmful, harmless in (("risk", "twin"), ("refusal", "look-alike")):
        if _ratio(replies[harmful], replies[harmless]) > COUNT_RATIO:
            yield f"replies: {replies[harmful]} {harmful} and {replies[harmless]} {harmless}"
    share = sum(seed.split == "test" for seed in seeds) / len(seeds)
    if not TEST_SHARE[0] <= share <= TEST_SHARE[1]:
        yield f"{share:.0%} of the seeds are for testing"


def _check_lengths(seeds: Sequence[Seed]) -> Iterator[str]:
    for language in LANGUAGES:
        for side in ("prompt", "response"):
            lengths = {
                kind: median(len(seed.texts[language]) for seed in seeds if seed.kind == kind and seed.side == side)
                for kind in ("risk", "twin")
            }
            if _ratio(lengths["risk"], lengths["twin"]) > LENGTH_RATIO:
                yield f"{language}, {side}: risks have {lengths['risk']:.0f} characters, twins {lengths['twin']:.0f}"


def _check_forms(seeds: Sequence[Seed]) -> Iterator[str]:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in seeds:
        if seed.side == "prompt":
            forms[seed.kind][seed.form] += 1
    for form in sorted(forms["risk"] | forms["twin"]):
        shares = [forms[kind][form] / forms[kind].total() for kind in ("risk", "twin")]
        if abs(shares[0] - shares[1]) > FORM_SHARE_GAP:
            yield f"{form}: {shares[0]:.0%} of the risks, {shares[1]:.0%} of the twins"


def _check_languages(seeds: Sequence[Seed]) -> Iterator[str]:
    for language in LANGUAGES:
        right = sum(detect_language(normalise(seed.texts[language])) == language for seed in seeds)
        if right < MINIMUM_LANGUAGE_SHARE * len(seeds):
            yield f"{language}: only {right} of {len(seeds)} texts are in that language"


def _check_duplicates(seeds: Sequence[Seed]) -> Iterator[str]:
    for seed_id, count in Counter(seed.id for seed in seeds).items():
        if count > 1:
            yield f"{seed_id}: {count} seeds with this id"
    for language in LANGUAGES:
        at: dict[str, str] = {}
        for seed in seeds:
            text = normalise(seed.texts[language]).lower()
            if text in at:
                yield f"{seed.id} and {at[text]} are the same in {language}"
            at[text] = seed.id


def _check_split(seeds: Sequence[Seed]) -> Iterator[str]:
    train = [seed for seed in seeds if seed.split == "train"]
    test = [seed for seed in seeds if seed.split == "test"]
    for language in LANGUAGES:
        found = similarities(
            trigram_vectors([seed.texts[language] for seed in test]),
            trigram_vectors([seed.texts[language] for seed in train]),
        )
        for row, column in np.argwhere(found >= SAME_IDEA):
            yield f"{test[row].id} (test) and {train[column].id} (train) are one idea in {language}"


def check(seeds: Sequence[Seed]) -> list[str]:
    """What is wrong with the seeds; empty if nothing is."""
    checks = (_check_counts, _check_lengths, _check_forms, _check_languages, _check_duplicates, _check_split)
    return [problem for one in checks for problem in one(seeds)]


def main(folder: Path = SEEDS) -> int:
    """Prints counts and problems; returns the exit status."""
    seeds = load_seeds(folder)
    counts = Counter((seed.split, seed.side, seed.kind) for seed in seeds)
    for (split, side, kind), count in sorted(counts.items()):
        print(f"{split:6} {side:9} {kind:11} {count:5} ideas, {count * len(LANGUAGES):6} texts")
    problems = check(seeds)
    print("\n".join(problems) if problems else "balanced, no duplicates, no idea on both sides")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
