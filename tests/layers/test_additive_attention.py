"""Attention whose scores are learned by a layer of tanh."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from dlfund import initializers, layers


def random(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def twins(inputs):
    ours, theirs = layers.AdditiveAttention(), keras.layers.AdditiveAttention()
    ours(inputs), theirs(inputs)
    theirs.set_weights(ours.get_weights())
    return ours, theirs


@settings(max_examples=5)
@given(st.integers(1, 3), st.integers(1, 4), st.integers(2, 5), st.integers(1, 4), st.booleans())
def test_without_projections_it_equals_keras(batch, targets, steps, features, own_key):
    inputs = [random(batch, targets, features), random(batch, steps, features, seed=1)]
    inputs += [random(batch, steps, features, seed=2)] if own_key else []
    ours, theirs = twins(inputs)
    np.testing.assert_allclose(numbers(ours(inputs)), numbers(theirs(inputs)), rtol=1e-5, atol=1e-6)
    mine, reference = (gradient(lambda q, f=f: f([q, *inputs[1:]]), inputs[0]) for f in (ours, theirs))
    np.testing.assert_allclose(mine, reference, rtol=1e-4, atol=1e-6)


def test_masks_equal_keras():
    inputs = [random(2, 3, 4), random(2, 5, 4, seed=1)]
    masks = [ops.array([[True, True, False]] * 2), ops.array([[True, False, True, False, True]] * 2)]
    ours, theirs = twins(inputs)
    received, expected = ours(inputs, mask=masks), theirs(inputs, mask=masks)
    np.testing.assert_allclose(numbers(received), numbers(expected), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("value", [0.0, 1e30, -1e30, 1e-40, np.inf, np.nan])
def test_extreme_values_behave_like_keras(value):
    inputs = [random(2, 3, 4), random(2, 5, 4, seed=1)]
    ours, theirs = twins(inputs)
    inputs[0][0, 0, 0] = value
    np.testing.assert_allclose(numbers(ours(inputs)), numbers(theirs(inputs)), rtol=1e-5, atol=1e-6)


def test_a_masked_step_is_ignored_whatever_it_says():
    layer = layers.AdditiveAttention(units=6, return_weights=True)
    query, value = random(2, 3, 4), random(2, 5, 7, seed=1)
    mask = [None, ops.array([[True, True, False, True, True]] * 2)]
    output, weights = layer([query, value], mask=mask)
    value[:, 2] = 1e6
    again, _ = layer([query, value], mask=mask)
    np.testing.assert_array_equal(numbers(output), numbers(again))
    assert not numbers(weights)[:, :, 2].any()
    np.testing.assert_allclose(numbers(weights).sum(axis=-1), 1, rtol=1e-6)


def test_scores_by_hand():
    """W = 1, U = 2, v = 3: the scores of keys 0 and 1 for query 1 are 3 tanh(1) and 3 tanh(3)."""
    layer = layers.AdditiveAttention(units=1)
    inputs = [np.array([[[1.0]]], "float32"), np.array([[[0.0], [1.0]]], "float32")]
    layer(inputs)
    layer.set_weights([np.array(start) for start in ([[1.0]], [[2.0]], [3.0])])
    scores = np.exp(3 * np.tanh([1.0, 3.0]))
    assert float(numbers(layer(inputs))[0, 0, 0]) == pytest.approx(scores[1] / scores.sum(), rel=1e-5)


def test_different_widths_need_units():
    with pytest.raises(ValueError, match=r"Received: 3 and 4 features\. Pass units="):
        layers.AdditiveAttention()([random(2, 1, 3), random(2, 5, 4)])


@pytest.mark.parametrize("start", ["glorot_uniform", initializers.GlorotUniform(seed=3)])
def test_query_and_key_start_with_projections_of_their_own(start):
    layer = layers.AdditiveAttention(units=3, kernel_initializer=start)
    layer.build([(2, 1, 4), (2, 5, 4)])
    assert not np.allclose(numbers(layer.query_kernel), numbers(layer.key_kernel))


@pytest.mark.parametrize("call", [{}, {"use_causal_mask": True}, {"return_attention_scores": True}])
def test_without_scale_and_by_call_it_equals_keras(call):
    inputs = [random(2, 3, 4), random(2, 5, 4, seed=1)]
    ours, theirs = layers.AdditiveAttention(use_scale=False), keras.layers.AdditiveAttention(use_scale=False)
    received, expected = keras.tree.flatten(ours(inputs, **call)), keras.tree.flatten(theirs(inputs, **call))
    assert not ours.weights
    for part, reference in zip(received, expected, strict=True):
        np.testing.assert_allclose(numbers(part), numbers(reference), rtol=1e-5, atol=1e-6)


def test_in_a_model_the_weights_can_be_asked_for():
    query, value = keras.Input((3, 4)), keras.Input((None, 4))
    output, weights = layers.AdditiveAttention()([query, value], return_attention_scores=True)
    assert output.shape == (None, 3, 4)
    assert weights.shape == (None, 3, None)
    model = keras.Model([query, value], [output, weights])
    assert [tuple(part.shape) for part in model([random(2, 3, 4), random(2, 5, 4)])] == [(2, 3, 4), (2, 3, 5)]


def test_scores_without_a_scale_are_keras_own():
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    made = (layers.AdditiveAttention(use_scale=False), keras.layers.AdditiveAttention(use_scale=False))
    (y, weights), (theirs, their_weights) = (layer([x, x], return_attention_scores=True) for layer in made)
    np.testing.assert_allclose(ops.convert_to_numpy(y), ops.convert_to_numpy(theirs), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ops.convert_to_numpy(weights), ops.convert_to_numpy(their_weights), rtol=1e-5, atol=1e-6)
    assert made[0].weights == []


def test_dropout_leaves_predictions_alone():
    x = np.ones((2, 3, 4), "float32")
    layer = layers.AdditiveAttention(dropout=0.5, seed=0)
    assert np.array_equal(ops.convert_to_numpy(layer([x, x])), x)
    assert not np.array_equal(ops.convert_to_numpy(layer([x, x], training=True)), x)
