import keras
import numpy as np
from contracts.equality import assert_same_layer
from contracts.gradients import numbers

from dlfund import layers


def test_equals_keras():
    x = np.random.default_rng(0).normal(size=(2, 9, 8, 3)).astype("float32")
    assert_same_layer(layers.GlobalMaxPooling2D(), keras.layers.GlobalMaxPooling2D(), x)


def test_the_place_does_not_matter():
    x = np.random.default_rng(0).normal(size=(2, 9, 8, 3)).astype("float32")
    layer = layers.GlobalMaxPooling2D()
    np.testing.assert_allclose(numbers(layer(x[:, ::-1].copy())), numbers(layer(x)), rtol=1e-5, atol=1e-6)
