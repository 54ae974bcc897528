import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradient, numbers

from dlfund import layers


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("pool_size, strides", [(2, None), (3, 2), (2, 3)])
def test_equals_keras(padding, pool_size, strides):
    x = np.random.default_rng(0).normal(size=(2, 9, 3)).astype("float32")
    options = {"pool_size": pool_size, "strides": strides, "padding": padding}
    assert_same_layer(layers.MaxPooling1D(**options), keras.layers.MaxPooling1D(**options), x)


def test_worked_by_hand():
    x = np.array([1.0, 3.0, 2.0, 0.0], "float32").reshape(1, 4, 1)
    layer = layers.MaxPooling1D(2)
    np.testing.assert_array_equal(numbers(layer(x)).ravel(), [3.0, 2.0])
    np.testing.assert_array_equal(gradient(layer, x, weights=1.0).ravel(), [0, 1, 1, 0])


def test_an_unknown_padding_is_refused():
    with pytest.raises(ValueError, match="Received: padding='causal'"):
        layers.MaxPooling1D(2, padding="causal")
