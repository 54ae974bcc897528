import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import numbers

from dlfund import layers


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides, dilation_rate", [(1, 1), (2, 1), (1, 2)])
@pytest.mark.parametrize("use_bias", [True, False])
def test_equals_keras(padding, strides, dilation_rate, use_bias):
    options = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate, "use_bias": use_bias}
    x = np.random.default_rng(0).normal(size=(2, 9, 8, 3)).astype("float32")
    ours = layers.Conv2D(4, (3, 2), activation="relu", **options)
    assert_same_layer(ours, keras.layers.Conv2D(4, (3, 2), activation="relu", **options), x, tolerance=1e-5)


def test_an_unknown_padding_is_refused():
    with pytest.raises(ValueError, match="Received: padding='full'"):
        layers.Conv2D(4, 3, padding="full")


def test_a_window_longer_than_the_input_is_refused():
    with pytest.raises(ValueError, match="Use a smaller window"):
        layers.Conv2D(4, 9).compute_output_shape((None, 5, 5, 3))


@pytest.mark.parametrize("kernel_size", [0, 2.5, (1, 2, 3)])
def test_window_sizes_are_whole_numbers(kernel_size):
    with pytest.raises(ValueError, match="Expected kernel_size to be a whole number above 0"):
        layers.Conv2D(4, kernel_size)


def test_worked_by_hand():
    layer = layers.Conv2D(1, 2, use_bias=False)
    x = np.arange(9, dtype="float32").reshape(1, 3, 3, 1)
    layer(x)
    layer.set_weights([np.array([[1.0, 0.0], [0.0, -1.0]]).reshape(2, 2, 1, 1)])
    np.testing.assert_array_equal(numbers(layer(x)).ravel(), [-4.0] * 4)  # x_ij − x_{i+1,j+1}


def test_what_is_learned_here_is_found_there():
    x = np.zeros((1, 8, 8, 1), "float32")
    x[0, 2, 2] = 1
    layer = layers.Conv2D(2, 3, padding="same", use_bias=False)
    moved = np.roll(x, (2, 1), axis=(1, 2))
    expected = np.roll(numbers(layer(x)), (2, 1), axis=(1, 2))
    np.testing.assert_allclose(numbers(layer(moved)), expected, atol=1e-6)


@pytest.mark.parametrize(
    "name, shape, guess",
    [("Conv2D", (2, 5, 3), r"expand_dims\(x, -1\)"), ("Conv1D", (2, 8, 8, 3), "Conv2D takes 4 axes")],
)
def test_an_input_of_other_axes_is_refused(name, shape, guess):
    with pytest.raises(ValueError, match=f"for {name}. Received: an input of shape .*{guess}"):
        getattr(layers, name)(3, 3)(np.ones(shape, "float32"))
