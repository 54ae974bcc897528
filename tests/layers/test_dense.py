import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradients_of, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import activations, layers


def test_worked_by_hand():
    layer = layers.Dense(2, activation=activations.relu)
    x = ops.array([[1.0, 2.0]])
    layer(x)
    layer.set_weights([np.array([[1.0, -1.0], [3.0, -2.0]]), np.array([0.5, 0.5])])
    # unit 1: 1·1 + 2·3 + 0.5 = 7.5; unit 2: 1·(−1) + 2·(−2) + 0.5 = −4.5, which ReLU drops
    np.testing.assert_array_equal(numbers(layer(x)), [[7.5, 0.0]])
    kernel, bias = gradients_of(layer, x, weights=1.0).values()
    np.testing.assert_array_equal(kernel, [[1.0, 0.0], [2.0, 0.0]])  # the input, for the unit that fires
    np.testing.assert_array_equal(bias, [1.0, 0.0])


@settings(max_examples=10)
@given(
    shape=st.sampled_from([(3, 4), (1, 1), (2, 5, 3), (2, 2, 2, 2)]),
    units=st.sampled_from([1, 5]),
    activation=st.sampled_from([None, "relu", "tanh"]),
    use_bias=st.booleans(),
    large=st.sampled_from([1.0, 1e30]),
)
def test_equals_keras(shape, units, activation, use_bias, large):
    x = np.random.default_rng(0).normal(size=shape).astype("float32") * np.float32(large)
    ours = layers.Dense(units, activation=activation, use_bias=use_bias)
    theirs = keras.layers.Dense(units, activation=activation, use_bias=use_bias)
    assert_same_layer(ours, theirs, x)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e-40, 0.0])
def test_extreme_numbers_behave_as_in_keras(value):
    x = np.array([[value, 1.0]], "float32")
    assert_same_layer(layers.Dense(2, activation="sigmoid"), keras.layers.Dense(2, activation="sigmoid"), x)


def test_dense_is_weighted_sum_bias_and_activation():
    x = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    dense = layers.Dense(4, activation="sigmoid", bias_initializer="random_normal")
    parts = keras.Sequential([layers.WeightedSum(4), layers.Bias(), keras.layers.Activation(activations.sigmoid)])
    dense(x), parts(x)
    parts.set_weights(dense.get_weights())
    np.testing.assert_allclose(numbers(parts(x)), numbers(dense(x)), rtol=1e-6)


def test_a_stack_without_activations_is_one_layer():
    x = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    first, second = layers.Dense(4, use_bias=False), layers.Dense(2, use_bias=False)
    stacked = numbers(second(first(x)))
    np.testing.assert_allclose(stacked, x @ (numbers(first.kernel) @ numbers(second.kernel)), rtol=1e-4, atol=1e-6)


def test_an_equal_start_keeps_twins():
    x = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
    twins = layers.Dense(4, activation="tanh", kernel_initializer="ones")
    model = keras.Sequential([twins, layers.Dense(1, kernel_initializer="ones")])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(x, x.sum(1), epochs=3, verbose=0)
    kernel = numbers(twins.kernel)
    assert np.any(kernel != 1)  # it has learned
    np.testing.assert_allclose(kernel, np.repeat(kernel[:, :1], 4, axis=1), rtol=1e-5)  # and is one unit still


@pytest.mark.parametrize("units", [0, -1, 2.0, "8"])
def test_units_must_be_a_whole_number(units):
    with pytest.raises(ValueError, match=f"whole number above 0. Received: units={units!r}"):
        layers.Dense(units)


def test_a_class_for_an_initializer_is_named():
    from dlfund import initializers

    with pytest.raises(ValueError, match=r"Pass an instance, Zeros\(\), not the class"):
        layers.Dense(2, kernel_initializer=initializers.Zeros)


def test_an_unknown_argument_is_not_swallowed():
    with pytest.raises((TypeError, ValueError), match="activaton"):
        layers.Dense(2, activaton="relu")


def test_an_activation_that_learns_is_trained_with_the_layer():
    layer = layers.Dense(3, activation=activations.ParametricBlend("selu", start=0.5))
    gradients = gradients_of(layer, np.ones((2, 3), "float32"))
    assert len(gradients) == 3
    assert all(np.any(value != 0) for value in gradients.values())


@pytest.mark.parametrize("kind", ["Dense", "Conv1D", "Conv2D", "NTKDense", "SimpleRNNCell", "GRUCell", "LSTMCell"])
def test_without_a_bias_the_bias_is_none(kind):
    arguments = (2, 3) if "Conv" in kind else (2,)
    layer = getattr(layers, kind)(*arguments, use_bias=False)
    layer.build({"Conv1D": (None, 8, 2), "Conv2D": (None, 8, 8, 2)}.get(kind, (None, 2)))
    assert layer.bias is None
