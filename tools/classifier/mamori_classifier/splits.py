"""Which rows train, which choose thresholds and which only report.

Loss on held-out rows of a training source says little: sources are recognised by their style. So whole sources are kept
out: some to choose thresholds on kinds of text that the model has not met, others to report how that went.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from .corpus import Row

Part = Literal["train", "development", "threshold", "report"]

_HELD_OUT = json.loads((Path(__file__).resolve().parents[1] / "held-out-sources.json").read_text("utf-8"))

REPORT_SOURCES = frozenset(_HELD_OUT["report"])
"""Benign sources of every language that neither training nor thresholds ever see."""

THRESHOLD_SOURCES = frozenset(_HELD_OUT["threshold"])
"""Benign sources that only choose thresholds."""

DEVELOPMENT_SHARE = 0.1


def fraction(text: str) -> float:
    """A fixed pseudo-random number in [0, 1) for `text`: the same on every machine and in every run."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32


def part_of(row: Row) -> Part:
    """Where a row belongs."""
    if row.source in REPORT_SOURCES or row.split == "test":
        return "report"
    if row.source in THRESHOLD_SOURCES or row.split == "calibration":
        return "threshold"
    if row.split == "development":
        return "development"
    if row.source in ("written", "seed") and fraction(row.group) < DEVELOPMENT_SHARE:
        return "development"
    return "train"
