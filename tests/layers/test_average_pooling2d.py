import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradient, numbers

from dlfund import layers


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("pool_size, strides", [(2, None), (3, 2), (2, 3)])
def test_equals_keras(padding, pool_size, strides):
    x = np.random.default_rng(0).normal(size=(2, 9, 8, 3)).astype("float32")
    options = {"pool_size": pool_size, "strides": strides, "padding": padding}
    assert_same_layer(layers.AveragePooling2D(**options), keras.layers.AveragePooling2D(**options), x)


def test_worked_by_hand():
    x = np.array([1.0, 3.0, 2.0, 0.0], "float32").reshape(1, 2, 2, 1)
    layer = layers.AveragePooling2D(2)
    np.testing.assert_array_equal(numbers(layer(x)).ravel(), [1.5])
    np.testing.assert_array_equal(gradient(layer, x, weights=1.0).ravel(), [0.25, 0.25, 0.25, 0.25])


def test_an_unknown_padding_is_refused():
    with pytest.raises(ValueError, match="Received: padding='causal'"):
        layers.AveragePooling2D(2, padding="causal")
