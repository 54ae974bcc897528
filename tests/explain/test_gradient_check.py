"""Finite differences agree with a right gradient, name a wrong one, and give no verdict in float32."""

import keras
import numpy as np
import pytest
from explain.four_models import specimens
from keras import ops

from dlfund import explain
from dlfund.sentence import UserError

float64 = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="keras.ops keeps float64 on TensorFlow only"
)


class HalfForgotten(keras.layers.Layer):
    """A product of two weights that passes no gradient on to one of them."""

    def build(self, input_shape):
        self.right = self.add_weight(name="right", shape=(), initializer="ones")
        self.wrong = self.add_weight(name="wrong", shape=(), initializer="ones")

    def call(self, x):
        return x * self.right * ops.stop_gradient(self.wrong) + self.wrong


@float64
@pytest.mark.parametrize("name", ["two inputs", "residual cnn", "subclassed"])
def test_agrees_to_eight_digits(name):
    model, x, y, loss = specimens()[name]
    before = None if not model.built else model.get_weights()
    found = explain.gradient_check(model, x, y, loss=loss, samples=4)
    assert found.passed
    assert found.worst.error < 1e-7
    assert before is None or all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert model.dtype == "float32"


@float64
def test_names_the_weight_whose_gradient_is_wrong():
    model = keras.Sequential([keras.Input((3,)), HalfForgotten(name="half")])
    found = explain.gradient_check(model, np.ones((2, 3)), np.full((2, 3), 3.0), loss="mse")
    assert not found.passed
    assert found.worst.weight == "half/wrong"
    assert found.weights[1].error < 1e-8
    assert "do NOT agree: worst is half/wrong" in str(found)


def test_gives_no_verdict_in_float32():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, dtype="float32")])
    if keras.backend.backend() == "tensorflow":
        model = keras.Sequential([keras.Input((3,)), Rounds(name="rounds"), keras.layers.Dense(1)])
    with pytest.raises(UserError, match="best possible error in float32 is 2e-3"):
        explain.gradient_check(model, np.ones((2, 3)), np.ones((2, 1)), loss="mse")


class Rounds(keras.layers.Layer):
    """Casts by itself, so that no float64 survives it."""

    def call(self, x):
        return ops.cast(x, "float32")
