"""A dense layer whose scale stands in the formula."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfund import layers


def test_a_sum_by_hand():
    """(1 · 2 + 3 · 4) / √2 + 5"""
    layer = layers.NTKDense(1)
    x = np.array([[1.0, 3.0]], "float32")
    layer(x)
    layer.set_weights([np.array([[2.0], [4.0]]), np.array([5.0])])
    assert float(numbers(layer(x))[0, 0]) == pytest.approx(14 / np.sqrt(2) + 5)


@settings(max_examples=5)
@given(st.integers(1, 4), st.integers(1, 6), st.integers(1, 6), st.floats(0.1, 10))
def test_it_is_a_dense_layer_in_other_coordinates(batch, features, units, factor):
    x = np.random.default_rng(0).normal(size=(batch, features)).astype("float32")
    ours = layers.NTKDense(units, activation="tanh", bias_learning_rate_factor=factor)
    theirs = keras.layers.Dense(units, activation="tanh")
    ours(x), theirs(x)
    kernel, bias = ours.get_weights()
    theirs.set_weights([kernel / np.sqrt(features), bias * factor])
    np.testing.assert_allclose(numbers(ours(x)), numbers(theirs(x)), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(gradient(ours, x), gradient(theirs, x), rtol=1e-3, atol=1e-5)


def test_the_output_varies_by_one_at_any_width():
    keras.utils.set_random_seed(0)
    for features in (4, 400):
        x = np.random.default_rng(0).normal(size=(200, features)).astype("float32")
        output = numbers(layers.NTKDense(300, use_bias=False)(x))
        assert output.std() == pytest.approx(1, abs=0.15)


def test_the_bias_starts_at_unit_size_whatever_its_factor():
    keras.utils.set_random_seed(0)
    for factor in (1.0, 0.1):
        layer = layers.NTKDense(2000, bias_learning_rate_factor=factor)
        output = numbers(layer(np.zeros((1, 3), "float32")))
        assert output.std() == pytest.approx(1, abs=0.1)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="Received: units=0"):
        layers.NTKDense(0)
    with pytest.raises(ValueError, match="To leave the bias out, pass use_bias=False"):
        layers.NTKDense(3, bias_learning_rate_factor=0.0)
