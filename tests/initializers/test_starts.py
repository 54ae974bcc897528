"""What each start is for, as an assertion."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import activations, initializers, layers


@pytest.mark.parametrize("distribution", ["Normal", "Uniform"])
@pytest.mark.parametrize("family, variance", [("Lecun", 1 / 200), ("Glorot", 2 / 500), ("He", 2 / 200)])
def test_variance_is_what_the_formula_says(family, variance, distribution):
    weights = numbers(getattr(initializers, family + distribution)(seed=0)((200, 300)))
    assert weights.var() == pytest.approx(variance, rel=0.02)  # 60,000 draws: standard error 0.6 %
    assert abs(weights.mean()) < 4 * np.sqrt(variance / 60_000)


@pytest.mark.parametrize("start, ends", [("he_normal", (0.3, 3.0)), ("random_normal", (0.0, 1e-6))])
def test_he_keeps_a_deep_relu_network_alive_and_a_fixed_width_does_not(start, ends):
    keras.utils.set_random_seed(0)
    x = np.random.default_rng(0).normal(size=(64, 100)).astype("float32")
    for _ in range(20):
        x = layers.Dense(100, activation=activations.relu, kernel_initializer=start)(x)
    assert ends[0] <= float(np.sqrt(np.mean(numbers(x) ** 2))) <= ends[1]


@pytest.mark.parametrize("shape", [(6, 4), (4, 6), (3, 3, 2, 8)])
def test_orthogonal_never_stretches(shape):
    W = numbers(initializers.Orthogonal(2.0, seed=0)(shape)).reshape(-1, shape[-1])
    singular = np.linalg.svd(W, compute_uv=False)
    np.testing.assert_allclose(singular, 2.0, rtol=1e-5)


def test_orthogonal_needs_two_axes():
    with pytest.raises(ValueError, match=r"Received: shape=\(3,\)"):
        initializers.Orthogonal()((3,))


def test_random_signs_are_fair():
    signs = numbers(initializers.RandomSign(seed=0)((100, 100)))
    assert set(np.unique(signs)) == {-1.0, 1.0}
    assert abs(signs.mean()) < 0.04  # standard error 0.01


def test_limits_must_be_in_order():
    with pytest.raises(ValueError, match="Received: low=1, high=-1"):
        initializers.RandomUniform(1, -1)


def test_a_seed_is_a_whole_number():
    with pytest.raises(ValueError, match="Received: seed='0'"):
        initializers.HeNormal(seed="0")


def test_a_seed_generator_moves_on():
    start = initializers.HeNormal(seed=keras.random.SeedGenerator(1))
    assert np.any(numbers(start((3, 3))) != numbers(start((3, 3))))


def test_keras_starts_are_accepted_and_nonsense_is_not():
    assert isinstance(initializers.get("truncated_normal"), keras.initializers.TruncatedNormal)
    assert isinstance(initializers.get(keras.initializers.Ones()), keras.initializers.Ones)
    with pytest.raises(ValueError, match="Received: 'gloriot_uniform'"):
        initializers.get("gloriot_uniform")
