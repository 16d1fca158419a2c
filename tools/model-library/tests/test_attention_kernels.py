"""Attention, run from its TIR and compared with NumPy."""

import numpy as np
import pytest
from model_library.kernels import attention_decode, attention_prefill
from model_library.kernels.attention import PAGE_SIZE
from simt import Kernel

HEADS, KV_HEADS, HEAD_DIM = 4, 2, 16
GROUP = HEADS // KV_HEADS
SCALE = HEAD_DIM**-0.5
ROPE_ARGUMENTS = (0, 1.0, 1.0)  # mode, scale and theta, which the kernels do not read

prefill_self = Kernel(attention_prefill.prefill_self(HEADS, KV_HEADS, HEAD_DIM))
prefill_cached = Kernel(attention_prefill.prefill_cached(HEADS, KV_HEADS, HEAD_DIM))
decode = Kernel(attention_decode.decode(HEADS, KV_HEADS, HEAD_DIM))


def inputs(tokens: int, keys: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """q (tokens, 4, 16) and k, v (keys, 2, 16)."""
    generator = np.random.default_rng(0)
    shapes = ((tokens, HEADS, HEAD_DIM), (keys, KV_HEADS, HEAD_DIM), (keys, KV_HEADS, HEAD_DIM))
    return tuple(generator.standard_normal(shape).astype(np.float32) * 2 for shape in shapes)


def results(tokens: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full((tokens, HEADS, HEAD_DIM), np.nan, np.float32), np.full((tokens, HEADS), np.nan, np.float32)


def reference(q, k, v, causal: bool) -> tuple[np.ndarray, np.ndarray]:
    """Softmax attention in float64, and the log2 of its denominator."""
    k, v = np.repeat(k, GROUP, axis=1).astype(np.float64), np.repeat(v, GROUP, axis=1).astype(np.float64)
    scores = np.einsum("qhd,khd->qhk", q.astype(np.float64), k) * SCALE
    if causal:
        later = np.triu(np.ones((len(q), len(k)), bool), 1)
        scores = np.where(later[:, None, :], -np.inf, scores)
    largest = scores.max(axis=-1)
    weights = np.exp(scores - largest[..., None])
    mass = weights.sum(axis=-1)
    return np.einsum("qhk,khd->qhd", weights / mass[..., None], v), largest * np.log2(np.e) + np.log2(mass)


def paged(k: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The tokens in pages of a larger pool, in an order of their own, with NaN wherever nothing was stored."""
    count = -(-len(k) // PAGE_SIZE)
    page_values = np.random.default_rng(1).permutation(count + 3)[:count].astype(np.int32)
    pages = np.full((count + 3, 2, KV_HEADS, PAGE_SIZE, HEAD_DIM), np.nan, np.float32)
    for position in range(len(k)):
        page = pages[page_values[position // PAGE_SIZE]]
        page[0, :, position % PAGE_SIZE] = k[position]
        page[1, :, position % PAGE_SIZE] = v[position]
    return pages, page_values, np.int32([(len(k) - 1) % PAGE_SIZE + 1])


@pytest.mark.parametrize("tokens", [1, 2, 66])
def test_new_tokens_attend_to_themselves_and_to_earlier_ones(tokens):
    q, k, v = inputs(tokens, tokens)
    output, lse = results(tokens)
    prefill_self(q, None, k, v, None, None, None, output, lse, 1, *ROPE_ARGUMENTS, SCALE)
    expected, expected_lse = reference(q, k, v, causal=True)
    np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(lse, expected_lse, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("tokens", "cached"), [(1, 1), (3, 16), (2, 17), (65, 18)])
def test_new_tokens_attend_to_all_cached_ones(tokens, cached):
    q, k, v = inputs(tokens, cached)
    pages, page_values, length_info = paged(k, v)
    output, lse = results(tokens)
    prefill_cached(q, None, pages, None, page_values, length_info, None, None, output, lse, 0, *ROPE_ARGUMENTS, SCALE)
    expected, expected_lse = reference(q, k, v, causal=False)
    np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(lse, expected_lse, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("cached", [1, 5, 16, 127, 128, 129, 300])
def test_a_decoded_token_attends_to_the_whole_cache(cached):
    q, k, v = inputs(1, cached)
    pages, page_values, length_info = paged(k, v)
    output, lse = results(1)
    decode(q, pages, None, page_values, length_info, None, None, output, lse, *ROPE_ARGUMENTS, SCALE)
    expected, expected_lse = reference(q, k, v, causal=False)
    np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(lse, expected_lse, rtol=1e-5, atol=1e-5)


def test_very_large_scores_do_not_overflow():
    q, k, v = inputs(1, 20)
    q *= 100
    pages, page_values, length_info = paged(k, v)
    output, lse = results(1)
    decode(q, pages, None, page_values, length_info, None, None, output, lse, *ROPE_ARGUMENTS, SCALE)
    np.testing.assert_allclose(output, reference(q, k, v, causal=False)[0], rtol=1e-3, atol=1e-4)
