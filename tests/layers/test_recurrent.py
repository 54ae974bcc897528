"""The time loop: equal to Keras's in value and gradient, with masks, states and both directions."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, gradients_of, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import layers

PAIRS = {
    "SimpleRNN": (layers.SimpleRNN, keras.layers.SimpleRNN),
    "GRU": (layers.GRU, keras.layers.GRU),
    "LSTM": (layers.LSTM, keras.layers.LSTM),
}
every_kind = pytest.mark.parametrize("kind", PAIRS)


def twins(kind, x, **options):
    """Our layer and Keras's with the same weights, none of them zero."""
    ours, theirs = (cls(3, **options) for cls in PAIRS[kind])
    ours(x), theirs(x)
    generator = np.random.default_rng(0)
    weights = [generator.normal(size=weight.shape).astype("float32") * 0.5 for weight in theirs.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    return ours, theirs


def sequences(batch=3, time=5, features=2, seed=0):
    return np.random.default_rng(seed).normal(size=(batch, time, features)).astype("float32")


def assert_same(ours, theirs, **tolerance):
    tolerance = {"rtol": 1e-5, "atol": 1e-6, **tolerance}
    for a, b in zip(keras.tree.flatten(ours), keras.tree.flatten(theirs), strict=True):
        np.testing.assert_allclose(numbers(a), numbers(b), **tolerance)


@settings(max_examples=6)
@given(
    kind=st.sampled_from(sorted(PAIRS)),
    batch=st.integers(1, 4),
    time=st.integers(1, 6),
    features=st.integers(1, 5),
    return_sequences=st.booleans(),
    return_state=st.booleans(),
    go_backwards=st.booleans(),
)
def test_values_equal_keras(kind, batch, time, features, **options):
    x = sequences(batch, time, features)
    ours, theirs = twins(kind, x, **options)
    assert_same(ours(x), theirs(x))


@every_kind
@pytest.mark.parametrize("return_sequences", [False, True])
def test_gradients_equal_keras(kind, return_sequences):
    x = sequences()
    ours, theirs = twins(kind, x, return_sequences=return_sequences)
    np.testing.assert_allclose(gradient(ours, x), gradient(theirs, x), rtol=1e-4, atol=1e-5)
    for mine, reference in zip(gradients_of(ours, x).values(), gradients_of(theirs, x).values(), strict=True):
        np.testing.assert_allclose(mine, reference, rtol=1e-4, atol=1e-5)


@every_kind
@pytest.mark.parametrize("go_backwards", [False, True])
def test_masked_steps_leave_output_and_memory_as_they_were(kind, go_backwards):
    x = sequences()
    mask = np.array([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0], [1, 0, 1, 0, 1]], bool)
    ours, theirs = twins(kind, x, return_sequences=True, return_state=True, go_backwards=go_backwards)
    received = ours(x, mask=ops.convert_to_tensor(mask))
    assert_same(received, theirs(x, mask=ops.convert_to_tensor(mask)))
    shorter = twins(kind, x, return_state=True, go_backwards=go_backwards)[0]
    assert_same([part[1:2] for part in received[1:]], shorter(x[1:2, :2])[1:])


@every_kind
def test_the_initial_state_is_where_reading_goes_on(kind):
    """Reading five steps is reading two, then three from where the two ended."""
    x = sequences()
    ours, theirs = twins(kind, x, return_state=True)
    _, *halfway = ours(x[:, :2])
    whole, continued = ours(x), ours(x[:, 2:], initial_state=halfway)
    assert_same(whole, continued)
    assert_same(continued, theirs(x[:, 2:], initial_state=halfway))


@every_kind
@pytest.mark.parametrize("value", [0.0, 1e30, -1e30, 1e-40, np.inf, -np.inf, np.nan])
def test_extreme_values_behave_like_keras(kind, value):
    x = sequences()
    ours, theirs = twins(kind, x)
    x[0, 2, 1] = value
    received = numbers(ours(x))
    np.testing.assert_allclose(received, numbers(theirs(x)), rtol=1e-5, atol=1e-6)
    assert np.isfinite(received[1:]).all()


@every_kind
def test_a_mask_made_by_a_layer_below_arrives(kind):
    x = sequences()
    x[:, 3:] = 0.0
    layer = PAIRS[kind][0](3)
    masked = keras.layers.Masking()
    np.testing.assert_allclose(numbers(layer(masked(x))), numbers(layer(x[:, :3])), rtol=1e-5, atol=1e-6)


@every_kind
def test_any_length_after_training_on_one(kind):
    inputs = keras.Input((None, 2))
    model = keras.Model(inputs, PAIRS[kind][0](3)(inputs))
    assert [tuple(model(sequences(time=time)).shape) for time in (1, 4)] == [(3, 3), (3, 3)]


def test_a_cell_of_ones_own_walks_too():
    class Sum(keras.layers.Layer):
        units = 2
        state_size = 2

        def project(self, x):
            return 2 * x

        def step(self, projected, states):
            total = states[0] + projected
            return total, [total]

    layer = layers.Recurrent(Sum(), return_sequences=True)
    x = np.array([[[1.0, 10.0], [2.0, 20.0]]], "float32")
    assert numbers(layer(x)).tolist() == [[[2.0, 20.0], [6.0, 60.0]]]


def test_dlfund_cells_also_run_in_keras_own_loop():
    x = sequences()
    ours = layers.Recurrent(layers.GRUCell(3))
    theirs = keras.layers.RNN(layers.GRUCell(3))
    ours(x), theirs(x)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(x), theirs(x))


def test_a_cell_of_the_wrong_kind_is_refused():
    with pytest.raises(ValueError, match=r"Pass an instance such as GRUCell\(32\)"):
        layers.Recurrent(layers.GRUCell)
    with pytest.raises(ValueError, match=r"a cell of Keras's own goes into keras\.layers\.RNN"):
        layers.Recurrent(keras.layers.GRUCell(3))
