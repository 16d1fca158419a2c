"""The 4-bit format."""

import numpy as np
import pytest
from model_library.quantization import (
    GROUP_SIZE,
    MAX_CODE,
    bfloat16_bits,
    bfloat16_value,
    dequantize,
    pack_codes,
    quantize,
)


def float_with_bits(bits: int) -> np.ndarray:
    return np.array([bits], np.uint32).view(np.float32)


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (0x3F800000, 0x3F80),  # exact
        (0x3F807FFF, 0x3F80),  # just below half: down
        (0x3F808000, 0x3F80),  # half, even below: down
        (0x3F808001, 0x3F81),  # just above half: up
        (0x3F818000, 0x3F82),  # half, odd below: up
        (0xBF818000, 0xBF82),  # the sign changes nothing
        (0x3FFFFFFF, 0x4000),  # rounding carries into the exponent
        (0x00000000, 0x0000),
    ],
)
def test_bfloat16_rounds_to_nearest_and_ties_to_even(bits, expected):
    assert bfloat16_bits(float_with_bits(bits)).tolist() == [expected]


def test_the_first_code_of_a_word_lies_in_its_lowest_bits():
    assert pack_codes(np.arange(8, dtype=np.uint32)[None, :]).tolist() == [[0x76543210]]


def test_the_scale_lies_in_the_upper_and_the_offset_in_the_lower_half():
    weight = np.linspace(-1.5, 6, GROUP_SIZE, dtype=np.float32)[None, :]
    _, affine = quantize(weight)
    assert bfloat16_value(affine >> 16).tolist() == [[0.5]]
    assert bfloat16_value(affine & 0xFFFF).tolist() == [[-1.5]]


@pytest.mark.parametrize("spread", [1e-4, 1.0, 300.0])
def test_a_round_trip_is_off_by_half_a_step_and_the_rounding_of_the_affine_word(spread):
    weight = (np.random.default_rng(7).standard_normal((16, 128)) * spread + spread / 3).astype(np.float32)
    restored = dequantize(*quantize(weight))
    groups = weight.reshape(16, -1, GROUP_SIZE)
    step = (groups.max(axis=-1) - groups.min(axis=-1)) / MAX_CODE
    # a bfloat16 has 8 significant bits: scale and offset are off by at most 2^-9 of their size
    rounding = (MAX_CODE * step + np.abs(groups.min(axis=-1))) * 2.0**-8
    error = np.abs(restored - weight).reshape(groups.shape).max(axis=-1)
    assert (error <= step / 2 + rounding).all()


def test_a_constant_group_has_scale_zero_and_comes_back():
    weight = np.full((1, 64), 0.75, np.float32)
    codes, affine = quantize(weight)
    assert (codes == 0).all()
    assert (affine >> 16 == 0).all()
    np.testing.assert_array_equal(dequantize(codes, affine), weight)


def test_values_that_the_format_can_hold_come_back_exactly():
    codes = np.tile(np.arange(16), 4).astype(np.float32)[None, :]
    weight = codes * np.float32(0.25) - np.float32(2)
    np.testing.assert_array_equal(dequantize(*quantize(weight)), weight)


def test_a_row_that_does_not_divide_into_groups_is_refused():
    with pytest.raises(ValueError, match="groups of 32"):
        quantize(np.zeros((2, 40), np.float32))
