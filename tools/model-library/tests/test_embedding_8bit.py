"""The 8-bit embedding: its format, and its kernels run from their TIR and compared with NumPy."""

import numpy as np
import pytest
from model_library.config import LlamaConfig
from model_library.kernels.embedding_8bit import linear_one_token_8bit, take_rows_8bit
from model_library.quantization_8bit import dequantize, quantize
from simt import Kernel

one_token = Kernel(linear_one_token_8bit)
take_rows = Kernel(take_rows_8bit)


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(shape[-1]).standard_normal(shape).astype(np.float32)


def test_the_first_code_of_a_word_lies_in_its_lowest_bits():
    weight = np.zeros((1, 32), np.float32)
    weight[0, :4] = [-127, 0, 1, 127]
    codes, scale = quantize(weight)
    assert scale.tolist() == [[1.0]]
    assert codes[0, 0] == 0xFF818001


@pytest.mark.parametrize("spread", [1e-4, 1.0, 300.0])
def test_a_round_trip_is_off_by_half_a_step(spread):
    weight = random(16, 128) * np.float32(spread)
    codes, scale = quantize(weight)
    error = np.abs(dequantize(codes, scale) - weight).reshape(16, 4, 32).max(axis=-1)
    assert (error <= scale * np.float32(0.5001)).all()


def test_weights_in_the_form_of_q8_0_come_back_exactly():
    steps = np.random.default_rng(1).integers(-127, 128, (8, 6, 32))
    steps[..., 0] = 127  # Q8_0 chooses the scale so that the largest weight has this code
    scale = np.abs(random(8, 6, 1)).astype(np.float16).astype(np.float32)
    weight = (steps * scale).astype(np.float32).reshape(8, 192)
    np.testing.assert_array_equal(dequantize(*quantize(weight)), weight)


def test_a_group_of_zeros_has_scale_zero_and_comes_back():
    codes, scale = quantize(np.zeros((1, 64), np.float32))
    assert (scale == 0).all()
    assert (dequantize(codes, scale) == 0).all()


def test_a_row_that_does_not_divide_into_groups_is_refused():
    with pytest.raises(ValueError, match="groups of 32"):
        quantize(np.zeros((2, 40), np.float32))


@pytest.mark.parametrize(("rows", "cols"), [(8, 32), (13, 96), (3, 576)])
def test_the_output_head_agrees_with_numpy(rows, cols):
    codes, scale = quantize(random(rows, cols))
    x, y = random(1, 1, cols), np.full((1, 1, rows), np.nan, np.float32)
    one_token(x, codes, scale, y)
    expected = dequantize(codes, scale).astype(np.float64) @ x[0, 0]
    np.testing.assert_allclose(y[0, 0], expected, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("cols", [32, 288, 576])
def test_a_look_up_gives_the_rows_of_the_tokens(cols):
    codes, scale = quantize(random(7, cols))
    ids, y = np.int32([6, 0, 3, 3]), np.full((4, cols), np.nan, np.float32)
    take_rows(ids, codes, scale, y)
    np.testing.assert_array_equal(y, dequantize(codes, scale)[ids])


def test_other_widths_of_the_embedding_are_refused():
    with pytest.raises(ValueError, match="embedding_bits is 5"):
        LlamaConfig(9, 32, 64, 1, 1, 1, 32, 128, 32, embedding_bits=5)
