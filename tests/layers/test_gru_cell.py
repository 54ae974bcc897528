"""One step of a gated memory."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import layers


def test_a_step_by_hand():
    """Gates at σ(0) = 1/2, candidate tanh(x): h = 0.5 · 4 + 0.5 · tanh(1)."""
    cell = layers.GRUCell(1)
    cell(np.zeros((1, 1), "float32"))
    cell.set_weights([np.array([[0.0, 0.0, 1.0]]), np.zeros((1, 3)), np.zeros((2, 3))])
    output, _ = cell(np.array([[1.0]], "float32"), [ops.array([[4.0]])])
    assert float(numbers(output)[0, 0]) == pytest.approx(2 + 0.5 * np.tanh(1.0))


def test_an_update_gate_at_one_copies_the_memory():
    cell = layers.GRUCell(3)
    x, h = np.ones((2, 4), "float32"), ops.convert_to_tensor(np.arange(6.0).reshape(2, 3).astype("float32"))
    cell(x, [h])
    keep = np.zeros((2, 9), "float32")
    keep[0, :3] = 100.0  # the bias of z
    cell.bias.assign(keep)
    np.testing.assert_array_equal(numbers(cell(x, [h])[0]), numbers(h))


@settings(max_examples=5)
@given(
    batch=st.integers(1, 4),
    features=st.integers(1, 5),
    units=st.integers(1, 5),
    use_bias=st.booleans(),
    reset_after=st.booleans(),
)
def test_values_and_gradients_equal_keras(batch, features, units, **options):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(batch, features)).astype("float32")
    h = ops.convert_to_tensor(generator.normal(size=(batch, units)).astype("float32"))
    ours, theirs = layers.GRUCell(units, **options), keras.layers.GRUCell(units, **options)
    ours(x, [h]), theirs(x, [h])
    ours.set_weights([generator.normal(size=weight.shape) for weight in theirs.get_weights()])
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(numbers(ours(x, [h])[0]), numbers(theirs(x, [h])[0]), rtol=1e-5, atol=1e-6)
    mine, reference = (gradient(lambda t, cell=cell: cell(t, [h])[0], x) for cell in (ours, theirs))
    np.testing.assert_allclose(mine, reference, rtol=1e-4, atol=1e-6)


def test_no_units_is_refused():
    with pytest.raises(ValueError, match="Received: units='8'"):
        layers.GRUCell("8")
