"""Runs an exported classifier the way the application does: one window at a time, one thread a session."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from .labels import HEADS
from .normalise import normalise
from .vocabulary import TextEncoder
from .windows import cut_windows, detect_language


@dataclass(frozen=True)
class Scored:
    """What a classifier made of some texts."""

    logits: np.ndarray
    """Highest logits over each text's windows, [texts, heads]."""
    languages: list[str]
    is_long: np.ndarray
    """Whether a text was read in more than one window, bool [texts]."""


class OnnxClassifier:
    """Logits and languages of texts, from an ONNX file."""

    def __init__(self, model: Path, encoder: TextEncoder, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._encoder = encoder
        self._threads = threads

    def _run(self, framed: Sequence[int]) -> np.ndarray:
        ids = np.array([framed], dtype=np.int32)
        return self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]

    def _score(self, ids: Sequence[int], side: str) -> tuple[np.ndarray, bool]:
        frame_tokens = len(self._encoder.prefixes[side]) + 2
        windows = cut_windows(len(ids), frame_tokens)
        logits = [self._run(self._encoder.frame(ids[start:end], side)) for start, end in windows]
        return np.max(logits, axis=0), len(windows) > 1

    def score(self, texts: Sequence[str], sides: Sequence[str]) -> Scored:
        """Reads every text in its windows."""
        normalised = [normalise(text) for text in texts]
        encoded = self._encoder.encode_many(normalised)
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._score, encoded, sides))
        return Scored(
            np.array([logits for logits, _is_long in rows]).reshape(-1, len(HEADS)),
            [detect_language(text) for text in normalised],
            np.array([is_long for _logits, is_long in rows], dtype=bool),
        )
