import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradients_of, numbers

from dlfund import layers


def test_worked_by_hand():
    layer = layers.WeightedSum()
    x = np.array([[2.0, 3.0]], "float32")
    layer(x)
    layer.set_weights([np.array([[10.0], [-1.0]])])
    assert numbers(layer(x)) == [[17.0]]  # 2·10 − 3·1
    (slope,) = gradients_of(layer, x, weights=1.0).values()
    np.testing.assert_array_equal(slope, [[2.0], [3.0]])  # ∂y/∂w = x


def test_says_nothing_at_the_origin():
    np.testing.assert_array_equal(numbers(layers.WeightedSum(3)(np.zeros((2, 4), "float32"))), np.zeros((2, 3)))


@pytest.mark.parametrize("shape", [(4, 3), (2, 5, 3)])
def test_equals_a_dense_layer_of_keras_without_bias(shape):
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    assert_same_layer(layers.WeightedSum(2), keras.layers.Dense(2, use_bias=False), x)
