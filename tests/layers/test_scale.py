"""A factor a feature, and its own learning rate."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import layers


def test_it_starts_as_the_identity_whatever_its_factor():
    x = np.array([[1.0, -2.0, 0.5]], "float32")
    for factor in (1.0, 6.0, 0.1):
        np.testing.assert_allclose(numbers(layers.Scale(learning_rate_factor=factor)(x)), x, rtol=1e-6)


@pytest.mark.parametrize("factor", [1.0, 6.0, 0.1])
def test_adam_moves_the_scale_by_factor_times_the_learning_rate(factor):
    layer = layers.Scale(learning_rate_factor=factor)
    model = keras.Sequential([keras.Input((1,)), layer])
    model.compile(keras.optimizers.Adam(0.01, epsilon=1e-12), "mse")
    model.train_on_batch(np.array([[1.0]]), np.array([[3.0]]))
    assert float(numbers(layer(np.array([[1.0]], "float32")))[0, 0]) == pytest.approx(1 + 0.01 * factor, rel=1e-4)


def test_a_feature_can_be_turned_off():
    layer = layers.Scale(learning_rate_factor=2.0)
    layer(np.ones((1, 2), "float32"))
    layer.scale.assign([0.0, 0.5])
    assert numbers(layer(np.array([[7.0, 7.0]], "float32"))).tolist() == [[0.0, 7.0]]


def test_a_factor_of_zero_is_refused():
    with pytest.raises(ValueError, match="To keep the scale fixed, set trainable=False"):
        layers.Scale(learning_rate_factor=0.0)
