import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import numbers

from dlfund import layers


@pytest.mark.parametrize("padding", ["valid", "same", "causal"])
@pytest.mark.parametrize("strides, dilation_rate", [(1, 1), (2, 1), (1, 2)])
@pytest.mark.parametrize("use_bias", [True, False])
def test_equals_keras(padding, strides, dilation_rate, use_bias):
    options = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate, "use_bias": use_bias}
    x = np.random.default_rng(0).normal(size=(2, 9, 3)).astype("float32")
    ours = layers.Conv1D(4, 3, activation="relu", **options)
    assert_same_layer(ours, keras.layers.Conv1D(4, 3, activation="relu", **options), x, tolerance=1e-5)


def test_an_unknown_padding_is_refused():
    with pytest.raises(ValueError, match="Received: padding='full'"):
        layers.Conv1D(4, 3, padding="full")


def test_a_window_longer_than_the_input_is_refused():
    with pytest.raises(ValueError, match="Use a smaller window"):
        layers.Conv1D(4, 9).compute_output_shape((None, 5, 3))


@pytest.mark.parametrize("kernel_size", [0, 2.5, (1, 2, 3)])
def test_window_sizes_are_whole_numbers(kernel_size):
    with pytest.raises(ValueError, match="Expected kernel_size to be a whole number above 0"):
        layers.Conv1D(4, kernel_size)


def test_worked_by_hand():
    layer = layers.Conv1D(1, 2)
    x = np.array([1.0, 2.0, 4.0], "float32").reshape(1, 3, 1)
    layer(x)
    layer.set_weights([np.array([-1.0, 1.0]).reshape(2, 1, 1), np.array([0.5])])
    np.testing.assert_array_equal(numbers(layer(x))[0, :, 0], [1.5, 2.5])  # differences, and the bias


def test_causal_steps_do_not_see_the_future():
    x = np.random.default_rng(0).normal(size=(1, 8, 2)).astype("float32")
    layer = layers.Conv1D(3, 3, padding="causal", dilation_rate=2)
    before = numbers(layer(x))
    x[:, 5:] += 100
    np.testing.assert_allclose(numbers(layer(x))[:, :5], before[:, :5], rtol=1e-5, atol=1e-6)
    assert np.any(numbers(layer(x))[:, 5:] != before[:, 5:])
