import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import Adam, AdamW, CosineSchedule, GradientDescent, Lookahead, Momentum, VariableFactors

START = np.array([1.0, -2.0, 0.5], "float32")


def walk(optimizer, steps=20, names=("kernel", "bias")):
    variables = [keras.Variable(START, name=name) for name in names]
    for step in range(steps):
        gradients = [np.sin(numbers(v) * (i + 1) + step) for i, v in enumerate(variables)]
        optimizer.apply([ops.convert_to_tensor(g) for g in gradients], variables)
    return [numbers(v) for v in variables]


@pytest.mark.parametrize("inner", [GradientDescent, Momentum, Adam])
@pytest.mark.parametrize("rate", [0.05, "schedule"])
def test_a_factor_is_another_learning_rate_for_that_weight(inner, rate):
    rates = (0.05, 0.005) if rate == 0.05 else (CosineSchedule(0.05, steps=30), CosineSchedule(0.005, steps=30))
    kernel, bias = walk(VariableFactors(inner(rates[0]), learning_rate_factors={"bias": 0.1}))
    np.testing.assert_array_equal(kernel, walk(inner(rates[0]))[0])
    np.testing.assert_allclose(bias, walk(inner(rates[1]))[1], rtol=1e-5)


def test_zero_freezes():
    _, bias = walk(VariableFactors(Adam(0.1), learning_rate_factors={"bias": 0.0}))
    np.testing.assert_array_equal(bias, START)


def test_no_decay_is_what_keras_excludes():
    factors = VariableFactors(AdamW(0.05, weight_decay=0.5), weight_decay_factors={"bias": 0.0})
    excluding = AdamW(0.05, weight_decay=0.5)
    excluding.exclude_from_weight_decay(var_names=["bias"])
    for a, b in zip(walk(factors), walk(excluding), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_a_decay_factor_is_another_weight_decay_for_that_weight():
    factors = VariableFactors(
        AdamW(0.05, weight_decay=0.1), weight_decay_factors={"bias": 3.0}, learning_rate_factors={"bias": 0.5}
    )
    bias = walk(factors)[1]
    np.testing.assert_allclose(bias, walk(AdamW(0.025, weight_decay=0.3))[1], rtol=1e-5)


def test_the_first_pattern_that_is_found_decides():
    factors = {"last_": 0.0, "bias": 0.5}
    frozen, slowed = walk(
        VariableFactors(GradientDescent(0.1), learning_rate_factors=factors), names=("last_bias", "bias")
    )
    np.testing.assert_array_equal(frozen, START)
    assert np.all(slowed != START)


def test_a_pattern_that_is_found_nowhere_is_an_error_that_lists_the_paths():
    optimizer = VariableFactors(GradientDescent(0.1), learning_rate_factors={"baises": 0.1})
    with pytest.raises(ValueError, match=r"'baises', found in none of \['kernel', 'bias'\]"):
        walk(optimizer)


def test_a_constraint_still_holds():
    w = keras.Variable([1.0], name="w")
    w.constraint = keras.constraints.NonNeg()
    VariableFactors(GradientDescent(1.0), learning_rate_factors={"w": 3.0}).apply([ops.convert_to_tensor([0.9])], [w])
    assert numbers(w)[0] == 0.0


def test_it_belongs_inside_of_what_sets_weights_back():
    with pytest.raises(ValueError, match=r"Swap the two: Lookahead\(VariableFactors"):
        VariableFactors(Lookahead(Adam()))


def test_a_negative_factor_is_refused():
    with pytest.raises(ValueError, match="map patterns to factors ≥ 0"):
        VariableFactors(Adam(), weight_decay_factors={"bias": -1.0})
