import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradient, numbers

from dlfund import layers


@pytest.mark.parametrize("shape", [(8, 3), (4, 5, 3)])
@pytest.mark.parametrize("options", [{}, {"center": False}, {"scale": False, "epsilon": 1e-6}])
def test_equals_keras(shape, options):
    x = (3 + 2 * np.random.default_rng(0).normal(size=shape)).astype("float32")
    assert_same_layer(layers.LayerNormalization(**options), keras.layers.LayerNormalization(**options), x)


@pytest.mark.parametrize("value", [1e30, np.nan, np.inf, 0.0, 1e-40])
def test_extreme_numbers_behave_as_in_keras(value):
    x = np.array([[value, 1.0, -2.0]], "float32")
    assert_same_layer(layers.LayerNormalization(), keras.layers.LayerNormalization(), x)


def test_no_row_depends_on_another_and_its_gradients_sum_to_nothing():
    x = np.random.default_rng(0).normal(size=(4, 6)).astype("float32")
    layer = layers.LayerNormalization()
    np.testing.assert_allclose(numbers(layer(x))[:1], numbers(layer(x[:1])), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(gradient(layer, x).sum(1), 0, atol=1e-5)


def test_worked_by_hand():
    y = numbers(layers.LayerNormalization(epsilon=0.0)(np.array([[1.0, 3.0]], "float32")))
    np.testing.assert_allclose(y, [[-1.0, 1.0]])
