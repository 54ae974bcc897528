"""Finite differences agree with a right gradient, name a wrong one, and give no verdict in float32."""

import keras
import numpy as np
import pytest
from explain.four_models import specimens
from keras import ops

from dlfund import explain
from dlfund.core.errors import UserError


class HalfForgotten(keras.layers.Layer):
    """A product of two weights that passes no gradient on to one of them."""

    def build(self, input_shape):
        self.right = self.add_weight(name="right", shape=(), initializer="ones")
        self.wrong = self.add_weight(name="wrong", shape=(), initializer="ones")

    def call(self, x):
        return x * self.right * ops.stop_gradient(self.wrong) + self.wrong


SLOW_ON_JAX = ["residual cnn", "bidirectional lstm"]  # they compile for half a minute
NAMES = ["two inputs", "subclassed"] + (SLOW_ON_JAX if keras.backend.backend() != "jax" else [])


@pytest.mark.parametrize("name", NAMES)
def test_agrees_to_eight_digits(name):
    model, x, y, loss = specimens(name)
    before = None if not model.built else model.get_weights()
    actual = explain.gradient_check(model, x, y, loss=loss, samples=2)
    assert actual.passed
    assert actual.worst.error < 1e-8
    assert before is None or all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert model.dtype == "float32"
    assert keras.backend.result_type("float64", "float32") == ("float64" if on_tensorflow() else "float32")


def on_tensorflow():
    return keras.backend.backend() == "tensorflow"


def test_names_the_weight_whose_gradient_is_wrong():
    model = keras.Sequential([keras.Input((3,)), HalfForgotten(name="half")])
    actual = explain.gradient_check(model, np.ones((2, 3)), np.full((2, 3), 3.0), loss="mse")
    assert not actual.passed
    assert actual.worst.weight == "half/wrong"
    assert actual.weights[1].error < 1e-8
    assert "do NOT agree: worst is half/wrong" in str(actual)


def test_a_model_inside_a_model_keeps_float64_and_corners_are_left_out():
    """|x| has a corner at 0, however near one looks; a sharp bend has none."""
    inner = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, use_bias=False, name="bend")], name="inner")
    inputs = keras.Input((2,))
    model = keras.Model(inputs, keras.layers.ReLU()(inner(inner(inputs))))
    model.set_weights([np.array([[0.5, 0.0], [0.3, -0.7]])])
    actual = explain.gradient_check(model, np.array([[1.0, 0.0]]), np.array([[1.0, 2.0]]), loss="mse", samples=0)
    assert actual.passed
    assert actual.worst.error < 1e-8
    assert (actual.worst.corners, actual.worst.checked) == (1, 3)


@pytest.mark.parametrize("back", [False, True], ids=["float32 goes on", "float32 is hidden"])
def test_gives_no_verdict_in_float32(back):
    layers = [keras.layers.Dense(4, "tanh"), Rounds(back=back), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((3,)), *layers])
    with pytest.raises(UserError, match="best possible error in float32 is 2e-3"):
        explain.gradient_check(model, np.ones((2, 3)), np.ones((2, 1)), loss="mse")


class Rounds(keras.layers.Layer):
    """Casts by itself, so that the last digits of a float64 do not survive it."""

    def __init__(self, back):
        super().__init__()
        self.back = back

    def call(self, x):
        rounded = ops.cast(x, "float32")
        return ops.cast(rounded, x.dtype) if self.back else rounded
