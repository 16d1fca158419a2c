"""4-bit weights: code * scale + offset, with one scale and one offset (bfloat16) for every 32 weights of a row.

That is 5 bits a weight. Nothing needs 16-bit floats on the GPU (`shader-f16`), because a bfloat16 is the upper half of
a float32.
"""

import numpy as np

GROUP_SIZE = 32  # weights that share one scale and one offset
CODES_PER_WORD = 8  # 4-bit codes in one uint32, the first in the lowest bits
MAX_CODE = 15


def bfloat16_bits(values: np.ndarray) -> np.ndarray:
    """float32 (...) -> uint32 (...) holding the 16 bits of the bfloat16 that is nearest, ties to even."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    lowest_kept_bit = (bits >> 16) & 1
    return (bits + 0x7FFF + lowest_kept_bit) >> 16


def bfloat16_value(bits: np.ndarray) -> np.ndarray:
    """uint32 (...) holding bfloat16 bits -> float32 (...)."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def quantize(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """float32 (rows, cols) -> codes uint32 (rows, cols / 8) and affine uint32 (rows, cols / 32).

    An affine word holds the scale in its upper and the offset in its lower 16 bits. The codes are chosen for the
    rounded scale and offset, so their rounding adds no error of its own.
    """
    rows, cols = weight.shape
    if cols % GROUP_SIZE:
        raise ValueError(f"a row of {cols} weights does not divide into groups of {GROUP_SIZE}")
    groups = weight.reshape(rows, cols // GROUP_SIZE, GROUP_SIZE)
    lowest = groups.min(axis=-1)
    scale_bits = bfloat16_bits((groups.max(axis=-1) - lowest) / MAX_CODE)
    offset_bits = bfloat16_bits(lowest)
    scale = bfloat16_value(scale_bits)[..., None]
    offset = bfloat16_value(offset_bits)[..., None]
    steps = (groups - offset) / np.where(scale == 0, 1, scale)
    codes = np.clip(np.rint(steps), 0, MAX_CODE).astype(np.uint32)
    return pack_codes(codes.reshape(rows, cols)), (scale_bits << 16) | offset_bits


def pack_codes(codes: np.ndarray) -> np.ndarray:
    """uint32 (rows, cols) in 0..15 -> uint32 (rows, cols / 8); code i of a word lies in bits 4i to 4i + 3."""
    rows, cols = codes.shape
    by_word = codes.reshape(rows, cols // CODES_PER_WORD, CODES_PER_WORD)
    words = np.zeros(by_word.shape[:2], np.uint32)
    for i in range(CODES_PER_WORD):
        words |= by_word[..., i] << np.uint32(4 * i)
    return words


def dequantize(codes: np.ndarray, affine: np.ndarray) -> np.ndarray:
    """codes uint32 (rows, cols / 8) and affine uint32 (rows, cols / 32) -> float32 (rows, cols)."""
    shifts = np.arange(CODES_PER_WORD, dtype=np.uint32) * 4
    values = ((codes[..., None] >> shifts) & MAX_CODE).reshape(codes.shape[0], -1).astype(np.float32)
    scale = np.repeat(bfloat16_value(affine >> 16), GROUP_SIZE, axis=1)
    offset = np.repeat(bfloat16_value(affine & 0xFFFF), GROUP_SIZE, axis=1)
    return values * scale + offset
