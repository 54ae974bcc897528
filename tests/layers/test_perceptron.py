import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradients_of, numbers
from keras import ops

from dlfund import layers


def neuron(weights, bias, **options):
    layer = layers.Perceptron(**options)
    layer(np.zeros((1, len(weights)), "float32"))
    layer.set_weights([np.reshape(weights, (-1, 1)), np.array([bias])])
    return layer


def test_worked_by_hand():
    layer = neuron([0.5, -0.25], 1.0, activation="sigmoid")
    x = ops.array([[2.0, 8.0]])
    # 0.5·2 − 0.25·8 + 1 = 0, and the sigmoid of 0 is 1/2 with the slope 1/4
    assert numbers(layer(x)) == [[0.5]]
    kernel, bias = gradients_of(layer, x, weights=1.0).values()
    np.testing.assert_allclose(kernel, [[0.5], [2.0]])
    np.testing.assert_allclose(bias, [0.25])


def test_decides_at_the_threshold():
    x = np.array([[-1.0], [0.0], [1.0]], "float32")
    np.testing.assert_array_equal(numbers(neuron([1.0], 0.0).decide(x)), [[0], [1], [1]])
    np.testing.assert_array_equal(numbers(neuron([1.0], 0.0, threshold=0.7).decide(x)), [[0], [0], [1]])
    np.testing.assert_array_equal(numbers(neuron([1.0], 0.0, threshold=0.1).decide(x)), [[1], [1], [1]])


def test_one_neuron_computes_and_but_no_neuron_computes_xor():
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
    np.testing.assert_array_equal(numbers(neuron([1.0, 1.0], -1.5, activation="step")(x))[:, 0], [0, 0, 0, 1])
    for answers in _all_decisions(x):
        assert answers != (0, 1, 1, 0)


def _all_decisions(x):
    grid = np.linspace(-2, 2, 9)
    for first in grid:
        for second in grid:
            for bias in grid:
                yield tuple((x @ [first, second] + bias >= 0).astype(int))


def test_equals_a_dense_layer_of_keras():
    x = np.random.default_rng(0).normal(size=(6, 3)).astype("float32")
    assert_same_layer(layers.Perceptron(activation="sigmoid"), keras.layers.Dense(1, activation="sigmoid"), x)


def test_units_must_be_a_whole_number():
    with pytest.raises(ValueError, match=r"whole number above 0\. Received: units=0"):
        layers.Perceptron(0)
