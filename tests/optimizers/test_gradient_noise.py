import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import GradientDescent, GradientNoise


def steps_without_gradient(optimizer, count):
    w, steps = keras.Variable(np.zeros(4000, "float32")), []
    for _ in range(count):
        before = numbers(w)
        optimizer.apply([ops.zeros(4000)], [w])
        steps.append(numbers(w) - before)
    return steps


def test_its_variance_falls_as_the_formula_says():
    steps = steps_without_gradient(GradientNoise(GradientDescent(1.0), variance=0.3, decay=0.55, seed=3), 4)
    for t, step in enumerate(steps):
        assert step.mean() == pytest.approx(0.0, abs=0.05)
        assert step.var() == pytest.approx(0.3 / (1 + t) ** 0.55, rel=0.1)


def test_every_step_draws_anew_and_the_seed_decides():
    first, second = steps_without_gradient(GradientNoise(GradientDescent(1.0), seed=3), 2)
    (again,) = steps_without_gradient(GradientNoise(GradientDescent(1.0), seed=3), 1)
    (other,) = steps_without_gradient(GradientNoise(GradientDescent(1.0), seed=4), 1)
    np.testing.assert_array_equal(first, again)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.1


def test_a_seed_that_was_drawn_is_recorded():
    optimizer = GradientNoise(GradientDescent(1.0))
    again = GradientNoise.from_config(optimizer.get_config())
    np.testing.assert_array_equal(steps_without_gradient(optimizer, 1), steps_without_gradient(again, 1))


def test_it_leaves_a_saddle_where_the_gradient_is_zero():
    """The loss x² − y² has no slope at the origin; plain descent stays there for ever."""
    w = keras.Variable([0.0, 0.0])
    optimizer = GradientNoise(GradientDescent(0.1), variance=1e-4, seed=0)
    for _ in range(60):
        optimizer.apply([ops.convert_to_tensor(2 * numbers(w) * np.array([1, -1], "float32"))], [w])
    assert abs(numbers(w)[1]) > 1.0
    assert abs(numbers(w)[0]) < 0.1


def test_no_variance_is_refused():
    with pytest.raises(ValueError, match="Expected variance above 0"):
        GradientNoise(GradientDescent(), variance=0)
    with pytest.raises(ValueError, match="Expected decay of at least 0"):
        GradientNoise(GradientDescent(), decay=-1)
