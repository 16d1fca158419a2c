"""Reordering of rotary rows."""

import numpy as np
from gguf_weights import half_split


def test_half_split_puts_the_first_members_of_a_head_before_the_second_ones():
    weight = np.arange(8, dtype=np.float32)[:, None]  # two heads of four rows
    assert half_split(weight, heads=2)[:, 0].tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_half_split_keeps_every_row_whole():
    weight = np.random.default_rng(0).standard_normal((12, 5)).astype(np.float32)
    reordered = half_split(weight, heads=3)
    assert {row.tobytes() for row in reordered} == {row.tobytes() for row in weight}


def test_rotating_halves_after_the_split_equals_rotating_pairs_before_it():
    vector = np.random.default_rng(1).standard_normal((6, 1))
    angles = np.array([[0.3], [0.7], [1.1]])
    even, odd = vector[0::2], vector[1::2]
    by_pairs = np.empty_like(vector)
    by_pairs[0::2] = even * np.cos(angles) - odd * np.sin(angles)
    by_pairs[1::2] = even * np.sin(angles) + odd * np.cos(angles)
    first, second = np.split(half_split(vector, heads=1), 2)
    by_halves = np.concatenate(
        [first * np.cos(angles) - second * np.sin(angles), first * np.sin(angles) + second * np.cos(angles)]
    )
    np.testing.assert_allclose(half_split(by_pairs, heads=1), by_halves)
