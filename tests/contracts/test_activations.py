"""What every activation promises, checked on every row of the table."""

import json
import warnings

import keras
import numpy as np
import pytest
from contracts.checks import skip_where_it_does_not_apply
from contracts.gradients import double_precision, finite_differences, gradient, numbers
from contracts.specimens import ACTIVATIONS
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from keras import ops

from dlfund import activations, layers

BY_ENTRY = {name: curve for name, curve in ACTIVATIONS.items() if curve.by_entry}
WITH_REFERENCE = {name: curve for name, curve in ACTIVATIONS.items() if curve.keras is not None}
EXTREMES = [0.0, -0.0, 1e30, -1e30, 1e-40, -1e-40, np.inf, -np.inf, np.nan, 88.0, -88.0, 104.0, -104.0]


# operations that work in single precision or carry constants of it even for doubles (Keras's ops.tanh on JAX does)
SINGLE = {
    ("tensorflow", "gelu"),
    ("tensorflow", "leaky_relu"),
    ("torch", "hard_sigmoid"),
    ("jax", "tanh"),
    ("jax", "mish"),
}


def is_single(curve):
    return (keras.backend.backend(), curve.function.__name__) in SINGLE


def tolerance(curve, exact):
    return 1e-4 if is_single(curve) else exact


def of(table):
    return pytest.mark.parametrize("curve", [pytest.param(curve, id=name) for name, curve in table.items()])


def points(seed=0, shape=(3, 4)):
    """Numbers around zero, none of them within 0.01 of a corner of any activation."""
    x = np.random.default_rng(seed).normal(size=shape) * 3
    for corner in (-3, 0, 3):
        x = np.where(np.abs(x - corner) < 0.01, x + 0.1, x)
    return x


@of(ACTIVATIONS)
def test_equals_the_textbook_formula(curve):
    x = points()
    with double_precision():
        value = numbers(curve.function(ops.convert_to_tensor(x)))
        np.testing.assert_allclose(value, curve.formula(x), rtol=tolerance(curve, 1e-10))


@of(ACTIVATIONS)
def test_written_derivative_equals_finite_differences(request, curve):
    skip_where_it_does_not_apply(request, curve)
    x = points()
    with double_precision():
        # differences of singles would be all rounding: there the textbook formula is measured
        exact = (lambda t: ops.convert_to_tensor(curve.formula(numbers(t)))) if is_single(curve) else curve.function
        measured = finite_differences(exact, x, weights=1.0)
        slope = numbers(activations.derivative(curve.function)(ops.convert_to_tensor(x)))
        if slope.ndim > x.ndim:  # a Jacobian: every output's slope, summed as the measured one is
            slope = slope.sum(-2)
        np.testing.assert_allclose(
            slope, measured, rtol=tolerance(curve, 1e-8), atol=1e-6 if is_single(curve) else 1e-8
        )


@of(ACTIVATIONS)
def test_written_derivative_equals_backpropagation(curve):
    x = points()
    weights = np.random.default_rng(1).uniform(0.5, 1.5, np.shape(curve.formula(x)))
    with double_precision():
        passed_back = gradient(curve.function, x, weights)
        slope = numbers(activations.derivative(curve.function)(ops.convert_to_tensor(x)))
        if slope.ndim > x.ndim:
            expected = np.einsum("...i,...ij->...j", weights, slope)
        elif curve.by_entry:
            expected = weights * slope
        else:  # glu: input i and i + half feed output i
            expected = np.concatenate([weights, weights], -1) * slope
        np.testing.assert_allclose(passed_back, expected, rtol=tolerance(curve, 1e-8), atol=1e-10)


@of(BY_ENTRY)
def test_written_derivative_stands_huge_numbers(request, curve):
    skip_where_it_does_not_apply(request, curve)
    x = np.array([1e30, -1e30, 200.0, -200.0], "float32")
    slope = numbers(activations.derivative(curve.function)(ops.convert_to_tensor(x)))
    np.testing.assert_allclose(slope, gradient(curve.function, x, weights=1.0), atol=1e-6)


@of(WITH_REFERENCE)
@settings(max_examples=12)
@given(data=st.data())
def test_equals_keras_in_value_and_gradient_over_shapes_and_dtypes(curve, data):
    dtype = data.draw(st.sampled_from(["float32", "float16", "bfloat16"]))
    shape = data.draw(st.sampled_from([(4,), (3, 4), (1, 2, 4)]))  # few, because JAX compiles for each
    x = data.draw(hnp.arrays("float32", shape, elements=st.floats(-(2.0**20), 2.0**20, width=32)))
    x = ops.cast(ops.convert_to_tensor(x), dtype)
    ours, theirs = curve.function(x), curve.keras(x)
    assert keras.backend.standardize_dtype(ours.dtype) == dtype
    np.testing.assert_array_equal(numbers(ours), numbers(theirs))
    np.testing.assert_array_equal(gradient(curve.function, x), gradient(curve.keras, x))


@of(WITH_REFERENCE)
def test_extreme_numbers_behave_as_in_keras(curve):
    for value in EXTREMES:
        x = np.full((1, 4), value, "float32")
        np.testing.assert_array_equal(numbers(curve.function(x)), numbers(curve.keras(x)), err_msg=str(value))
        slopes = [gradient(function, x, weights=1.0) for function in (curve.function, curve.keras)]
        np.testing.assert_array_equal(*slopes, err_msg=str(value))


@of(ACTIVATIONS)
def test_not_a_number_stays_one(request, curve):
    skip_where_it_does_not_apply(request, curve)
    assert np.isnan(numbers(curve.function(ops.convert_to_tensor([[np.nan, np.nan]])))).all()


@of(ACTIVATIONS)
def test_serves_a_layer_and_survives_its_config(curve):
    layer = layers.Dense(4, activation=curve.function)
    config = json.loads(json.dumps(layer.get_config()))
    assert config["activation"] == curve.function.__name__
    assert layers.Dense.from_config(config).activation is curve.function
    assert activations.get(curve.function.__name__) is curve.function
    assert keras.saving.get_registered_name(curve.function) == f"dlfund>{curve.function.__name__}"


@of(ACTIVATIONS)
def test_symbolic_call_promises_the_right_shape(curve):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        x = keras.Input((5, 4))
        symbolic = curve.function(x)
    assert tuple(symbolic.shape)[1:] == tuple(curve.function(ops.ones((2, 5, 4))).shape)[1:]
