"""The arguments of Keras's ReLU: slope, largest value, threshold."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund import activations

X = np.array([-8.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 5.5, 6.0, 8.0], "float32")
ARGUMENTS = [
    {"negative_slope": 0.1},
    {"max_value": 6.0},
    {"threshold": 1.0},
    {"negative_slope": 0.5, "max_value": 2.0, "threshold": 0.25},
    {"negative_slope": 0.2, "threshold": -1.0},
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
def test_it_equals_keras(arguments):
    ours, theirs = activations.relu(X, **arguments), keras.activations.relu(X, **arguments)
    np.testing.assert_allclose(numbers(ours), numbers(theirs), rtol=1e-6)
    assert str(ours.dtype) == str(theirs.dtype)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
def test_its_derivative_is_its_slope(arguments):
    corners = [0.0, arguments.get("threshold", 0.0), arguments.get("max_value", 0.0)]
    x = X[~np.isin(X, corners)]
    slope = numbers(activations.derivative(activations.relu)(x, **arguments))
    np.testing.assert_allclose(slope, gradient(lambda x: activations.relu(x, **arguments), x, 1.0), rtol=1e-6)


def test_places_are_those_of_keras():
    np.testing.assert_array_equal(numbers(activations.relu(X, 0.1, 6.0)), numbers(keras.activations.relu(X, 0.1, 6.0)))
