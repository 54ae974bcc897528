import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund import optimizers


def test_along_the_gradients_own_axis_the_step_has_the_rates_length():
    w = keras.Variable(np.ones((1, 2), "float32"))
    optimizer = optimizers.SOAP(learning_rate=0.1, epsilon=1e-4)  # across its axis there are rounding errors alone
    g = ops.convert_to_tensor(np.array([[3.0, 4.0]], "float32"))
    optimizer.apply([g], [w])
    np.testing.assert_array_equal(numbers(w), [[1.0, 1.0]])  # the first step finds the axes
    optimizer.apply([g], [w])
    np.testing.assert_allclose(numbers(w), [[0.94, 0.92]], rtol=1e-4)  # 0.1 · (3, 4) / 5; Adam's would be 0.1 · (1, 1)


def test_axes_that_are_too_long_are_not_turned():
    w, embeddings = keras.Variable(np.ones((3, 2), "float32")), keras.Variable(np.ones((50, 2), "float32"))
    optimizer = optimizers.SOAP(max_precond_dim=10)
    optimizer.build([w, embeddings, keras.Variable(np.ones(4, "float32"))])
    assert [list(axes) for axes in optimizer.axes] == [[0, 1], [1], []]


def test_axes_stay_orthogonal():
    draw = np.random.default_rng(0)
    w = keras.Variable(draw.normal(size=(4, 3)).astype("float32"))
    optimizer = optimizers.SOAP(precondition_frequency=1)
    for _ in range(20):
        optimizer.apply([ops.convert_to_tensor(draw.normal(size=(4, 3)).astype("float32"))], [w])
    q = numbers(optimizer.axes[0][0])
    np.testing.assert_allclose(q.T @ q, np.eye(4), atol=1e-5)


@pytest.mark.parametrize("often", [0, 1.5])
def test_a_bad_argument_is_named(often):
    with pytest.raises(ValueError, match="precondition_frequency to be a whole number"):
        optimizers.SOAP(precondition_frequency=often)
