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
    with pytest.raises(ValueError, match="Received: minval=1, maxval=-1"):
        initializers.RandomUniform(1, -1)


def test_a_seed_is_a_whole_number():
    with pytest.raises(ValueError, match="Received: seed='0'"):
        initializers.HeNormal(seed="0")


def test_a_seed_generator_moves_on():
    start = initializers.HeNormal(seed=keras.random.SeedGenerator(1))
    assert np.any(numbers(start((3, 3))) != numbers(start((3, 3))))


def test_keras_starts_are_accepted_and_nonsense_is_not():
    assert isinstance(initializers.get("truncated_normal"), initializers.TruncatedNormal)
    assert isinstance(initializers.get(keras.initializers.Ones()), keras.initializers.Ones)
    with pytest.raises(ValueError, match="Received: 'gloriot_uniform'"):
        initializers.get("gloriot_uniform")


def test_an_array_as_a_constant_is_saved_and_loaded(tmp_path):
    start = initializers.Constant(np.array([[1.0, 2.0], [3.0, 4.0]]))
    model = keras.Sequential([keras.Input((2,)), layers.Dense(2, kernel_initializer=start)])
    np.testing.assert_array_equal(numbers(model.layers[0].kernel), start.value)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras").layers[0]
    np.testing.assert_array_equal(again.kernel_initializer.value, start.value)
    np.testing.assert_array_equal(numbers(initializers.Constant([1.0, 2.0])((3, 2))), [[1.0, 2.0]] * 3)


def test_arguments_under_their_earlier_names():
    normal = initializers.get(
        {
            "class_name": "RandomNormal",
            "config": {"mean": 1.0, "deviation": 0.5, "seed": 3},
            "registered_name": "dlfund>RandomNormal",
            "module": None,
        }
    )
    assert (normal.mean, normal.stddev, normal.deviation) == (1.0, 0.5, 0.5)
    uniform = initializers.RandomUniform(low=-1, high=2)
    assert (uniform.minval, uniform.maxval, uniform.low, uniform.high) == (-1, 2, -1, 2)
    with pytest.raises(TypeError, match="Expected stddev once"):
        initializers.RandomNormal(stddev=1, deviation=1)


@pytest.mark.parametrize("distribution", ["truncated_normal", "untruncated_normal", "uniform"])
@pytest.mark.parametrize("mode, count", [("fan_in", 200), ("fan_out", 300), ("fan_avg", 250)])
def test_variance_scaling_has_the_variance_of_its_formula(mode, count, distribution):
    weights = numbers(initializers.VarianceScaling(3.0, mode, distribution, seed=0)((200, 300)))
    assert weights.var() * count == pytest.approx(3.0, rel=0.02)


def test_variance_scaling_is_he_lecun_and_glorot():
    for ours, named in (
        (initializers.VarianceScaling(2.0, seed=1), initializers.HeNormal(seed=1)),
        (initializers.VarianceScaling(1.0, "fan_in", "uniform", seed=1), initializers.LecunUniform(seed=1)),
        (initializers.VarianceScaling(1.0, "fan_avg", "normal", seed=1), initializers.GlorotNormal(seed=1)),
    ):
        np.testing.assert_array_equal(numbers(ours((5, 3))), numbers(named((5, 3))))


@pytest.mark.parametrize(
    "options, told", [({"scale": 0}, "scale=0"), ({"mode": "fan"}, "mode='fan'"), ({"distribution": "x"}, "='x'")]
)
def test_variance_scaling_refuses_what_it_does_not_know(options, told):
    with pytest.raises(ValueError, match=f"Received: .*{told}"):
        initializers.VarianceScaling(**options)


def test_a_truncated_normal_has_no_outliers():
    weights = numbers(initializers.TruncatedNormal(1.0, 0.5, seed=0)((300, 300)))
    assert np.abs(weights - 1).max() <= 1.0
    assert weights.std() == pytest.approx(0.5 * 0.8796, rel=0.02)


def test_an_identity_keeps_a_memory():
    layer = layers.SimpleRNN(3, activation="relu", recurrent_initializer="identity", kernel_initializer="zeros")
    memory = np.array([[1.0, 2.0, 3.0]], "float32")
    np.testing.assert_array_equal(numbers(layer(np.ones((1, 50, 2), "float32"), initial_state=memory)), memory)
    with pytest.raises(ValueError, match=r"two axes. Received: shape=\(3,\)"):
        initializers.Identity()((3,))


def test_orthogonal_starts_in_half_precision_too():
    """No library factorises matrices of float16; the numbers are rounded at the end."""
    half, whole = (numbers(initializers.Orthogonal(seed=0)((4, 4), dtype=dtype)) for dtype in ("float16", "float32"))
    assert str(half.dtype) == "float16"
    np.testing.assert_allclose(half, whole, atol=1e-3)
