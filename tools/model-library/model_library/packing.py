"""Writes parameters as the shards and the tensor-cache.json that WebLLM loads."""

import hashlib
import json
from pathlib import Path

import numpy as np

from . import quantization_8bit
from .quantization import quantize

SHARD_LIMIT_BYTES = 32 * 2**20
BITS_PER_WEIGHT = 5.0  # of a linear one; nothing reads the field it is written to

Parameters = dict[str, np.ndarray]


def add_linear(parameters: Parameters, name: str, weight: np.ndarray) -> None:
    """Adds weight float32 (out_features, in_features) in 4-bit form, named like the parts of a QuantLinear."""
    parameters[f"{name}.codes"], parameters[f"{name}.affine"] = quantize(weight)


def add_embedding(parameters: Parameters, weight: np.ndarray, bits: int) -> None:
    """Adds weight float32 (vocab_size, hidden_size), with 4 or 8 bits, under the names that the library gives it."""
    if bits == 8:
        parameters["token.codes"], parameters["token.scale"] = quantization_8bit.quantize(weight)
    else:
        add_linear(parameters, "token", weight)


def split_into_shards(parameters: Parameters) -> list[list[str]]:
    """Names in their order, grouped so that no shard exceeds the limit. A larger tensor is refused."""
    shards: list[list[str]] = []
    used_bytes = SHARD_LIMIT_BYTES
    for name, array in parameters.items():
        if array.nbytes > SHARD_LIMIT_BYTES:
            raise ValueError(f"{name} has {array.nbytes} bytes; a shard holds at most {SHARD_LIMIT_BYTES}")
        if used_bytes + array.nbytes > SHARD_LIMIT_BYTES:
            shards.append([])
            used_bytes = 0
        shards[-1].append(name)
        used_bytes += array.nbytes
    return shards


def write_shard(path: Path, names: list[str], parameters: Parameters) -> dict:
    """Writes the arrays one after the other (little-endian) and returns the shard's entry for tensor-cache.json."""
    records = []
    data = bytearray()
    for name in names:
        array = np.ascontiguousarray(parameters[name])
        records.append(
            {
                "name": name,
                "shape": list(array.shape),
                "dtype": str(array.dtype),
                "format": "raw",
                "nbytes": array.nbytes,
                "byteOffset": len(data),
            }
        )
        data += array.tobytes()
    path.write_bytes(data)
    return {
        "dataPath": path.name,
        "format": "raw-shard",
        "nbytes": len(data),
        "records": records,
        # WebLLM's format has this field and never checks it; the installation checks SHA-256.
        "md5sum": hashlib.md5(data, usedforsecurity=False).hexdigest(),
    }


def write_parameters(parameters: Parameters, folder: Path) -> None:
    """Writes params_shard_N.bin and tensor-cache.json into an existing folder."""
    shards = [
        write_shard(folder / f"params_shard_{i}.bin", names, parameters)
        for i, names in enumerate(split_into_shards(parameters))
    ]
    metadata = {
        "ParamSize": len(parameters),
        "ParamBytes": sum(shard["nbytes"] for shard in shards),
        "BitsPerParam": BITS_PER_WEIGHT,
    }
    (folder / "tensor-cache.json").write_text(json.dumps({"metadata": metadata, "records": shards}))
