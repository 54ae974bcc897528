"""A trace says what the backend itself would compute, and changes nothing."""

import functools
import json

import keras
import numpy as np
import pytest
from explain.four_models import specimens
from keras import ops

from dlfund import explain, layers, losses, optimizers
from dlfund.core.errors import UserError

NAMES = ["two inputs", "residual cnn", "bidirectional lstm", "subclassed"]
CLOSE = {"rtol": 1e-6, "atol": 1e-6}


def numpy(variable):
    return np.array(ops.convert_to_numpy(variable))


def own_gradients(model, x, y):
    """What GradientTape, jax.grad or backward() says, without a line of dlfund."""
    x, y = (keras.tree.map_structure(ops.convert_to_tensor, part) for part in (x, y))
    x = keras.tree.map_structure(lambda leaf: ops.cast(leaf, "float32") if "float" in str(leaf.dtype) else leaf, x)
    weights, others = model.trainable_variables, [numpy(variable) for variable in model.non_trainable_variables]
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            loss = model.compute_loss(x, y, model(x, training=True), None)
        actual = [
            tf.convert_to_tensor(gradient) for gradient in tape.gradient(loss, [weight.value for weight in weights])
        ]
    elif backend == "torch":
        model.zero_grad()
        model.compute_loss(x, y, model(x, training=True), None).backward()
        actual = [weight.value.grad for weight in weights]
    else:
        import jax

        def loss_of(values):
            states = [variable.value for variable in model.non_trainable_variables]
            predicted, _, losses = model.stateless_call(values, states, x, training=True, return_losses=True)
            return model.compute_loss(x, y, predicted, None) + sum(losses)

        actual = jax.grad(loss_of)([weight.value for weight in weights])
    for variable, value in zip(model.non_trainable_variables, others, strict=True):
        variable.assign(value)
    return [np.array(ops.convert_to_numpy(gradient)) for gradient in actual]


@functools.cache
def taken(name):
    """The trace, a second one, the weights before and between, and what train_on_batch did afterwards."""
    model, x, y, loss = specimens(name)
    model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss=loss)
    step = explain.trace(model, x, y)
    before = [numpy(variable) for variable in model.weights]
    again = explain.trace(model, x, y)
    own = own_gradients(model, x, y)
    left = [numpy(variable) for variable in model.weights]
    loss = float(model.train_on_batch(x, y))
    after = {v.path.removeprefix(f"{model.name}/"): numpy(v) for v in model.weights}
    return step, again, before, left, loss, after, own


@pytest.mark.parametrize("name", NAMES)
def test_equals_the_step_that_fit_takes(name):
    step, _, _, _, loss, after, _ = taken(name)
    assert step.loss == pytest.approx(loss, rel=1e-6)
    for path, update in step.updates.items():
        np.testing.assert_allclose(update.after, after[path], **CLOSE, err_msg=path)
    for path, (_, value) in step.state.items():
        if path in after:
            np.testing.assert_allclose(value, after[path], **CLOSE, err_msg=path)


@pytest.mark.parametrize("name", NAMES)
def test_gradients_equal_the_backends_own(name):
    step, *_, own = taken(name)
    for (path, update), gradient in zip(step.updates.items(), own, strict=True):
        size = np.abs(gradient).max(initial=1e-3)
        np.testing.assert_allclose(update.gradient / size, gradient / size, rtol=0, atol=1e-6, err_msg=path)


@pytest.mark.parametrize("name", NAMES)
def test_leaves_the_model_as_it_was(name):
    step, again, before, left, *_ = taken(name)
    assert all(np.array_equal(a, b) for a, b in zip(before, left, strict=True))
    assert step.loss == again.loss  # the noise as well


@pytest.mark.parametrize("name", NAMES)
def test_every_chain_rule_factor_multiplies_to_the_next(name):
    for call in taken(name)[0].calls:
        if call.delta is None or call.derivative is None:
            continue
        if call.derivative.shape == call.delta.shape:
            product = call.gradient * call.derivative
        else:  # softmax: a Jacobian
            product = np.einsum("rij,ri->rj", call.derivative, call.gradient)
        np.testing.assert_allclose(product, call.delta, rtol=1e-4, atol=1e-6)
        if call.kind == "Dense":
            np.testing.assert_allclose(
                call.inputs.T @ call.delta, call.weight_gradients["kernel"], rtol=1e-4, atol=1e-6
            )
            np.testing.assert_allclose(call.delta.sum(axis=0), call.weight_gradients["bias"], rtol=1e-4, atol=1e-6)
            np.testing.assert_allclose(call.inputs @ call.weights["kernel"], call.weighted_sum, rtol=1e-4, atol=1e-5)


def test_a_layer_used_twice_gets_both_gradients():
    step = taken("subclassed")[0]
    both = sum(step[f"again:{number}"].weight_gradients["kernel"] for number in (1, 2))
    np.testing.assert_allclose(both, step.updates["again/kernel"].gradient, rtol=1e-5, atol=1e-6)


def test_a_penalty_is_part_of_the_update_and_of_no_call():
    step = taken("two inputs")[0]
    through_calls = sum(step[f"tower:{number}"].weight_gradients["kernel"] for number in (1, 2))
    update = step.updates["tower/kernel"]
    np.testing.assert_allclose(update.gradient - through_calls, 0.02 * update.before, rtol=1e-3, atol=1e-6)


def test_a_perceptron_step_worked_by_hand():
    """w = (1, −1), b = 0, x = (2, 1), y = 0: z = 1, a = σ(1), δ = a − y, w_new = w − 0.5 · δ · x"""
    model = keras.Sequential([keras.Input((2,)), layers.Perceptron(activation="sigmoid", name="neuron")])
    model.set_weights([np.array([[1.0], [-1.0]]), np.array([0.0])])
    model.compile(optimizers.GradientDescent(0.5), losses.BinaryCrossentropy())
    step = explain.trace(model, [[2.0, 1.0]], [[0.0]])
    a = 1 / (1 + np.exp(-1))
    neuron = step["neuron"]
    assert neuron.preactivation.item() == pytest.approx(1.0)
    assert neuron.output.item() == pytest.approx(a)
    assert neuron.derivative.item() == pytest.approx(a * (1 - a), rel=1e-5)
    assert neuron.delta.item() == pytest.approx(a, rel=1e-5)
    assert step.loss == pytest.approx(-np.log(1 - a), rel=1e-5)
    assert step.updates["neuron/kernel"].is_plain
    np.testing.assert_allclose(step.updates["neuron/kernel"].after, [[1 - 0.5 * a * 2], [-1 - 0.5 * a]], rtol=1e-5)
    text = str(step)
    assert "z1 = w11·x1 + w21·x2 + b1" in text
    assert "= 1·2 + (−1)·1 + 0 = 1" in text
    assert "δ1 = ∂loss/∂z1 = ∂loss/∂a1 · sigmoid'(z1)" in text
    assert "[1,1] 1 − 0.5 · 1.462 = 0.2689" in text


def test_an_optimizers_memory_is_shown_before_and_after():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    step = explain.trace(model, [[1.0]], [[0.0]], loss="mse", optimizer=optimizers.Adam(0.1))
    (update,) = step.updates.values()
    before, after = update.slots["direction"]
    assert before.item() == 0
    assert after.item() == pytest.approx(0.1 * 2)  # (1 − β₁) · gradient
    assert update.after.item() == pytest.approx(0.9, rel=1e-5)
    assert not update.is_plain


def test_a_large_layer_is_shortened_and_says_so():
    model = keras.Sequential([keras.Input((50,)), keras.layers.Dense(40, name="wide")])
    step = explain.trace(model, np.ones((2, 50)), np.zeros((2, 40)), loss="mse")
    text = step.text(units=2, terms=3)
    assert "… 47 more terms" in text
    assert "… 38 more units" in text
    assert len(text.splitlines()) < 60


def test_the_text_has_the_losss_formula_the_optimizers_rule_and_what_is_handed_down():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="head")])
    model.set_weights([np.array([[1.0], [2.0]]), np.array([0.0])])
    text = str(explain.trace(model, [[1.0, 1.0]], [[1.0]], loss="mse", optimizer=keras.optimizers.Adam(0.1)))
    assert "loss = mse(y, ŷ) = (3 − 1)² = 4" in text
    assert "∂loss/∂x2 = w21·δ1 = 2·4 = 8" in text
    assert "momentum = 0.9·momentum + 0.1·g" in text
    assert "[1,1] gradient 4, momentum 0 → 0.4, velocity 0 → 0.016: 1 − 0.1 = 0.9" in text


def test_a_train_step_of_its_own_is_said():
    class Own(keras.Sequential):
        def train_step(self, *arguments):
            return super().train_step(*arguments)

    step = explain.trace(Own([keras.Input((1,)), keras.layers.Dense(1)]), [[1.0]], [[1.0]], loss="mse")
    assert "a train_step of its own" in step.text()


def test_several_outputs_are_all_written_out():
    inputs = keras.Input((2,))
    model = keras.Model(inputs, [keras.layers.Dense(1, name="a")(inputs), keras.layers.Dense(2, name="b")(inputs)])
    model.compile("sgd", ["mse", "mae"], loss_weights=[1.0, 2.0])
    x, y = np.ones((3, 2), "float32"), [np.zeros((3, 1), "float32"), np.zeros((3, 2), "float32")]
    step = explain.trace(model, x, y, sample_weight=[1.0, 0.0, 2.0])
    assert "prediction 2" in step.text()
    assert step.loss == pytest.approx(
        float(model.train_on_batch(x, y, sample_weight=np.array([1.0, 0, 2]))[0]), rel=1e-6
    )


def test_a_bias_of_several_axes():
    """A query's bias in attention is heads × numbers."""
    inputs = keras.Input((3, 4))
    attended = keras.layers.MultiHeadAttention(2, 2, name="look")(inputs, inputs)
    step = explain.trace(keras.Model(inputs, attended), np.ones((1, 3, 4)), np.zeros((1, 3, 4)), loss="mse")
    call = step["look/query"]
    np.testing.assert_allclose(call.weighted_sum + call.bias, call.preactivation, atol=1e-6)
    assert "query" in step.text()


def test_json_and_frame_hold_the_same_numbers_and_summarise_above_the_limit():
    step = taken("residual cnn")[0]
    texts = json.loads(step.to_json())
    kernel = texts["calls"][0]["weights"]["kernel"]
    np.testing.assert_allclose(kernel, step["first"].weights["kernel"], rtol=1e-6)
    assert json.loads(step.to_json(limit=10))["calls"][0]["weights"]["kernel"]["shape"] == [3, 3, 2, 4]
    frame = step.to_frame()
    chosen = frame[(frame.layer == "first") & (frame.what == "kernel") & (frame.step == "forward")]
    np.testing.assert_allclose(chosen.value, step["first"].weights["kernel"].ravel(), rtol=1e-6)
    assert len(step.to_frame(limit=10)) < len(frame)


def test_nan_becomes_a_word_in_json():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    step = explain.trace(model, [[np.nan]], [[0.0]], loss="mse")
    assert json.loads(step.to_json())["loss"]["value"] == "nan"


def test_errors_are_sentences():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    with pytest.raises(UserError, match="Expected a loss"):
        explain.trace(model, [[1.0]], [[1.0]])
    with pytest.raises(UserError, match=r"Expected a keras\.Model"):
        explain.trace(keras.layers.Dense(1), [[1.0]])
    with pytest.raises(KeyError, match=r"Expected the name of one layer call: tower:1"):
        taken("two inputs")[0]["tower"]
    with pytest.raises(UserError, match="Expected a row from 0 to 5"):
        taken("two inputs")[0].text(row=6)


def test_a_saturated_probability_still_passes_its_gradient_on():
    """TensorFlow's crossentropy looks behind a sigmoid, where nothing is rounded to 1; the trace must as well."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid", name="sure")])
    model.set_weights([np.array([[30.0]]), np.array([0.0])])
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
    step = explain.trace(model, np.ones((1, 1)), np.zeros((1, 1)))
    loss = model.train_on_batch(np.ones((1, 1)), np.zeros((1, 1)))
    assert step.loss == pytest.approx(float(loss), rel=1e-6)
    np.testing.assert_allclose(step.updates["sure/kernel"].after, model.get_weights()[0], **CLOSE)
