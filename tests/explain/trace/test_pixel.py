"""A convolution's pixel is its patch times its filter, wherever it lies."""

import keras
import numpy as np
import pytest

from dlfund import explain, layers
from dlfund.core.errors import UserError

SHAPES = {
    "same": {"padding": "same"},
    "strided": {"padding": "same", "strides": 2},
    "dilated": {"padding": "valid", "dilation_rate": 2},
}


def check(model, x):
    step = explain.trace(model, x, np.zeros(model(x).shape), loss="mse")
    (call,) = step.calls
    gradient = np.zeros_like(call.weights["kernel"])
    first = call.weights["kernel"].shape[-2]
    for place in np.ndindex(call.output.shape):
        actual = call.pixel(*place)
        assert actual.products.sum() + actual.bias == pytest.approx(call.preactivation[place], abs=1e-5)
        assert actual.patch.shape[-1] == first
        gradient[..., place[-1]] += actual.filter_gradient
    np.testing.assert_allclose(gradient, call.weight_gradients["kernel"], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("convolution", [keras.layers.Conv2D, layers.Conv2D])
@pytest.mark.parametrize("options", SHAPES.values(), ids=SHAPES)
def test_every_pixel_and_the_filters_whole_gradient(convolution, options):
    x = np.random.default_rng(0).normal(size=(2, 6, 5, 2)).astype("float32")
    check(keras.Sequential([keras.Input((6, 5, 2)), convolution(3, (3, 2), activation="tanh", **options)]), x)


def test_causal_and_grouped_along_time():
    x = np.random.default_rng(0).normal(size=(2, 7, 4)).astype("float32")
    check(keras.Sequential([keras.Input((7, 4)), keras.layers.Conv1D(6, 3, padding="causal")]), x)
    check(keras.Sequential([keras.Input((7, 4)), keras.layers.Conv1D(6, 3, groups=2)]), x)


@pytest.mark.parametrize("convolution", [keras.layers.Conv2D, layers.Conv2D])
def test_the_trace_shows_the_pixel_that_the_loss_answers_most_to(convolution):
    x = np.random.default_rng(0).normal(size=(1, 4, 4, 1)).astype("float32")
    model = keras.Sequential([keras.Input((4, 4, 1)), convolution(2, 3, activation="tanh", name="edges")])
    step = explain.trace(model, x, np.ones((1, 2, 2, 2)), loss="mse")
    delta = step["edges"].delta
    place = tuple(int(at) for at in np.unravel_index(np.abs(delta).argmax(), delta.shape))
    assert f"at row, place and channel {place}" in step.text()


def test_only_convolutions_have_pixels():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="head")])
    step = explain.trace(model, [[1.0, 2.0]], [[0.0]], loss="mse")
    with pytest.raises(UserError, match=r"Expected a convolution\. Received: head, a Dense"):
        step["head"].pixel(0, 0)
