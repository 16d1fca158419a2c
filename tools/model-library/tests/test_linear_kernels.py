"""4-bit matrix kernels and the normalization, run from their TIR and compared with NumPy."""

import numpy as np
import pytest
from model_library.kernels.linear_many_tokens import linear_many_tokens
from model_library.kernels.linear_one_token import (
    linear_one_token,
    linear_one_token_gated,
    linear_one_token_residual,
)
from model_library.kernels.norm import rms_norm
from model_library.quantization import dequantize, quantize
from simt import Kernel

one_token = Kernel(linear_one_token)
one_token_residual = Kernel(linear_one_token_residual)
one_token_gated = Kernel(linear_one_token_gated)
many_tokens = Kernel(linear_many_tokens)

TOLERANCE = {"rtol": 2e-5, "atol": 2e-5}


def matrix(rows: int, cols: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """codes, affine and what they stand for, in float64."""
    codes, affine = quantize(np.random.default_rng(rows).standard_normal((rows, cols)).astype(np.float32))
    return codes, affine, dequantize(codes, affine).astype(np.float64)


def activations(tokens: int, cols: int) -> np.ndarray:
    return np.random.default_rng(cols).standard_normal((1, tokens, cols)).astype(np.float32)


def output(tokens: int, rows: int) -> np.ndarray:
    return np.full((1, tokens, rows), np.nan, np.float32)


@pytest.mark.parametrize(("rows", "cols"), [(8, 32), (13, 96), (64, 192), (3, 576)])
def test_one_token_times_a_matrix_agrees_with_numpy(rows, cols):
    codes, affine, weight = matrix(rows, cols)
    x, y = activations(1, cols), output(1, rows)
    one_token(x, codes, affine, y)
    np.testing.assert_allclose(y[0, 0], weight @ x[0, 0], **TOLERANCE)


def test_the_residual_is_added_to_the_product():
    codes, affine, weight = matrix(21, 64)
    x, residual, y = activations(1, 64), activations(1, 21), output(1, 21)
    one_token_residual(x, codes, affine, residual, y)
    np.testing.assert_allclose(y[0, 0], residual[0, 0] + weight @ x[0, 0], **TOLERANCE)


@pytest.mark.parametrize("rows", [8, 11, 40])
def test_the_gate_is_the_upper_half_of_the_matrix(rows):
    codes, affine, weight = matrix(2 * rows, 64)
    x, y = activations(1, 64), output(1, rows)
    one_token_gated(x, codes, affine, y)
    gate, up = weight[:rows] @ x[0, 0], weight[rows:] @ x[0, 0]
    np.testing.assert_allclose(y[0, 0], gate / (1 + np.exp(-gate)) * up, **TOLERANCE)


@pytest.mark.parametrize(("tokens", "rows", "cols"), [(1, 64, 32), (8, 70, 64), (19, 65, 96)])
def test_many_tokens_times_a_matrix_agree_with_numpy(tokens, rows, cols):
    codes, affine, weight = matrix(rows, cols)
    x, y = activations(tokens, cols), output(tokens, rows)
    many_tokens(x, codes, affine, y)
    np.testing.assert_allclose(y[0], x[0] @ weight.T, **TOLERANCE)


@pytest.mark.parametrize("hidden_size", [32, 64, 100, 192])
def test_rms_norm_agrees_with_numpy(hidden_size):
    x = activations(3, hidden_size)
    weight = np.random.default_rng(5).standard_normal(hidden_size).astype(np.float32)
    y = output(3, hidden_size)
    Kernel(rms_norm(hidden_size, 1e-5))(x, weight, y)
    expected = x / np.sqrt((x.astype(np.float64) ** 2).mean(axis=-1, keepdims=True) + 1e-5) * weight
    np.testing.assert_allclose(y, expected, rtol=1e-5)
