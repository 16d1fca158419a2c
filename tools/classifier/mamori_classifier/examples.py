"""Turns rows into what the model is trained on: token ids, targets and a weight."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .augment import disguise
from .corpus import TOXICITY_SOURCES, Row, targets
from .labels import LANGUAGES
from .normalise import normalise
from .vocabulary import TextEncoder

CONTENT_TOKENS = 76
"""Most content tokens of an ordinary example: a little over the short window of the application."""
PASTED_TOKENS = 200
"""Most content tokens of an example with pasted material."""

DISGUISED_SHARE = 0.06
PASTED_PER_LANGUAGE = 220
WRITTEN_WEIGHT = 3.0
TOXICITY_CAP = 500
SOURCE_CAP = 900
POSITIVE_CAP = 1_300


@dataclass(frozen=True)
class Example:
    """One training example."""

    ids: list[int]
    targets: np.ndarray
    weight: float
    is_written: bool
    """Whether its text was written for this purpose."""


def is_written(row: Row) -> bool:
    """Whether a row was written for this purpose: the best teachers."""
    return row.source in ("written", "seed") or row.source.startswith(("self-written", "translated"))


def choose_rows(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """A balanced sample: all that was written for the purpose, and of every other source a capped number."""
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.source, row.language, bool(row.labels)].append(row)
    chosen = []
    for (source, _language, positive), members in sorted(groups.items()):
        if is_written(members[0]):
            chosen += members
            continue
        cap = TOXICITY_CAP if source in TOXICITY_SOURCES else POSITIVE_CAP if positive else SOURCE_CAP
        chosen += members if len(members) <= cap else rng.sample(members, cap)
    return chosen


def _weight(row: Row) -> float:
    return WRITTEN_WEIGHT if is_written(row) else 1.0


def _crop(ids: list[int], limit: int, rng: random.Random) -> list[int]:
    """Mostly the beginning, sometimes the end or the middle: all of them are read in the application."""
    if len(ids) <= limit:
        return ids
    draw = rng.random()
    if draw < 0.6:
        return ids[:limit]
    if draw < 0.8:
        return ids[-limit:]
    start = rng.randrange(len(ids) - limit)
    return ids[start : start + limit]


def _pasted(rows: Sequence[Row], rng: random.Random) -> list[tuple[str, Row]]:
    """Requests with a long harmless text before or after them, half of them harmful."""
    made = []
    for language in LANGUAGES:
        of_language = [row for row in rows if row.language == language and row.side == "prompt"]
        long = [row for row in of_language if not row.labels and len(row.text) > (500 if language == "en" else 250)]
        written = [row for row in of_language if is_written(row)]
        if not long:
            continue
        for labelled in (True, False):
            requests = [row for row in written if bool(row.labels) == labelled and len(row.text) < 200]
            for _ in range(PASTED_PER_LANGUAGE if requests else 0):
                request, paste = rng.choice(requests), rng.choice(long).text
                parts = [request.text, paste[: rng.randrange(200, 900)]]
                if rng.random() < 0.5:
                    parts.reverse()
                made.append((rng.choice(("\n\n", "\n", " ")).join(parts), request))
    return made


def build_examples(rows: Sequence[Row], encoder: TextEncoder, seed: int) -> list[Example]:
    """Examples of a sample of `rows`, with disguised copies and pasted material added."""
    rng = random.Random(seed)
    chosen = choose_rows(rows, rng)
    texts = [(row.text, row, CONTENT_TOKENS) for row in chosen]
    disguised = [row for row in chosen if is_written(row) or row.labels]
    for row in rng.sample(disguised, int(len(chosen) * DISGUISED_SHARE)):
        texts.append((disguise(row.text, rng), row, CONTENT_TOKENS))
    texts += [(text, row, PASTED_TOKENS) for text, row in _pasted(chosen, rng)]

    encoded = encoder.encode_many([normalise(text) for text, _row, _limit in texts])
    return [
        Example(encoder.frame(_crop(ids, limit, rng), row.side), targets(row), _weight(row), is_written(row))
        for ids, (_text, row, limit) in zip(encoded, texts, strict=True)
    ]
