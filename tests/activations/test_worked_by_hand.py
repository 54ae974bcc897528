"""Numbers that anyone can check, and what each activation is about."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from keras import ops

from dlfund import activations

BY_HAND = [
    (activations.step, [-0.1, 0.0, 2.0], [0, 1, 1], [0, 0, 0]),
    (activations.straight_through_step, [-0.1, 0.0, 2.0], [0, 1, 1], [1, 1, 1]),
    (activations.sign, [-2.0, 0.0, 3.0], [-1, 0, 1], [0, 0, 0]),
    (activations.linear, [-2.0, 3.0], [-2, 3], [1, 1]),
    (activations.sigmoid, [0.0, np.log(3)], [0.5, 0.75], [0.25, 0.1875]),
    (activations.tanh, [0.0, np.log(3)], [0, 0.8], [1, 0.36]),
    (activations.hard_sigmoid, [-4.0, 0.0, 1.5, 4.0], [0, 0.5, 0.75, 1], [0, 1 / 6, 1 / 6, 0]),
    (activations.relu, [-2.0, 3.0], [0, 3], [0, 1]),
    (activations.leaky_relu, [-2.0, 3.0], [-0.4, 3], [0.2, 1]),
    (activations.elu, [-np.log(2), 3.0], [-0.5, 3], [0.5, 1]),
    (activations.selu, [-np.log(2), 2.0], [-0.8790497, 2.1014020], [0.8790497, 1.0507010]),
    (activations.gelu, [0.0, 1.0], [0, 0.8413447], [0.5, 1.0833155]),
    (activations.silu, [0.0, np.log(3)], [0, 0.8239592], [0.5, 0.9559898]),
    (activations.mish, [0.0], [0], [0.6]),
    (activations.softplus, [0.0], [np.log(2)], [0.5]),
]


@pytest.mark.parametrize("function, x, values, slopes", [pytest.param(*row, id=row[0].__name__) for row in BY_HAND])
def test_value_and_slope(function, x, values, slopes):
    x = np.array(x, "float32")
    np.testing.assert_allclose(numbers(function(x)), values, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(numbers(activations.derivative(function)(x)), slopes, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(gradient(function, x, weights=1.0), slopes, rtol=1e-6, atol=1e-7)


def test_softmax_shares_sum_to_one_and_ignore_a_common_shift():
    x = np.log([[1.0, 2.0, 5.0]]).astype("float32")
    np.testing.assert_allclose(numbers(activations.softmax(x)), [[0.125, 0.25, 0.625]], rtol=1e-6)
    np.testing.assert_allclose(numbers(activations.softmax(x + 80)), [[0.125, 0.25, 0.625]], rtol=1e-5)


def test_log_softmax_is_exact_where_a_share_rounds_to_nothing():
    x = np.array([[0.0, 200.0]], "float32")
    assert numbers(activations.softmax(x))[0, 0] == 0
    assert numbers(activations.log_softmax(x))[0, 0] == -200


def test_softmax_jacobian_along_another_axis():
    x = np.random.default_rng(0).normal(size=(3, 2)).astype("float32")
    along_rows = numbers(activations.derivative(activations.softmax)(x, axis=0))  # (2, 3, 3)
    along_columns = numbers(activations.derivative(activations.softmax)(x.T.copy()))
    np.testing.assert_allclose(along_rows, along_columns, rtol=1e-6)


def test_glu_halves_the_width_and_an_open_gate_lets_all_pass():
    x = np.array([[2.0, -3.0, 100.0, -100.0]], "float32")
    np.testing.assert_allclose(numbers(activations.glu(x)), [[2.0, 0.0]], atol=1e-7)


def test_gelu_has_the_tanh_form_and_its_slope():
    x = np.linspace(-4, 4, 33).astype("float32")
    tanh_form = lambda t: activations.gelu(t, approximate=True)  # noqa: E731 - a name for one line
    assert 1e-5 < np.abs(numbers(tanh_form(x)) - numbers(activations.gelu(x))).max() < 5e-4
    slope = numbers(activations.derivative(activations.gelu)(ops.convert_to_tensor(x), approximate=True))
    np.testing.assert_allclose(slope, gradient(tanh_form, x, weights=1.0), atol=1e-5)


def test_a_blend_is_linear_at_0_and_the_activation_at_1():
    x = np.array([[-2.0, 3.0]], "float32")
    for start, expected in [(0.0, [[-2, 3]]), (0.5, [[-1, 3]]), (1.0, [[0, 3]])]:
        np.testing.assert_array_equal(numbers(activations.ParametricBlend("relu", start=start)(x)), expected)


def test_a_step_passes_no_gradient_and_a_straight_through_step_passes_all():
    x = np.array([-1.0, 2.0], "float32")
    np.testing.assert_array_equal(gradient(activations.step, x, weights=1.0), [0, 0])
    np.testing.assert_array_equal(gradient(activations.straight_through_step, x, weights=1.0), [1, 1])


@pytest.mark.parametrize(
    "options",
    [
        {"negative_slope": 0.1},
        {"max_value": 2.0},
        {"threshold": 1.0},
        {"negative_slope": 0.2, "max_value": 1.5, "threshold": 0.5},
    ],
)
def test_variants_of_relu_are_those_of_keras(options):
    x = np.linspace(-3.05, 3.05, 40, dtype="float32")
    np.testing.assert_allclose(
        numbers(activations.relu(x, **options)), numbers(keras.activations.relu(x, **options)), rtol=1e-6
    )
    slope = gradient(lambda t: activations.relu(t, **options), x, weights=1.0)
    np.testing.assert_allclose(
        slope, gradient(lambda t: keras.activations.relu(t, **options), x, weights=1.0), rtol=1e-6
    )
    np.testing.assert_allclose(slope, numbers(activations.derivative(activations.relu)(x, **options)), rtol=1e-6)
