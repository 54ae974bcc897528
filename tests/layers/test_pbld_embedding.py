"""Shifted waves beside the number itself."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import layers

X = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")


@pytest.mark.parametrize("factor", [1.0, 0.1])
def test_the_formula_in_numpy(factor):
    layer = layers.PBLDEmbedding(4, frequencies=5, learning_rate_factor=factor)
    output = numbers(layer(X))
    frequency, phase, kernel, bias = (factor * weight for weight in layer.get_weights())
    for feature in range(3):
        waves = np.cos(2 * np.pi * X[:, feature, None] * frequency[feature] + phase[feature])
        expected = waves @ kernel[feature] + bias[feature]
        np.testing.assert_allclose(output[:, feature, :-1], expected, rtol=1e-4, atol=1e-5)


def test_the_number_itself_stays_in_sight():
    np.testing.assert_array_equal(numbers(layers.PBLDEmbedding()(X))[:, :, -1], X)


def test_it_starts_the_same_size_whatever_its_factor():
    keras.utils.set_random_seed(0)
    sizes = []
    for factor in (1.0, 0.1):
        layer = layers.PBLDEmbedding(4, learning_rate_factor=factor)
        layer.build((None, 200))
        sizes.append([np.std(factor * weight) for weight in layer.get_weights()])
    np.testing.assert_allclose(sizes[0], sizes[1], rtol=0.1)
    np.testing.assert_allclose(sizes[0][:2], [0.1, np.pi / np.sqrt(3)], rtol=0.05)


def test_one_unit_is_refused():
    with pytest.raises(ValueError, match="One of them is the number itself, so 2 is the least"):
        layers.PBLDEmbedding(1)
