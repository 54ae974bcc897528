import keras
import numpy as np
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import GradientCentralization, GradientDescent


def step_of(gradient):
    w = keras.Variable(np.zeros_like(gradient))
    GradientCentralization(GradientDescent(1.0)).apply([ops.convert_to_tensor(gradient)], [w])
    return -numbers(w)


def test_each_units_step_sums_to_zero():
    random = np.random.default_rng(0)
    for shape in ((5, 3), (3, 3, 2, 4)):  # a dense and a convolution kernel
        gradient = random.normal(size=shape).astype("float32")
        step = step_of(gradient)
        axes = tuple(range(len(shape) - 1))
        np.testing.assert_allclose(step.sum(axes), 0.0, atol=1e-5)
        np.testing.assert_allclose(step, gradient - gradient.mean(axes, keepdims=True), atol=1e-6)


def test_vectors_and_numbers_keep_their_gradient():
    for gradient in (np.array([1.0, 2.0], "float32"), np.array(3.0, "float32")):
        np.testing.assert_array_equal(step_of(gradient), gradient)
