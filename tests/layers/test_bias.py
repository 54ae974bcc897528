import numpy as np
from contracts.gradients import gradients_of, numbers

from dlfund import layers


def test_moves_every_feature_by_its_own_number():
    layer = layers.Bias()
    x = np.array([[1.0, 2.0], [3.0, 4.0]], "float32")
    layer(x)
    layer.set_weights([np.array([10.0, -1.0])])
    np.testing.assert_array_equal(numbers(layer(x)), [[11.0, 1.0], [13.0, 3.0]])


def test_its_gradient_counts_the_rows():
    (slope,) = gradients_of(layers.Bias(), np.ones((5, 2), "float32"), weights=1.0).values()
    np.testing.assert_array_equal(slope, [5.0, 5.0])


def test_starts_as_if_it_were_not_there():
    x = np.ones((2, 3), "float32")
    np.testing.assert_array_equal(numbers(layers.Bias()(x)), x)
