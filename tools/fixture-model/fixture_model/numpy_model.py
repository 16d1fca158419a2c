"""The exported model in NumPy, read back from its shards: what the checks run, without PyTorch and without a GPU."""

import json
from pathlib import Path

import numpy as np
from model_library.config import LlamaConfig
from model_library.quantization import dequantize


def load_shape(folder: Path) -> LlamaConfig:
    return LlamaConfig(**json.loads((folder / "shape.json").read_text(encoding="utf-8")))


def load_parameters(folder: Path) -> dict[str, np.ndarray]:
    """Every tensor of the shards by name; a pair NAME.codes, NAME.affine becomes float32 NAME (rows, cols)."""
    raw: dict[str, np.ndarray] = {}
    for shard in json.loads((folder / "tensor-cache.json").read_text(encoding="utf-8"))["records"]:
        data = (folder / shard["dataPath"]).read_bytes()
        for record in shard["records"]:
            start = record["byteOffset"]
            values = np.frombuffer(data[start : start + record["nbytes"]], dtype=record["dtype"])
            raw[record["name"]] = values.reshape(record["shape"])
    parameters = {name: values for name, values in raw.items() if name.endswith(".weight")}
    for name in raw:
        base, _, kind = name.rpartition(".")
        if kind == "codes":
            parameters[base] = dequantize(raw[name], raw[f"{base}.affine"])
    return parameters


def count_parameters(folder: Path) -> int:
    return sum(values.size for values in load_parameters(folder).values())


class NumpyModel:
    def __init__(self, folder: Path) -> None:
        self.shape = load_shape(folder)
        self.parameters = load_parameters(folder)
        frequencies = self.shape.rope_theta ** (-np.arange(0, self.shape.head_dim, 2) / self.shape.head_dim)
        angles = np.outer(np.arange(self.shape.context_window), frequencies)
        self._cos = np.concatenate([np.cos(angles)] * 2, -1).astype(np.float32)
        self._sin = np.concatenate([np.sin(angles)] * 2, -1).astype(np.float32)

    def logits(self, token_ids: np.ndarray, positions: np.ndarray) -> np.ndarray:
        """token_ids (length,) -> float32 (len(positions), vocab_size): what follows the token at each position."""
        p = self.parameters
        x = p["token"][token_ids]
        for i in range(self.shape.num_layers):
            x = x + self._attend(self._norm(x, f"layers.{i}.attention_norm"), f"layers.{i}.attention")
            x = x + self._feed_forward(self._norm(x, f"layers.{i}.feed_forward_norm"), f"layers.{i}.feed_forward")
        return self._norm(x[positions], "norm") @ p["token"].T

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        mean_square = np.mean(x * x, axis=-1, keepdims=True)
        return x / np.sqrt(mean_square + np.float32(self.shape.norm_eps)) * self.parameters[f"{name}.weight"]

    def _rotate(self, x: np.ndarray) -> np.ndarray:
        """Rotary position embedding of (length, heads, head_dim): dimension i turns with i + head_dim / 2."""
        length, _, head_dim = x.shape
        turned = np.concatenate([-x[..., head_dim // 2 :], x[..., : head_dim // 2]], -1)
        return x * self._cos[:length, None] + turned * self._sin[:length, None]

    def _attend(self, x: np.ndarray, name: str) -> np.ndarray:
        shape = self.shape
        length = len(x)
        heads = (x @ self.parameters[f"{name}.qkv"].T).reshape(length, shape.num_qkv_heads, shape.head_dim)
        query, key, value = np.split(heads, [shape.num_heads, shape.num_heads + shape.num_kv_heads], axis=1)
        group = shape.num_heads // shape.num_kv_heads
        query = self._rotate(query).transpose(1, 0, 2)  # (heads, length, head_dim), as key and value below
        key = np.repeat(self._rotate(key), group, axis=1).transpose(1, 0, 2)
        value = np.repeat(value, group, axis=1).transpose(1, 0, 2)
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(shape.head_dim))
        scores += np.triu(np.full((length, length), -np.inf, np.float32), 1)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (weights / weights.sum(axis=-1, keepdims=True)) @ value
        return mixed.transpose(1, 0, 2).reshape(length, -1) @ self.parameters[f"{name}.out"].T

    def _feed_forward(self, x: np.ndarray, name: str) -> np.ndarray:
        gate, up = np.split(x @ self.parameters[f"{name}.gate_up"].T, 2, axis=-1)
        return (gate / (1 + np.exp(-gate)) * up) @ self.parameters[f"{name}.down"].T
