"""What an inner layer adds to its input."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from keras import ops

from dlfund import layers

X = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")


def test_a_layer_of_zeros_makes_it_the_identity():
    layer = layers.Residual(layers.Dense(3, kernel_initializer="zeros"))
    np.testing.assert_array_equal(numbers(layer(X)), X)
    np.testing.assert_array_equal(gradient(layer, X, weights=1.0), np.ones_like(X))


def test_it_is_the_sum_of_input_and_inner_output():
    inner = layers.Dense(3, activation="tanh")
    layer = layers.Residual(inner)
    np.testing.assert_allclose(numbers(layer(X)), X + numbers(inner(X)), rtol=1e-6)


def test_the_gradient_reaches_the_first_of_fifty_layers():
    """tanh layers of halved weights pass on almost nothing; with a residual road the gradient stays whole."""
    keras.utils.set_random_seed(0)

    def stack(wrap):
        start = keras.initializers.RandomNormal(stddev=0.1, seed=1)
        return keras.Sequential([wrap(layers.Dense(3, activation="tanh", kernel_initializer=start)) for _ in range(50)])

    plain, residual = (np.abs(gradient(stack(wrap), X)).max() for wrap in (lambda layer: layer, layers.Residual))
    assert plain < 1e-20
    assert residual > 0.1


def test_training_and_mask_reach_the_inner_layer():
    dropping = layers.Residual(keras.layers.Dropout(0.5, seed=0))
    np.testing.assert_array_equal(numbers(dropping(X, training=False)), 2 * X)
    assert np.any(numbers(dropping(X, training=True)) != 2 * X)
    reading = layers.Residual(layers.GRU(3, return_sequences=True))
    sequence = X[None]
    mask = ops.array([[True, True, False, False]])
    inner = numbers(reading(sequence, mask=mask)) - sequence
    np.testing.assert_allclose(inner[:, 1], inner[:, 3], rtol=1e-5, atol=1e-6)


def test_an_inner_layer_that_changes_the_shape_is_refused():
    with pytest.raises(ValueError, match=r"turns \(4, 3\) into \(4, 2\)"):
        layers.Residual(layers.Dense(2))(X)
    with pytest.raises(ValueError, match=r"not the class; wrap several layers in keras\.Sequential"):
        layers.Residual(layers.Dense)
