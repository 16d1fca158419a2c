"""Softmax and nucleus sampling, run from their TIR and compared with NumPy."""

import numpy as np
import pytest
from model_library.kernels.sampling import sample_rows, softmax_rows
from simt import Kernel

softmax_kernel = Kernel(softmax_rows)
sample_kernel = Kernel(sample_rows)

# What WebLLM passes for temperature 0 and for the smallest top_p.
GREEDY_TEMPERATURE = 1e-6
GREEDY_TOP_P = 1e-5
BELOW_ONE = np.nextafter(np.float32(1), np.float32(0))


def softmax(logits, temperature=1.0) -> np.ndarray:
    logits = np.atleast_2d(np.asarray(logits, np.float32))
    probs = np.full_like(logits, np.nan)
    softmax_kernel(logits, np.full(len(logits), temperature, np.float32), probs)
    return probs


def sample(probs, uniform: float, top_p: float) -> int:
    probs = np.atleast_2d(np.asarray(probs, np.float32))
    token = np.full(1, -7, np.int32)
    sample_kernel(
        probs, np.array([uniform], np.float32), np.zeros(1, np.int32), np.full(len(probs), top_p, np.float32), token
    )
    return int(token[0])


def random_probs(size: int, seed: int) -> np.ndarray:
    logits = np.random.default_rng(seed).standard_normal(size) * 3
    exponents = np.exp(logits - logits.max())
    return (exponents / exponents.sum()).astype(np.float32)


def nucleus(probs: np.ndarray, top_p: float) -> set[int]:
    """The most probable tokens until their mass reaches top_p, with every token as probable as the last of them."""
    order = np.argsort(-probs, kind="stable")
    last = int(np.searchsorted(np.cumsum(probs[order].astype(np.float64)), top_p))
    return set(np.flatnonzero(probs >= probs[order[min(last, len(probs) - 1)]]).tolist())


@pytest.mark.parametrize("size", [1, 5, 256, 257, 1000])
def test_softmax_agrees_with_numpy_for_any_vocabulary_size(size):
    logits = np.random.default_rng(size).standard_normal((2, size)).astype(np.float32) * 8
    expected = np.exp((logits.astype(np.float64) - logits.max(axis=1, keepdims=True)) / 0.7)
    expected /= expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(softmax(logits, 0.7), expected, rtol=2e-5, atol=1e-9)


def test_each_softmax_row_has_its_own_temperature():
    probs = np.full((2, 3), np.nan, np.float32)
    softmax_kernel(np.float32([[0, 1, 2], [0, 1, 2]]), np.float32([1, 100]), probs)
    assert probs[0, 2] > 0.6
    assert probs[1, 2] < 0.35


def test_a_temperature_of_zero_leaves_only_the_largest_logit():
    logits = np.random.default_rng(0).standard_normal(700).astype(np.float32)
    expected = np.zeros(700, np.float32)
    expected[logits.argmax()] = 1
    np.testing.assert_array_equal(softmax(logits, GREEDY_TEMPERATURE)[0], expected)


def test_masked_logits_get_no_probability_even_at_temperature_zero():
    logits = np.float32([1, np.finfo(np.float32).min, 2])
    np.testing.assert_array_equal(softmax(logits, GREEDY_TEMPERATURE)[0], [0, 0, 1])


def test_greedy_takes_the_largest_probability():
    probs = random_probs(1000, seed=1)
    for uniform in (0.0, 0.5, BELOW_ONE, 1.0):
        assert sample(probs, uniform, GREEDY_TOP_P) == probs.argmax()


def test_greedy_tells_apart_two_neighbouring_floats():
    probs = np.float32([0.25, np.nextafter(np.float32(0.25), np.float32(1)), 0.25, 0.25])
    assert sample(probs, 0.0, GREEDY_TOP_P) == 1


def test_a_one_hot_row_always_gives_its_token():
    probs = np.zeros(600, np.float32)
    probs[437] = 1
    for uniform in (0.0, 0.3, BELOW_ONE, 1.0):
        assert sample(probs, uniform, 1.0) == 437


def test_tied_tokens_all_belong_to_the_nucleus():
    probs = np.float32([0.1, 0.3, 0.3, 0.3])
    assert [sample(probs, u, 0.3) for u in (0.0, 0.5, BELOW_ONE)] == [1, 2, 3]


@pytest.mark.parametrize(("size", "top_p"), [(300, 0.2), (300, 0.9), (1000, 0.5), (257, 1.0)])
def test_a_draw_never_leaves_the_nucleus_even_at_the_ends(size, top_p):
    probs = random_probs(size, seed=size)
    allowed = nucleus(probs, min(top_p, 0.9999))
    for uniform in (0.0, 1e-7, 0.5, BELOW_ONE, 1.0):
        assert sample(probs, uniform, top_p) in allowed


def test_draws_follow_the_probabilities_inside_the_nucleus():
    probs = np.float32([0.05, 0.4, 0.05, 0.3, 0.2])
    kept = np.array([0, 0.4, 0, 0.3, 0.2]) / 0.9
    draws = [sample(probs, (i + 0.5) / 9, 0.85) for i in range(9)]
    np.testing.assert_allclose(np.bincount(draws, minlength=5) / 9, kept, atol=1e-6)


def test_a_token_without_probability_is_never_drawn():
    probs = np.float32([0, 0.5, 0, 0.5, 0])
    assert sample(probs, 0.0, 1.0) == 1
    assert sample(probs, 1.0, 1.0) == 3


def test_the_row_is_the_one_that_is_asked_for():
    probs = np.float32([[1, 0, 0], [0, 0, 1]])
    tokens = np.full(2, -7, np.int32)
    sample_kernel(probs, np.float32([0.5, 0.5]), np.int32([1, 0]), np.float32([1, 1]), tokens)
    assert tokens.tolist() == [2, 0]


def test_a_row_of_nan_gives_no_token_instead_of_a_wrong_one():
    assert sample(np.full(300, np.nan, np.float32), 0.5, 0.9) == -1
