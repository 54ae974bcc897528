"""Known figures: what depth, start and activation do to gradients and units."""

import keras
import numpy as np
import pytest
from keras import layers

from dlfund import explain


def deep(activation, start, depth=20, width=64, name="deep"):
    keras.utils.set_random_seed(0)
    hidden = [layers.Dense(width, activation=activation, kernel_initializer=start) for _ in range(depth)]
    return keras.Sequential([keras.Input((width,)), *hidden, layers.Dense(1)], name=name)


ROWS = np.random.default_rng(0).normal(size=(64, 64))
TARGETS = np.random.default_rng(1).normal(size=(64, 1))


@pytest.mark.parametrize(
    "activation, start, low, high",
    [("sigmoid", "glorot_uniform", 0, 1e-8), ("tanh", "glorot_uniform", 0.1, 20), ("relu", "he_normal", 1e-2, 20)],
)
def test_gradient_flow_by_activation_and_start(activation, start, low, high):
    actual = explain.gradient_flow(deep(activation, start), ROWS, TARGETS, loss="mse")
    assert low <= actual.ratio < high
    assert len(actual.layers) == 21
    assert "first/last" in str(actual)


def test_units_that_are_dead_saturated_or_twins():
    model = keras.Sequential([
        keras.Input((2,)), layers.Dense(4, "relu", name="hinges"), layers.Dense(3, "tanh", name="flat"),
    ])  # fmt: skip
    kernel = np.array([[1.0, 1, 0, 1], [0, 0, 1, 1]])
    model.set_weights([kernel, np.array([0.0, 0, -9, 0]), np.eye(4)[:, :3] * 100 + 0.1, np.zeros(3)])
    x = np.random.default_rng(0).uniform(0.5, 1, size=(50, 2))
    actual = explain.units(model, x)
    assert actual["hinges"].dead == (2,)
    assert actual["hinges"].twins == ((0, 1),)
    assert actual["hinges"].distinct == 3
    assert actual["hinges"].rank == 2
    assert set(actual["flat"].saturated) == {0, 1}
    assert "hinges" in str(actual)


def test_activations_count_what_is_not_finite():
    model = keras.Sequential([keras.Input((1,)), layers.Rescaling(2.0, name="twice")])
    actual = explain.activations(model, np.array([[1.0], [np.inf], [3.0]]))["twice"]
    assert (actual.mean, actual.maximum, actual.not_finite, sum(actual.counts)) == (4.0, 6.0, 1, 2)
    assert len(actual.bars) == 16
