"""One step of a memory behind three gates."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import layers


def test_a_step_by_hand():
    """All gates at σ(0) = 1/2, candidate tanh(x): c = 0.5 · 4 + 0.5 · tanh(1), h = 0.5 · tanh(c)."""
    cell = layers.LSTMCell(1)
    cell(np.zeros((1, 1), "float32"))
    cell.set_weights([np.array([[0.0, 0.0, 1.0, 0.0]]), np.zeros((1, 4)), np.zeros(4)])
    _, (h, c) = cell(np.array([[1.0]], "float32"), [ops.array([[9.0]]), ops.array([[4.0]])])
    carry = 2 + 0.5 * np.tanh(1.0)
    assert float(numbers(c)[0, 0]) == pytest.approx(carry)
    assert float(numbers(h)[0, 0]) == pytest.approx(0.5 * np.tanh(carry))


def test_the_forget_gate_starts_open():
    cell = layers.LSTMCell(2)
    cell.build((None, 3))
    assert numbers(cell.bias).tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    plain = layers.LSTMCell(2, unit_forget_bias=False)
    plain.build((None, 3))
    assert not numbers(plain.bias).any()


def test_gates_that_keep_all_and_write_nothing_carry_the_memory_on():
    cell = layers.LSTMCell(3)
    x = np.ones((2, 4), "float32")
    h, c = ops.zeros((2, 3)), ops.convert_to_tensor(np.arange(6.0).reshape(2, 3).astype("float32"))
    cell(x, [h, c])
    cell.bias.assign(np.repeat([-100.0, 100.0, 0.0, 0.0], 3))
    np.testing.assert_array_equal(numbers(cell(x, [h, c])[1][1]), numbers(c))


@settings(max_examples=5)
@given(batch=st.integers(1, 4), features=st.integers(1, 5), units=st.integers(1, 5), use_bias=st.booleans())
def test_values_and_gradients_equal_keras(batch, features, units, use_bias):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(batch, features)).astype("float32")
    states = [ops.convert_to_tensor(generator.normal(size=(batch, units)).astype("float32")) for _ in range(2)]
    ours = layers.LSTMCell(units, use_bias=use_bias)
    theirs = keras.layers.LSTMCell(units, use_bias=use_bias)
    ours(x, states), theirs(x, states)
    ours.set_weights([generator.normal(size=weight.shape) for weight in theirs.get_weights()])
    theirs.set_weights(ours.get_weights())
    for mine, reference in zip(ours(x, states)[1], theirs(x, states)[1], strict=True):
        np.testing.assert_allclose(numbers(mine), numbers(reference), rtol=1e-5, atol=1e-6)
    mine, reference = (gradient(lambda t, cell=cell: cell(t, states)[1], x) for cell in (ours, theirs))
    np.testing.assert_allclose(mine, reference, rtol=1e-4, atol=1e-6)


def test_no_units_is_refused():
    with pytest.raises(ValueError, match="Received: units=-1"):
        layers.LSTMCell(-1)
