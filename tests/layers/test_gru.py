"""A GRU layer takes over a trained one of Keras's, in both of its forms."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund import layers


@pytest.mark.parametrize("reset_after", [True, False])
def test_weights_of_keras_fit_and_mean_the_same(reset_after):
    x = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")
    theirs = keras.layers.GRU(4, reset_after=reset_after)
    ours = layers.GRU(4, reset_after=reset_after)
    theirs(x), ours(x)
    theirs.set_weights([np.random.default_rng(1).normal(size=w.shape) for w in theirs.get_weights()])
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(numbers(ours(x)), numbers(theirs(x)), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(gradient(ours, x), gradient(theirs, x), rtol=1e-4, atol=1e-5)


def test_three_gates_worth_of_weights():
    layer = layers.GRU(4)
    layer.build((None, None, 3))
    assert layer.count_params() == 3 * (3 * 4 + 4 * 4 + 2 * 4)


def test_learns_to_remember_the_first_step():
    """The answer stands at the first of ten steps; the rest is noise."""
    keras.utils.set_random_seed(0)
    x = np.random.default_rng(0).normal(size=(256, 10, 1)).astype("float32")
    y = (x[:, 0] > 0).astype("float32")
    model = keras.Sequential([layers.GRU(8), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=30, batch_size=64, verbose=0)
    assert model.evaluate(x, y, verbose=0)[1] > 0.9


def test_no_units_is_refused():
    with pytest.raises(ValueError, match="Received: units=0"):
        layers.GRU(0)
