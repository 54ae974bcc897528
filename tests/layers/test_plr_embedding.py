"""Numbers as waves, mixed and rectified."""

import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import layers


def test_the_formula_in_numpy():
    x = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    layer = layers.PLREmbedding(5, frequencies=2, frequency_scale=1.0)
    output = numbers(layer(x))
    frequency, kernel, bias = layer.get_weights()
    for feature in range(3):
        v = 2 * np.pi * x[:, feature, None] * frequency[feature]
        waves = np.concatenate([np.sin(v), np.cos(v)], axis=1)
        expected = np.maximum(waves @ kernel[feature] + bias[feature], 0)
        np.testing.assert_allclose(output[:, feature], expected, rtol=1e-4, atol=1e-5)


def test_features_do_not_look_at_each_other():
    layer = layers.PLREmbedding(5, frequencies=2)
    x = np.ones((1, 3), "float32")
    before = numbers(layer(x))
    x[0, 0] = 9.0
    np.testing.assert_array_equal(numbers(layer(x))[:, 1:], before[:, 1:])


def test_a_larger_scale_bends_more():
    """Between two near points, high frequencies have turned over and low ones hardly moved."""
    near = np.array([[0.0], [0.1]], "float32")
    changes = []
    for scale in (0.01, 10.0):
        layer = layers.PLREmbedding(64, frequencies=32, frequency_scale=scale)
        a, b = numbers(layer(near))
        changes.append(np.abs(a - b).mean())
    assert changes[0] * 10 < changes[1]


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="Received: frequencies=0"):
        layers.PLREmbedding(4, frequencies=0)
    with pytest.raises(ValueError, match=r"Expected input of shape \(batch, features\)"):
        layers.PLREmbedding(4)(np.ones((2, 3, 4), "float32"))
