"""A recurrent layer, unrolled, is the layer; and its states' gradients are what the earlier weights get."""

import keras
import numpy as np
import pytest

from dlfund import explain, layers
from dlfund.core.errors import UserError

KINDS = {
    "keras simple": lambda: keras.layers.SimpleRNN(3, return_sequences=True),
    "keras gru": lambda: keras.layers.GRU(3, go_backwards=True),
    "keras gru before": lambda: keras.layers.GRU(3, reset_after=False, use_bias=False),
    "keras lstm": lambda: keras.layers.LSTM(3),
    "dlfund simple": lambda: layers.SimpleRNN(3),
    "dlfund gru": lambda: layers.GRU(3, return_sequences=True),
    "dlfund lstm": lambda: layers.LSTM(3, go_backwards=True),
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_equal_to_the_layer(make):
    x = np.random.default_rng(1).normal(size=(2, 4, 2))
    model = keras.Sequential([keras.Input((4, 2)), make()])
    target = np.zeros(model.compute_output_shape((2, 4, 2)))
    (call,) = [call for call in explain.trace(model, x, target, loss="mse").calls if call.depth == 0]
    walk = call.unrolled()
    last = call.output[:, -1] if call.output.ndim == 3 else call.output
    np.testing.assert_allclose(walk.steps[-1].states["h"], last, rtol=1e-5, atol=1e-6)
    own = call.gradient[:, -1] if call.gradient.ndim == 3 else call.gradient
    np.testing.assert_allclose(walk.steps[-1].gradients["h"], own, rtol=1e-5, atol=1e-7)


def test_backpropagation_through_time_adds_up_to_the_weights_gradient():
    """∂loss/∂U = Σ_t h_(t−1)ᵀ · (∂loss/∂h_t · (1 − h_t²))"""
    x = np.random.default_rng(1).normal(size=(2, 4, 2))
    model = keras.Sequential([keras.Input((4, 2)), keras.layers.SimpleRNN(3, name="memory")])
    call = explain.trace(model, x, np.ones((2, 3)), loss="mse")["memory"]
    walk = call.unrolled()
    h = [walk.start["h"], *(step.states["h"] for step in walk.steps)]
    total = sum(
        before.T @ (step.gradients["h"] * (1 - step.states["h"] ** 2))
        for before, step in zip(h[:-1], walk.steps, strict=True)
    )
    np.testing.assert_allclose(total, call.weight_gradients["recurrent_kernel"], rtol=1e-4, atol=1e-6)
    assert "t = 3" in str(walk)


def test_the_memory_of_an_lstm_hears_of_both_ways_that_it_acts():
    """∂loss/∂c_t = ∂loss/∂h_t · o · (1 − tanh² c_t) + ∂loss/∂c_(t+1) · forget_(t+1)"""
    x = np.random.default_rng(1).normal(size=(2, 3, 2))
    model = keras.Sequential([keras.Input((3, 2)), keras.layers.LSTM(4, name="memory")])
    steps = explain.trace(model, x, np.ones((2, 4)), loss="mse")["memory"].unrolled().steps
    for number, step in enumerate(steps):
        expected = step.gradients["h"] * step.gates["output"] * (1 - np.tanh(step.states["c"]) ** 2)
        if number + 1 < len(steps):
            expected = expected + steps[number + 1].gradients["c"] * steps[number + 1].gates["forget"]
        np.testing.assert_allclose(step.gradients["c"], expected, rtol=1e-4, atol=1e-7)
    text = explain.trace(model, x, np.ones((2, 4)), loss="mse").text()
    assert "c = forget ∘ c_before + input ∘ candidate" in text
    assert "c1 = " in text


def test_a_masked_step_leaves_the_memory():
    texts = np.array([[1, 2, 0, 0]])
    model = keras.Sequential([
        keras.Input((4,), dtype="int32"), keras.layers.Embedding(5, 2, mask_zero=True), keras.layers.GRU(3, name="gru"),
    ])  # fmt: skip
    walk = explain.trace(model, texts, np.zeros((1, 3)), loss="mse")["gru"].unrolled()
    assert [bool(step.skipped[0]) for step in walk.steps] == [False, False, True, True]
    np.testing.assert_array_equal(walk.steps[1].states["h"], walk.steps[3].states["h"])


def test_what_has_no_time_is_refused():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="head")])
    with pytest.raises(UserError, match="Expected a SimpleRNN, GRU or LSTM"):
        explain.trace(model, [[1.0, 2.0]], [[0.0]], loss="mse")["head"].unrolled()
