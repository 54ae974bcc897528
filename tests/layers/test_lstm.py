"""An LSTM layer takes over a trained one of Keras's."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund import layers


def test_weights_of_keras_fit_and_mean_the_same():
    x = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")
    theirs = keras.layers.LSTM(4, activation="relu", recurrent_activation="hard_sigmoid")
    ours = layers.LSTM(4, activation="relu", recurrent_activation=keras.activations.hard_sigmoid)
    theirs(x), ours(x)
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(numbers(ours(x)), numbers(theirs(x)), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(gradient(ours, x), gradient(theirs, x), rtol=1e-4, atol=1e-5)


def test_four_gates_worth_of_weights():
    layer = layers.LSTM(4)
    layer.build((None, None, 3))
    assert layer.count_params() == 4 * (3 * 4 + 4 * 4 + 4)


def test_the_output_is_the_first_of_two_states():
    output, h, c = layers.LSTM(4, return_state=True)(np.ones((2, 5, 3), "float32"))
    np.testing.assert_array_equal(numbers(output), numbers(h))
    assert np.any(numbers(h) != numbers(c))


def test_no_units_is_refused():
    with pytest.raises(ValueError, match=r"Received: units=2\.0"):
        layers.LSTM(2.0)
