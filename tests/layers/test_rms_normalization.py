import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import numbers

from dlfund import layers


@pytest.mark.parametrize("shape", [(8, 3), (4, 5, 3)])
def test_equals_keras(shape):
    x = (3 + 2 * np.random.default_rng(0).normal(size=shape)).astype("float32")
    assert_same_layer(layers.RMSNormalization(), keras.layers.RMSNormalization(), x)


def test_worked_by_hand():
    y = numbers(layers.RMSNormalization(epsilon=0.0)(np.array([[1.0, 7.0]], "float32")))
    np.testing.assert_allclose(y, [[0.2, 1.4]], rtol=1e-6)  # √((1 + 49) / 2) = 5


def test_the_size_of_a_row_does_not_matter():
    x = np.random.default_rng(0).normal(size=(4, 6)).astype("float32")
    layer = layers.RMSNormalization(epsilon=0.0)
    np.testing.assert_allclose(numbers(layer(100 * x)), numbers(layer(x)), rtol=1e-5)
