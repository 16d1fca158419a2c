"""8-bit weights for the embedding: (code - 128) * scale, with one scale (float32) for every 32 weights of a row.

That is 9 bits a weight, as many as with a bfloat16 scale and offset. A GGUF file keeps 8-bit weights (Q8_0) in the same
way, with a float16 scale, so such weights come back exactly; bfloat16 would cost about 0.5 % of them.
"""

import numpy as np

from .quantization import GROUP_SIZE

CODES_PER_WORD = 4  # 8-bit codes in one uint32, the first in the lowest bits
ZERO_CODE = 128
LARGEST_STEP = 127  # codes run from 1 to 255, as far below zero as above


def quantize(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """float32 (rows, cols) -> codes uint32 (rows, cols / 4) and scale float32 (rows, cols / 32)."""
    rows, cols = weight.shape
    if cols % GROUP_SIZE:
        raise ValueError(f"a row of {cols} weights does not divide into groups of {GROUP_SIZE}")
    groups = weight.reshape(rows, cols // GROUP_SIZE, GROUP_SIZE)
    scale = np.abs(groups).max(axis=-1) / np.float32(LARGEST_STEP)
    steps = np.rint(groups / np.where(scale == 0, 1, scale)[..., None])
    codes = (steps + ZERO_CODE).astype(np.uint8).reshape(rows, cols)
    return codes.view("<u4"), scale


def dequantize(codes: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """codes uint32 (rows, cols / 4) and scale float32 (rows, cols / 32) -> float32 (rows, cols)."""
    steps = codes.astype("<u4").view(np.uint8).astype(np.float32) - ZERO_CODE
    return steps * np.repeat(scale, GROUP_SIZE, axis=1)
