"""The plainest recurrent layer."""

import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import layers


def test_three_steps_by_hand():
    """W = 1, U = 1/2, b = 0, no squashing: h = 4, then 4/2 + 2 = 4, then 4/2 + 1 = 3."""
    layer = layers.SimpleRNN(1, activation=None, return_sequences=True)
    x = np.array([[[4.0], [2.0], [1.0]]], "float32")
    layer(x)
    layer.set_weights([np.array([[1.0]]), np.array([[0.5]]), np.array([0.0])])
    assert numbers(layer(x)).ravel().tolist() == [4.0, 4.0, 3.0]


def test_order_matters():
    layer = layers.SimpleRNN(3)
    x = np.random.default_rng(0).normal(size=(1, 4, 2)).astype("float32")
    assert np.abs(numbers(layer(x)) - numbers(layer(x[:, ::-1].copy()))).max() > 1e-3


def test_no_units_is_refused():
    with pytest.raises(ValueError, match="Received: units=None"):
        layers.SimpleRNN(None)
