import keras
import numpy as np
from contracts.equality import assert_same_layer
from contracts.gradients import numbers
from keras import ops

from dlfund import layers


def test_equals_keras():
    x = np.random.default_rng(0).normal(size=(2, 9, 3)).astype("float32")
    assert_same_layer(layers.GlobalAveragePooling1D(), keras.layers.GlobalAveragePooling1D(), x)


def test_the_place_does_not_matter():
    x = np.random.default_rng(0).normal(size=(2, 9, 3)).astype("float32")
    layer = layers.GlobalAveragePooling1D()
    np.testing.assert_allclose(numbers(layer(x[:, ::-1].copy())), numbers(layer(x)), rtol=1e-5, atol=1e-6)


def test_masked_steps_do_not_count_and_a_row_without_steps_gives_nothing():
    x = np.array([[[1.0], [3.0], [9.0]], [[1.0], [2.0], [3.0]]], "float32")
    mask = ops.convert_to_tensor([[True, True, False], [False, False, False]])
    np.testing.assert_array_equal(numbers(layers.GlobalAveragePooling1D()(x, mask=mask)), [[2.0], [0.0]])
