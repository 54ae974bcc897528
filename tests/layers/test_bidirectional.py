"""A sequence read from both ends."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from keras import ops

from dlfund import layers

X = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0]], bool)


@pytest.mark.parametrize("merge_mode", ["concat", "sum", "ave", "mul"])
@pytest.mark.parametrize("return_sequences", [True, False])
def test_values_and_gradients_equal_keras(merge_mode, return_sequences):
    ours = layers.Bidirectional(layers.GRU(4, return_sequences=return_sequences), merge_mode=merge_mode)
    theirs = keras.layers.Bidirectional(keras.layers.GRU(4, return_sequences=return_sequences), merge_mode=merge_mode)
    ours(X), theirs(X)
    theirs.set_weights(ours.get_weights())
    for mask in (None, ops.convert_to_tensor(MASK)):
        np.testing.assert_allclose(numbers(ours(X, mask=mask)), numbers(theirs(X, mask=mask)), rtol=1e-5, atol=1e-6)
    if merge_mode == "concat":
        np.testing.assert_allclose(gradient(ours, X), gradient(theirs, X), rtol=1e-4, atol=1e-5)


def test_states_go_in_and_come_out_forward_first():
    ours = layers.Bidirectional(layers.LSTM(4, return_state=True))
    theirs = keras.layers.Bidirectional(keras.layers.LSTM(4, return_state=True))
    ours(X), theirs(X)
    theirs.set_weights(ours.get_weights())
    states = [np.full((3, 4), value, "float32") for value in (0.1, 0.2, 0.3, 0.4)]
    received, expected = ours(X, initial_state=states), theirs(X, initial_state=states)
    assert len(received) == 5
    for mine, reference in zip(received, expected, strict=True):
        np.testing.assert_allclose(numbers(mine), numbers(reference), rtol=1e-5, atol=1e-6)


def test_the_first_step_knows_the_last():
    layer = layers.Bidirectional(layers.GRU(4, return_sequences=True))
    moved = X.copy()
    moved[:, -1] += 1.0
    change = np.abs(numbers(layer(X)) - numbers(layer(moved)))[:, 0]
    assert change[:, :4].max() == 0  # the half that reads forwards
    assert change[:, 4:].min() > 0


def test_the_two_directions_start_apart_and_the_given_layer_is_left_alone():
    given = layers.SimpleRNN(4)
    layer = layers.Bidirectional(given)
    layer(X)
    assert not given.built
    assert np.any(numbers(layer.forward_layer.cell.kernel) != numbers(layer.backward_layer.cell.kernel))


def test_wraps_keras_own_layers_too():
    assert tuple(layers.Bidirectional(keras.layers.GRU(4))(X).shape) == (3, 8)


def test_a_class_or_an_unknown_merge_is_refused():
    with pytest.raises(ValueError, match=r"Pass an instance such as GRU\(32\), not the class"):
        layers.Bidirectional(layers.GRU)
    with pytest.raises(ValueError, match="Received: 'max'"):
        layers.Bidirectional(layers.GRU(2), merge_mode="max")


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
@pytest.mark.parametrize(
    "options", [{}, {"return_sequences": True}, {"return_sequences": True, "return_state": True}, {"stateful": True}]
)
def test_keras_own_bidirectional_goes_around_ours(kind, options):
    ours, theirs = (keras.layers.Bidirectional(getattr(place, kind)(4, **options)) for place in (layers, keras.layers))
    ours(X), theirs(X)
    ours.set_weights(theirs.get_weights())
    if options.get("stateful"):
        for layer in (ours, theirs):
            layer.reset_state()
            layer(X)  # the next batch starts where this one ends
    for mask in (None,) if options.get("stateful") else (None, ops.convert_to_tensor(MASK)):
        received, expected = (layer(X, mask=mask) for layer in (ours, theirs))
        if not options.get("return_state"):
            received, expected = [received], [expected]
        for mine, reference in zip(received, expected, strict=True):
            np.testing.assert_allclose(numbers(mine), numbers(reference), rtol=1e-5, atol=1e-6)
    again = keras.layers.Bidirectional.from_config(ours.get_config())
    assert type(again.backward_layer) is type(ours.backward_layer)


def test_it_takes_a_backward_layer_of_ours():
    backward = layers.GRU(4, go_backwards=True)
    layer = keras.layers.Bidirectional(layers.GRU(4), backward_layer=backward)
    assert tuple(layer(X).shape) == (3, 8)


@pytest.mark.parametrize("make", [layers.Bidirectional, keras.layers.Bidirectional])
def test_its_own_dtype_is_the_outputs(make):
    layer = make(layers.SimpleRNN(4), dtype="mixed_float16")
    assert keras.backend.standardize_dtype(layer(X).dtype) == layer.compute_dtype == "float16"


def test_a_residual_connection_answers_in_its_own_dtype():
    y = layers.Residual(layers.Dense(2), dtype="mixed_float16")(X)
    assert keras.backend.standardize_dtype(y.dtype) == "float16"
