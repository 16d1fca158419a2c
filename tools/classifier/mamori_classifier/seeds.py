"""Reads the seed texts: ideas written for this classifier, each in four languages.

A folder holds `train/` and `test/`; a file holds one category. What is in `test/` never trains and never chooses a
threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .corpus import Row, read_jsonl
from .labels import CATEGORIES, LANGUAGES

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SPLITS = ("train", "test")

Kind = Literal["risk", "twin", "ordinary", "refusal", "look-alike"]
"""`risk`: must be found. `twin`: harmless, shares words with risks. `ordinary`: plain harmless text. `refusal`: an
assistant declines. `look-alike`: sounds like a refusal and is none."""

RISK_SEVERITY = 2


@dataclass(frozen=True)
class Seed:
    """One idea in four languages."""

    id: str
    split: str
    category: str
    """A risk category for `risk` and `twin`, otherwise a theme."""
    kind: Kind
    side: str
    form: str
    texts: dict[str, str]


def load_seeds(folder: Path = SEEDS) -> list[Seed]:
    """All ideas, sorted by file and order within it."""
    return list(_read(folder))


def _read(folder: Path) -> Iterator[Seed]:
    for split in SPLITS:
        for path in sorted((folder / split).glob("*.jsonl")):
            for entry in read_jsonl(path):
                yield Seed(
                    id=entry["id"],
                    split=split,
                    category=entry["category"],
                    kind=entry["kind"],
                    side=entry["side"],
                    form=entry["form"],
                    texts={language: entry[language] for language in LANGUAGES},
                )


def _labels(seed: Seed) -> frozenset[str]:
    match seed.kind:
        case "risk":
            return frozenset({seed.category})
        case "refusal":
            return frozenset({"refusal"})
        case "twin" | "ordinary" | "look-alike":
            return frozenset()


def _theme(seed: Seed) -> str:
    """As in the corpus: `cyber-h` for a risk, `cyber-b` for its twins."""
    if seed.category not in CATEGORIES:
        return seed.category
    return f"{seed.category}-{'h' if seed.kind == 'risk' else 'b'}"


def rows_of(seed: Seed) -> list[Row]:
    """The idea's texts as rows, one a language."""
    return [
        Row(
            text=text,
            language=language,
            side=seed.side,
            labels=_labels(seed),
            severity=RISK_SEVERITY if seed.kind == "risk" else 0,
            source="seed",
            group=f"seed:{seed.id}",
            theme=_theme(seed),
            split="test" if seed.split == "test" else None,
        )
        for language, text in seed.texts.items()
    ]


def load_seed_rows(folder: Path = SEEDS) -> list[Row]:
    """Every text of every seed."""
    return [row for seed in load_seeds(folder) for row in rows_of(seed)]
