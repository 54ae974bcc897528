import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund.losses import MeanSquaredError
from dlfund.optimizers import Adam, GradientDescent, LayerwiseRates, Lookahead


def moved(optimizer):
    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(3, name=name) for name in ("a", "b")]
    model = keras.Sequential([keras.Input((3,)), *layers, keras.layers.Dense(1, name="c")])
    model.compile(optimizer, MeanSquaredError())
    before = [numbers(w) for w in model.weights]
    x = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
    model.train_on_batch(x, x[:, :1] + 1)
    return [numbers(w) - old for w, old in zip(model.weights, before, strict=True)]


@pytest.mark.parametrize("inner", [Adam, GradientDescent])
def test_kernel_and_bias_of_a_layer_move_by_its_factor(inner):
    plain, layerwise = moved(inner(0.1)), moved(LayerwiseRates(inner(0.1), decay=0.5))
    for factor, a, b in zip([0.25, 0.25, 0.5, 0.5, 1, 1], plain, layerwise, strict=True):
        np.testing.assert_allclose(b, factor * a, rtol=1e-3, atol=1e-6)


def test_a_factor_of_one_changes_nothing():
    for a, b in zip(moved(Adam(0.1)), moved(LayerwiseRates(Adam(0.1), decay=1.0)), strict=True):
        np.testing.assert_array_equal(a, b)


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"Expected decay in \(0, 1\]. Received: decay=1.5"):
        LayerwiseRates(Adam(), decay=1.5)
    with pytest.raises(ValueError, match="Swap the two"):
        LayerwiseRates(Lookahead(Adam()))
