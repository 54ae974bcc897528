"""Where a step stands, in three ways."""

import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import layers


def test_sinusoids_are_the_published_formula():
    y = numbers(layers.SinusoidalPositions()(np.zeros((1, 50, 6), "float32")))[0]
    t, i = np.arange(50)[:, None], np.arange(3)[None]
    angles = t / 10_000 ** (2 * i / 6)
    np.testing.assert_allclose(y[:, 0::2], np.sin(angles), atol=1e-5)
    np.testing.assert_allclose(y[:, 1::2], np.cos(angles), atol=1e-5)


def test_no_two_positions_are_alike():
    y = numbers(layers.SinusoidalPositions()(np.zeros((1, 200, 8), "float32")))[0]
    apart = np.linalg.norm(y[:, None] - y[None], axis=-1) + 10 * np.eye(200)
    assert apart.min() > 0.05


def test_rotation_is_the_published_formula():
    x = np.random.default_rng(0).normal(size=(1, 7, 6)).astype("float32")
    pairs = x[0, :, :3] + 1j * x[0, :, 3:]
    turned = pairs * np.exp(1j * np.arange(7)[:, None] * 10_000.0 ** (-np.arange(3) / 3))
    y = numbers(layers.RotaryPositions()(x))[0]
    np.testing.assert_allclose(y, np.concatenate([turned.real, turned.imag], axis=-1), rtol=1e-5, atol=1e-5)


def test_rotated_products_depend_on_the_distance_alone():
    layer = layers.RotaryPositions()
    q, k = (np.random.default_rng(n).normal(size=4).astype("float32") for n in (0, 1))
    turned_q, turned_k = (numbers(layer(np.tile(vector, (1, 10, 1))))[0] for vector in (q, k))
    products = turned_q @ turned_k.T
    for distance in (0, 3, 6):
        np.testing.assert_allclose(np.diagonal(products, distance), products[0, distance], rtol=1e-4, atol=1e-5)


def test_heads_are_rotated_alike():
    x = np.random.default_rng(0).normal(size=(2, 5, 3, 4)).astype("float32")
    layer = layers.RotaryPositions()
    np.testing.assert_allclose(numbers(layer(x))[:, :, 1], numbers(layer(x[:, :, 1])), rtol=1e-6, atol=1e-6)


def test_learned_positions_are_added_by_position():
    layer = layers.LearnedPositions(4)
    y = numbers(layer(np.zeros((2, 3, 2), "float32")))
    np.testing.assert_array_equal(y, np.broadcast_to(numbers(layer.positions)[:3], (2, 3, 2)))


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match="Received: 5 steps"):
        layers.LearnedPositions(4)(np.zeros((1, 5, 2), "float32"))
    with pytest.raises(ValueError, match="even number of features"):
        layers.RotaryPositions()(np.zeros((1, 5, 3), "float32"))
    with pytest.raises(ValueError, match="base above 1"):
        layers.SinusoidalPositions(0.5)
