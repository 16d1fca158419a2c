"""The in-place edits of logits, run from their TIR and compared with NumPy."""

import numpy as np
from model_library.kernels.logits import apply_bitmask_inplace, apply_logit_bias_inplace, apply_penalty_inplace
from simt import Kernel

bias_kernel = Kernel(apply_logit_bias_inplace)
penalty_kernel = Kernel(apply_penalty_inplace)
bitmask_kernel = Kernel(apply_bitmask_inplace)


def logits(size: int) -> np.ndarray:
    return np.random.default_rng(size).standard_normal((1, size)).astype(np.float32)


def penalize(row: np.ndarray, tokens: list[int], counts: list[int], penalties: list[float]) -> None:
    rows = np.zeros(len(tokens), np.int32)
    penalty_kernel(row, np.zeros(1, np.int32), rows, np.int32(tokens), np.int32(counts), np.float32([penalties]))


def test_logit_bias_is_added_to_the_named_tokens_only():
    row = logits(600)
    expected = row.copy()
    tokens = np.random.default_rng(2).permutation(600)[:300].astype(np.int32)
    bias = np.linspace(-100, 100, 300, dtype=np.float32)
    expected[0, tokens] += bias
    bias_kernel(row, np.zeros(300, np.int32), tokens, bias)
    np.testing.assert_array_equal(row, expected)


def test_repetition_penalty_moves_both_signs_towards_less_likely():
    row = np.float32([[2, -2, 1]])
    penalize(row, [0, 1], [1, 5], [0, 0, 2])
    np.testing.assert_array_equal(row, [[1, -4, 1]])


def test_presence_counts_once_and_frequency_counts_each_time():
    row = np.float32([[8, 8, 8]])
    penalize(row, [0, 1], [1, 3], [0.5, 1, 1])
    np.testing.assert_array_equal(row, [[6.5, 4.5, 8]])


def test_penalties_reach_more_tokens_than_one_workgroup_has_threads():
    row = np.full((1, 700), 2, np.float32)
    penalize(row, list(range(400)), [1] * 400, [0, 0, 2])
    assert (row[0, :400] == 1).all()
    assert (row[0, 400:] == 2).all()


def test_the_bitmask_keeps_exactly_the_tokens_whose_bit_is_set():
    row = logits(300)
    allowed = np.random.default_rng(3).random(300) < 0.5
    bits = np.zeros(320, bool)
    bits[:300] = allowed
    mask = np.packbits(bits, bitorder="little").view("<i4").reshape(1, -1)
    expected = np.where(allowed, row, np.finfo(np.float32).min)
    bitmask_kernel(row, np.zeros(1, np.int32), np.ascontiguousarray(mask))
    np.testing.assert_array_equal(row, expected)
