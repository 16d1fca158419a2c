"""Calibrates an exported classifier and measures int8's cost: `python -m mamori_classifier.calibrate --data FOLDER`."""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .corpus import Row, targets
from .examples import is_written
from .inference import OnnxClassifier
from .labels import HEAD_INDEX, HEADS
from .splits import part_of
from .thresholds import TWINS, make_profile
from .vocabulary import TextEncoder

DEVELOPMENT_CAP = 80
"""Most development rows of one source, language and kind."""
THRESHOLD_CAP = 400
"""Most threshold rows of one source and language."""
COMPARED_ROWS = 1_500
"""Development rows on which int8 and float32 are compared."""


def _sample(rows: Sequence[Row], cap: int, seed: int) -> list[Row]:
    rng = random.Random(seed)
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.source, row.language, row.theme if row.labels else "", bool(row.labels)].append(row)
    return [row for _key, group in sorted(groups.items()) for row in rng.sample(group, min(cap, len(group)))]


def _chooses_thresholds(row: Row) -> bool:
    """Benign text of sources that did not train, and held-out twins: what is hardest to tell from a risk."""
    if row.labels:
        return False
    return part_of(row) == "threshold" or (part_of(row) == "development" and is_written(row))


def average_precision(scores: np.ndarray, positive: np.ndarray) -> float:
    """Area under the precision-recall curve by steps, as scikit-learn defines it."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(positive[order])
    precision = hits / np.arange(1, len(order) + 1)
    return float((precision * positive[order]).sum() / max(positive.sum(), 1))


def _mean_average_precision(logits: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    by_head = {}
    for head in HEADS:
        at = HEAD_INDEX[head]
        known = ~np.isnan(wanted[:, at])
        positive = wanted[known, at] >= 0.5
        if positive.sum() >= 20:
            by_head[head] = round(average_precision(logits[known, at], positive), 4)
    return by_head


def calibrate(rows: Sequence[Row], folder: Path, version: str, seed: int) -> None:
    """Writes `classifier.json` and `training.json` for the model in `folder`."""
    encoder = TextEncoder(Tokenizer.from_file(str(folder / "tokenizer.json")))
    quantized = OnnxClassifier(folder / "classifier.onnx", encoder)

    development = _sample([row for row in rows if part_of(row) == "development"], DEVELOPMENT_CAP, seed)
    found = quantized.score([row.text for row in development], [row.side for row in development])
    wanted = np.stack([targets(row) for row in development])

    benign = _sample([row for row in rows if _chooses_thresholds(row)], THRESHOLD_CAP, seed)
    benign_found = quantized.score([row.text for row in benign], [row.side for row in benign])
    sources = [TWINS if row.theme.endswith("-b") else f"{row.source}, {part_of(row)}" for row in benign]
    profile = make_profile(version, found, wanted, benign_found, sources)
    (folder / "classifier.json").write_text(json.dumps(profile, indent=1) + "\n")

    compared = random.Random(seed).sample(range(len(development)), min(COMPARED_ROWS, len(development)))
    full = OnnxClassifier(folder / "classifier.float.onnx", encoder)
    full_found = full.score([development[i].text for i in compared], [development[i].side for i in compared])
    record = {
        "version": version,
        "seed": seed,
        "trainedRows": sum(part_of(row) == "train" for row in rows),
        "thresholdRows": len(benign),
        "comparedRows": len(compared),
        "averagePrecisionInt8": _mean_average_precision(found.logits[compared], wanted[compared]),
        "averagePrecisionFloat32": _mean_average_precision(full_found.logits, wanted[compared]),
    }
    (folder / "training.json").write_text(json.dumps(record, indent=1) + "\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Chooses thresholds again for a model that exists."""
    from .retrain import MODEL_FOLDER, VERSION, load_rows

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the corpus")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder of the model")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    calibrate(load_rows(options.data), options.out, VERSION, options.seed)


if __name__ == "__main__":
    main()
