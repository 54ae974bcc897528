"""One step of the plainest memory."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import layers


def test_a_step_by_hand():
    """x = 2, h = 3, W = 0.5, U = −1, b = 1: relu(1 − 3 + 1) = 0; with U = 1: 5."""
    cell = layers.SimpleRNNCell(1, activation="relu")
    cell(np.zeros((1, 1), "float32"))
    for recurrent, expected in ((-1.0, 0.0), (1.0, 5.0)):
        cell.set_weights([np.array([[0.5]]), np.array([[recurrent]]), np.array([1.0])])
        output, (state,) = cell(np.array([[2.0]], "float32"), [ops.array([[3.0]])])
        assert float(numbers(output)[0, 0]) == float(numbers(state)[0, 0]) == expected


@settings(max_examples=5)
@given(batch=st.integers(1, 4), features=st.integers(1, 5), units=st.integers(1, 5), use_bias=st.booleans())
def test_values_and_gradients_equal_keras(batch, features, units, use_bias):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(batch, features)).astype("float32")
    h = ops.convert_to_tensor(generator.normal(size=(batch, units)).astype("float32"))
    ours = layers.SimpleRNNCell(units, use_bias=use_bias)
    theirs = keras.layers.SimpleRNNCell(units, use_bias=use_bias)
    ours(x, [h]), theirs(x, [h])
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(numbers(ours(x, [h])[0]), numbers(theirs(x, [h])[0]), rtol=1e-5, atol=1e-6)
    mine, reference = (gradient(lambda t, cell=cell: cell(t, [h])[0], x) for cell in (ours, theirs))
    np.testing.assert_allclose(mine, reference, rtol=1e-4, atol=1e-6)


def test_no_units_is_refused():
    with pytest.raises(ValueError, match="Received: units=0"):
        layers.SimpleRNNCell(0)
