import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.losses import MeanSquaredError
from dlfund.optimizers import EvaluateAverage, GradientDescent, StochasticWeightAveraging


def average_after(steps, **options):
    """Of weights that go to −1, −2, −3, ..."""
    w = keras.Variable([0.0])
    optimizer = StochasticWeightAveraging(GradientDescent(1.0), **options)
    for _ in range(steps):
        optimizer.apply([ops.convert_to_tensor([1.0])], [w])
    with optimizer.averaged():
        return -float(numbers(w)[0])


@pytest.mark.parametrize(
    "steps, options, expected",
    [
        (2, {"start": 4}, 2.0),  # not begun: the weights themselves
        (5, {"start": 0}, 3.0),  # the mean of 1 ... 5
        (5, {"start": 2}, 4.0),  # of 3, 4, 5
        (7, {"start": 2, "period": 2}, 5.0),  # of 3, 5, 7
        (8, {"start": 2, "period": 2}, 5.0),
    ],
)
def test_the_mean_of_the_weights_that_were_taken(steps, options, expected):
    assert average_after(steps, **options) == pytest.approx(expected, rel=1e-6)


def test_the_mean_of_noisy_weights_is_nearer_to_the_minimum():
    random = np.random.default_rng(0)
    w = keras.Variable(np.zeros(50, "float32"))
    optimizer = StochasticWeightAveraging(GradientDescent(0.5), start=20)
    for _ in range(200):
        noise = random.normal(size=50).astype("float32")
        optimizer.apply([ops.convert_to_tensor(numbers(w) - 1.0 + noise)], [w])
    wandering = np.abs(numbers(w) - 1).mean()
    with optimizer.averaged():
        assert np.abs(numbers(w) - 1).mean() < 0.3 * wandering


def test_validation_can_use_the_mean():
    x = np.random.default_rng(0).normal(size=(32, 2)).astype("float32")
    y = x[:, :1]
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(StochasticWeightAveraging(GradientDescent(0.1), start=4), MeanSquaredError())
    callback = EvaluateAverage(model.optimizer)
    history = model.fit(x, y, batch_size=8, epochs=3, validation_data=(x, y), callbacks=[callback], verbose=0).history
    with model.optimizer.averaged():
        assert model.evaluate(x, y, verbose=0) == pytest.approx(history["val_loss"][-1], rel=1e-4)


def test_a_start_in_epochs_is_not_understood():
    with pytest.raises(ValueError, match="Count in steps"):
        StochasticWeightAveraging(GradientDescent(), start=0.75)
    with pytest.raises(ValueError, match="Expected period to be a whole number of at least 1"):
        StochasticWeightAveraging(GradientDescent(), start=1, period=0)
