"""Loads the training corpus (its README names sources and licences) and tells which heads each row can teach.

A source labels only what it judged. For every other head its rows are unknown, not negative: `targets` marks them with
NaN and the loss leaves them out.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .labels import APART_CATEGORIES, CATEGORIES, HEAD_INDEX, HEADS, TOXIC_CATEGORIES

# What sources of insults and hate judged. They hold no requests, so they are also negative for these heads.
TOXICITY_SOURCES = {
    "BEEP!": {"hate", "harassment_profanity"},
    "COLD": {"hate", "harassment_profanity"},
    "ConvAbuse": {"harassment_profanity", "sexual", "hate"},
    "Curse-detection": {"harassment_profanity"},
    "Davidson": {"hate", "harassment_profanity"},
    "DiaSafety": {"harassment_profanity", "hate", "specialised_advice"},
    "EDOS": {"hate"},
    "Japanese toxic subset": {"harassment_profanity", "hate", "sexual"},
    "KODOLI": {"harassment_profanity"},
    "KoSBi": {"hate"},
    "ParaDetox": {"harassment_profanity"},
    "Toxic Spans": {"harassment_profanity"},
    "ZIZUN": {"harassment_profanity"},
}
NEVER_IN_TOXICITY_SOURCES = {"cyber", "prompt_attack"}

CORPUS_FILES = (
    "train.jsonl.gz",
    "train2.jsonl.gz",
    "dev.jsonl.gz",
    "dev2.jsonl.gz",
    "written_parallel_a.jsonl",
    "written_parallel_b.jsonl",
    "written_general_en_zh.jsonl",
    "written_general_ja_ko.jsonl",
)

# Benign by nature, but not judged for these heads.
NOT_JUDGED = {
    "Chinese medical Q&A": {"specialised_advice", "self_harm"},
    "Counsel Chat": {"specialised_advice", "self_harm"},
    "GAOKAO-Bench": {"specialised_advice"},
    "JMMLU": {"specialised_advice"},
}

# Rows of these sources describe bad acts or quarrels: too unlike a chat to say that a text is harmless.
BENIGN_BUT_GRIM = {"JCommonsenseMorality"}


_RELATED_PAIRS = (
    ("hate", "harassment_profanity"),
    ("cyber", "privacy"),
    ("cyber", "illegal_goods_fraud"),
    ("privacy", "harassment_profanity"),
    ("sexual", "minors"),
    ("violence_weapons", "illegal_goods_fraud"),
    ("violence_weapons", "minors"),
    ("misinformation_defamation_ip", "illegal_goods_fraud"),
    ("misinformation_defamation_ip", "hate"),
)
RELATED_CATEGORIES = {
    category: tuple(other for pair in _RELATED_PAIRS if category in pair for other in pair if other != category)
    for category in CATEGORIES
}
"""A request is filed under one category, but one of these may fit as well."""
RELATED_TARGET = 0.25


@dataclass(frozen=True)
class Row:
    """One text with what is known about it."""

    text: str
    language: str
    side: str
    labels: frozenset[str]
    severity: int | None
    source: str
    group: str
    """Rows with the same group never stand on two sides of a split."""
    theme: str = ""
    split: str | None = None
    """What the row's own file says: `train`, `calibration`, `test` or nothing."""


def read_jsonl(path: Path) -> list[dict]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _to_row(entry: dict, at: int) -> Row:
    source = entry["source"]
    theme = entry.get("theme") or ""
    idea = entry.get("idea")
    return Row(
        text=entry["text"],
        language=entry["lang"],
        side=entry["side"],
        labels=frozenset(entry["labels"]),
        severity=entry["severity"],
        source=source,
        group=f"{source}:{idea or entry.get('id') or at}",
        theme=theme if source != "written" or not idea else idea.rsplit("-", 1)[0],
        split=entry.get("split"),
    )


def load_corpus(folder: Path) -> list[Row]:
    """All rows of the corpus in `folder`; its `dev*` files are kept for development."""
    rows = []
    for name in CORPUS_FILES:
        for at, entry in enumerate(read_jsonl(folder / name)):
            row = _to_row(entry, at)
            rows.append(replace(row, split="development") if name.startswith("dev") else row)
    return rows


def _unjudged(row: Row) -> set[str]:
    if row.source in TOXICITY_SOURCES:
        judged = TOXICITY_SOURCES[row.source] | NEVER_IN_TOXICITY_SOURCES
        unjudged = set(CATEGORIES) - judged
        if row.side == "response":
            unjudged.add("refusal")
        return unjudged
    if "prompt_attack" in row.labels:
        # what the attack is for is not said
        return set(CATEGORIES)
    if row.labels - {"refusal"}:
        return {"specialised_advice"}
    if "refusal" in row.labels:
        return set()
    unjudged = set(NOT_JUDGED.get(row.source, set()))
    if row.source in ("written", "seed") and row.theme.startswith(("self_harm-b", "specialised_advice-b")):
        unjudged.add("specialised_advice")
    return unjudged


def _harmful_target(row: Row) -> float:
    risks = row.labels - {"refusal"}
    if not risks:
        return np.nan if row.source in BENIGN_BUT_GRIM or row.source in TOXICITY_SOURCES else 0.0
    if row.source in TOXICITY_SOURCES or not risks - APART_CATEGORIES:
        return np.nan
    return 0.9 if row.severity == 1 else 1.0


def _toxic_target(row: Row) -> float:
    risks = row.labels - {"refusal"}
    if not risks:
        return 0.0
    if row.source in TOXICITY_SOURCES:
        if not risks & TOXIC_CATEGORIES:
            return np.nan
        return 0.85 if row.severity == 1 else 1.0
    return np.nan


def targets(row: Row) -> np.ndarray:
    """Float32 of one value a head: the probability to learn, NaN where the row teaches nothing."""
    values = np.zeros(len(HEADS), dtype=np.float32)
    for head in _unjudged(row):
        values[HEAD_INDEX[head]] = np.nan
    if row.source not in TOXICITY_SOURCES:
        for label in row.labels:
            for related in RELATED_CATEGORIES.get(label, ()):
                values[HEAD_INDEX[related]] = RELATED_TARGET
    for label in row.labels:
        values[HEAD_INDEX[label]] = 1.0
    if row.side == "prompt":
        values[HEAD_INDEX["refusal"]] = np.nan
    values[HEAD_INDEX["harmful"]] = _harmful_target(row)
    values[HEAD_INDEX["toxic"]] = _toxic_target(row)
    return values
