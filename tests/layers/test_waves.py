"""A cosine by products: the cosine, and its slope."""

import keras
import numpy as np
from contracts.gradients import double_precision, gradient, numbers
from hypothesis import given
from hypothesis import strategies as st

from dlfund.layers.waves import cosine_of_turns

TURNS = np.concatenate([np.linspace(-3, 3, 2401), [1e-30, -1e-30, 1234.25]])


def test_to_the_last_digits_in_double_precision():
    with double_precision():
        actual = numbers(cosine_of_turns(keras.ops.convert_to_tensor(TURNS, "float64")))
    assert actual.dtype == "float64"
    np.testing.assert_allclose(actual, np.cos(2 * np.pi * (TURNS - np.round(TURNS))), rtol=0, atol=1e-14)


def test_and_in_single():
    actual = numbers(cosine_of_turns(keras.ops.convert_to_tensor(TURNS[:-1], "float32")))
    np.testing.assert_allclose(actual, np.cos(2 * np.pi * TURNS[:-1]), rtol=0, atol=2e-6)


def test_its_slope_is_that_of_a_cosine():
    turns = np.linspace(-1.9, 1.9, 401).astype("float32")
    slope = gradient(cosine_of_turns, turns, weights=1.0)
    np.testing.assert_allclose(slope, -2 * np.pi * np.sin(2 * np.pi * turns), rtol=0, atol=2e-5)


@given(st.floats(-1e4, 1e4, width=32))
def test_it_stays_between_minus_one_and_one(turns):
    assert abs(numbers(cosine_of_turns(keras.ops.convert_to_tensor([turns], "float32")))[0]) <= 1 + 1e-6
