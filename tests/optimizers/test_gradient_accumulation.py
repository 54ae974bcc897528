import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.losses import MeanSquaredError
from dlfund.optimizers import Adam, ClipByValue, GradientAccumulation, GradientDescent, VariableFactors


def table():
    random = np.random.default_rng(0)
    return random.normal(size=(24, 3)).astype("float32"), random.normal(size=(24, 1)).astype("float32")


def trained(optimizer, batch_size):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(optimizer, MeanSquaredError())
    model.fit(*table(), batch_size=batch_size, epochs=3, shuffle=False, verbose=0)
    return [numbers(w) for w in model.weights]


def test_three_batches_make_the_step_of_a_large_one():
    for accumulated, large in zip(trained(GradientAccumulation(Adam(0.1), 3), 4), trained(Adam(0.1), 12), strict=True):
        np.testing.assert_allclose(accumulated, large, rtol=1e-4, atol=1e-6)


def test_it_equals_keras_own_accumulation():
    ours = trained(GradientAccumulation(GradientDescent(0.1), 4), 3)
    theirs = trained(keras.optimizers.SGD(0.1, gradient_accumulation_steps=4), 3)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_clipping_inside_clips_the_mean_and_outside_every_gradient():
    ends = []
    for make in (
        lambda: GradientAccumulation(ClipByValue(GradientDescent(1.0), limit=1.0), steps=2),
        lambda: ClipByValue(GradientAccumulation(GradientDescent(1.0), steps=2), limit=1.0),
    ):
        w, optimizer = keras.Variable([0.0]), make()
        for g in (4.0, -2.0):
            optimizer.apply([ops.convert_to_tensor([g])], [w])
        ends.append(numbers(w)[0])
    assert ends == [-1.0, 0.0]


@pytest.mark.parametrize("steps", [0, 1.5, True])
def test_no_steps_are_refused(steps):
    with pytest.raises(ValueError, match="Expected steps to be a whole number above 0"):
        GradientAccumulation(Adam(), steps)


def test_factors_belong_inside():
    with pytest.raises(ValueError, match="Swap the two"):
        VariableFactors(GradientAccumulation(Adam(), 2))
