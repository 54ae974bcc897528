"""Attention whose scores are dot products."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import layers


def random(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def reference(inputs, mask=None, causal=False):
    """Keras's own function, which wants a head axis."""
    query, value, key = [*inputs, inputs[1]] if len(inputs) == 2 else inputs
    query, value, key = (ops.convert_to_tensor(part)[:, :, None, :] for part in (query, value, key))
    mask = None if mask is None else ops.convert_to_tensor(mask)[:, None, None, :]
    return ops.dot_product_attention(query, key, value, mask=mask, is_causal=causal)[:, :, 0, :]


@settings(max_examples=5)
@given(st.integers(1, 3), st.integers(1, 4), st.integers(2, 5), st.integers(1, 4), st.booleans())
def test_values_and_gradients_equal_keras(batch, targets, steps, features, own_key):
    inputs = [random(batch, targets, features), random(batch, steps, features, seed=1)]
    inputs += [random(batch, steps, features, seed=2)] if own_key else []
    layer = layers.ScaledDotProductAttention()
    np.testing.assert_allclose(numbers(layer(inputs)), numbers(reference(inputs)), rtol=1e-5, atol=1e-6)
    for index in range(len(inputs)):
        mine, theirs = (
            gradient(lambda t, f=f, i=index: f([*inputs[:i], t, *inputs[i + 1 :]]), inputs[index])
            for f in (layer, reference)
        )
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)


def test_masks_equal_keras():
    inputs = [random(2, 4, 3), random(2, 4, 3, seed=1)]
    mask = np.array([[1, 0, 1, 1], [1, 1, 0, 0]], bool)
    received = layers.ScaledDotProductAttention()(inputs, mask=[None, ops.convert_to_tensor(mask)])
    np.testing.assert_allclose(numbers(received), numbers(reference(inputs, mask)), rtol=1e-5, atol=1e-6)
    theirs = keras.layers.Attention()([inputs[0] / np.sqrt(3), inputs[1]], mask=[None, ops.convert_to_tensor(mask)])
    np.testing.assert_allclose(numbers(received), numbers(theirs), rtol=1e-5, atol=1e-6)


def test_causal_attention_cannot_see_the_future():
    x = random(2, 5, 3)
    layer = layers.ScaledDotProductAttention(causal=True, return_weights=True)
    output, weights = layer([x, x])
    assert not np.triu(numbers(weights), k=1).any()
    np.testing.assert_allclose(numbers(output)[:, 0], x[:, 0], rtol=1e-6)
    np.testing.assert_allclose(numbers(output), numbers(reference([x, x], causal=True)), rtol=1e-5, atol=1e-6)


def test_a_key_that_matches_is_looked_at():
    """The query is 100 times the second key: nearly all weight goes there."""
    key = np.eye(3, dtype="float32")[None]
    value = np.array([[[1.0], [2.0], [3.0]]], "float32")
    output = layers.ScaledDotProductAttention()([100 * key[:, 1:2], value, key])
    assert float(numbers(output)[0, 0, 0]) == pytest.approx(2.0)


def test_a_row_without_any_step_left_is_zero_not_nan():
    x = random(1, 3, 2)
    output = layers.ScaledDotProductAttention()([x, x], mask=[None, ops.array([[False, False, False]])])
    assert not numbers(output).any()


def test_masked_targets_are_zero():
    x = random(1, 3, 2)
    output = layers.ScaledDotProductAttention()([x, x], mask=[ops.array([[True, False, True]]), None])
    assert not numbers(output)[:, 1].any()
    assert numbers(output)[:, 0].all()


@pytest.mark.parametrize("value", [0.0, 1e30, -1e30, 1e-40, np.inf, np.nan])
def test_extreme_values_behave_like_keras(value):
    inputs = [random(2, 3, 4), random(2, 5, 4, seed=1)]
    inputs[0][0, 0, 0] = value
    received = numbers(layers.ScaledDotProductAttention()(inputs))
    theirs = keras.layers.Attention()([inputs[0] / 2, inputs[1]])  # 2 = √4
    np.testing.assert_allclose(received, numbers(theirs), rtol=1e-5, atol=1e-6)


def test_different_widths_are_refused():
    with pytest.raises(ValueError, match="Received: 3 and 4 features"):
        layers.ScaledDotProductAttention()([random(2, 1, 3), random(2, 5, 4)])
    with pytest.raises(ValueError, match=r"layer\(\[x, x\]\)"):
        layers.ScaledDotProductAttention()(random(2, 1, 3))


def test_a_single_step_gets_all_the_weight():
    query, value = random(2, 3, 4), random(2, 1, 4)
    output = layers.ScaledDotProductAttention()([query, value])
    np.testing.assert_array_equal(numbers(output), np.repeat(value, 3, axis=1))


def test_a_call_can_hide_the_future_and_ask_for_the_weights():
    inputs = [random(2, 5, 4), random(2, 5, 4, seed=1)]
    received = layers.ScaledDotProductAttention()(inputs, use_causal_mask=True, return_attention_scores=True)
    expected = layers.ScaledDotProductAttention(causal=True, return_weights=True)(inputs)
    for part, same in zip(received, expected, strict=True):
        np.testing.assert_array_equal(numbers(part), numbers(same))


def test_dropout_drops_weights_in_training_alone():
    layer = layers.ScaledDotProductAttention(dropout=0.5, seed=1, return_weights=True)
    inputs = [random(2, 30, 4), random(2, 30, 4, seed=1)]
    whole = numbers(layer(inputs)[1])
    output, weights = (numbers(part) for part in layer(inputs, training=True))
    kept = weights != 0
    assert 0.4 < kept.mean() < 0.6
    np.testing.assert_allclose(weights[kept], 2 * whole[kept], rtol=1e-5)  # so that the mean stays
    np.testing.assert_allclose(output, weights @ inputs[1], rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match="Received: dropout=1"):
        layers.ScaledDotProductAttention(dropout=1)


@pytest.mark.filterwarnings("ignore:Explicitly requested dtype float64:UserWarning")  # JAX says that it has single
def test_the_answer_has_the_layer_s_precision():
    layer = layers.ScaledDotProductAttention(dtype="float64")
    x = np.ones((1, 2, 3))
    assert (
        layer([x, x]).dtype
        == layer.call([keras.ops.cast(x, "float64")] * 2).dtype
        == keras.ops.cast(x, "float64").dtype
    )
