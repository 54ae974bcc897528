"""Noise in training, normalisation in groups, and gates: what each is for."""

import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import numbers

from dlfund import layers


@pytest.mark.parametrize(
    "options, shape",
    [
        ({"groups": 2}, (3, 4)),
        ({"groups": 4, "epsilon": 1e-5, "gamma_initializer": "random_normal"}, (2, 5, 6, 8)),
        ({"groups": -1, "center": False}, (2, 5, 3)),
        ({"groups": 3, "axis": 1}, (2, 6, 4, 2)),
    ],
)
def test_group_normalization_equals_keras(options, shape):
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    assert_same_layer(
        layers.GroupNormalization(**options), keras.layers.GroupNormalization(**options), x, tolerance=1e-5
    )


def test_groups_are_standardised_by_themselves():
    x = np.random.default_rng(0).normal(size=(2, 5, 4)).astype("float32") * [1, 1, 100, 100]
    y = numbers(layers.GroupNormalization(2, epsilon=1e-8)(x)).reshape(2, 5, 2, 2)
    np.testing.assert_allclose(y.mean(axis=(1, 3)), 0, atol=1e-5)
    np.testing.assert_allclose(y.std(axis=(1, 3)), 1, rtol=1e-4)


@pytest.mark.parametrize("name, shape", [("SpatialDropout1D", (8, 5, 6)), ("SpatialDropout2D", (8, 5, 4, 6))])
def test_spatial_dropout_drops_whole_channels(name, shape):
    layer = getattr(layers, name)(0.5, seed=1)
    y = numbers(layer(np.ones(shape, "float32"), training=True)).reshape(8, -1, 6)
    assert set(np.unique(y)) == {0.0, 2.0}
    np.testing.assert_array_equal(y, np.broadcast_to(y[:, :1], y.shape))
    np.testing.assert_array_equal(numbers(layer(np.ones(shape, "float32"))), 1)
    ours = type(layer).from_config(getattr(keras.layers, name)(0.3).get_config())
    assert float(numbers(ours.rate)) == pytest.approx(0.3)


def test_channels_may_come_first():
    y = numbers(layers.SpatialDropout2D(0.5, "channels_first", seed=1)(np.ones((4, 6, 3, 3), "float32"), training=True))
    np.testing.assert_array_equal(y, np.broadcast_to(y[:, :, :1, :1], y.shape))


@pytest.mark.parametrize("name, settings", [("GaussianNoise", (0.5,)), ("AlphaDropout", (0.3,))])
def test_the_same_seed_draws_what_keras_draws(name, settings):
    x = np.random.default_rng(0).normal(size=(20, 30)).astype("float32")
    ours, theirs = (getattr(room, name)(*settings, seed=3) for room in (layers, keras.layers))
    np.testing.assert_allclose(numbers(ours(x, training=True)), numbers(theirs(x, training=True)), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(numbers(ours(x)), x)


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.default_rng(0).normal(size=(400, 400)).astype("float32")
    y = numbers(layers.AlphaDropout(0.2, seed=0)(x, training=True))
    assert abs(y.mean()) < 0.02
    assert y.var() == pytest.approx(1, rel=0.02)


def test_squeeze_and_excitation_is_its_formula():
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 6)).astype("float32")
    layer = layers.SqueezeExcitation(3)
    layer(x)
    w1, b1, w2, b2 = [weight + 0.1 for weight in layer.get_weights()]
    layer.set_weights([w1, b1, w2, b2])
    hidden = np.maximum(x.mean(axis=(1, 2)) @ w1 + b1, 0)
    gates = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
    np.testing.assert_allclose(numbers(layer(x)), x * gates[:, None, None], rtol=1e-5, atol=1e-6)


def test_a_highway_begins_near_the_identity_and_is_its_formula():
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    np.testing.assert_allclose(numbers(layers.Highway(gate_bias=-20.0)(x)), x, atol=1e-6)
    layer = layers.Highway("tanh")
    layer(x)
    w, b, wt, bt = layer.get_weights()
    t = 1 / (1 + np.exp(-(x @ wt + bt)))
    np.testing.assert_allclose(numbers(layer(x)), t * np.tanh(x @ w + b) + (1 - t) * x, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "name, settings, told",
    [
        ("GaussianNoise", (-1,), "stddev of 0 or above"),
        ("AlphaDropout", (1.0,), "just below 1"),
        ("GroupNormalization", (0,), "or -1. Received: groups=0"),
        ("SqueezeExcitation", (0,), "ratio"),
    ],
)
def test_a_bad_argument_is_named(name, settings, told):
    with pytest.raises(ValueError, match=told):
        getattr(layers, name)(*settings)
    with pytest.raises(ValueError, match="Received: 4 channels, groups=3"):
        layers.GroupNormalization(3)(np.ones((2, 4), "float32"))
