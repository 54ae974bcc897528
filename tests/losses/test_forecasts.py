import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from keras import ops
from scipy import integrate, stats

from dlfund.losses import LogNormal, NormalCRPS, OrdinalCrossentropy


def fitted(loss, y, steps=600, rate=0.3):
    """Mean and scale that the loss settles on for many targets of one forecast."""
    forecast = np.array([0.5, 0.5], "float32")
    for _ in range(steps):
        slope = gradient(lambda f: loss(y[:, None], f * ops.ones((len(y), 1))), forecast, 1.0)
        forecast = forecast - rate * slope
    return forecast[0], np.exp(forecast[1])


@pytest.mark.parametrize("y, mean, scale", [(0.3, 0.0, 1.0), (-2.0, 1.0, 0.5), (4.0, 1.0, 2.0)])
def test_the_score_is_the_integral_that_defines_it(y, mean, scale):
    def squared(x):
        return (stats.norm.cdf(x, mean, scale) - (x >= y)) ** 2

    expected = sum(integrate.quad(squared, *ends)[0] for ends in ((-30, y), (y, 30)))
    loss = NormalCRPS()(np.array([[y]]), np.array([[mean, np.log(scale)]]))
    assert float(loss) == pytest.approx(expected, rel=1e-4)


def test_a_forecast_without_doubt_is_judged_by_its_absolute_error():
    assert float(NormalCRPS()(np.array([[3.0]]), np.array([[1.0, -12.0]]))) == pytest.approx(2.0, abs=1e-3)


def test_the_score_is_lowest_for_the_truth():
    y = np.random.default_rng(0).normal(2.0, 0.5, 200).astype("float32")
    mean, scale = fitted(NormalCRPS(), y)
    assert mean == pytest.approx(y.mean(), abs=0.05)
    assert scale == pytest.approx(y.std(), rel=0.1)


@pytest.mark.parametrize("y, mean, scale", [(0.3, 0.0, 1.0), (20.0, 2.0, 0.5)])
def test_the_likelihood_equals_scipys(y, mean, scale):
    expected = -stats.lognorm.logpdf(y, s=scale, scale=np.exp(mean))
    loss = LogNormal()(np.array([[y]]), np.array([[mean, np.log(scale)]]))
    assert float(loss) == pytest.approx(expected, rel=1e-5)


def test_every_shape_of_one_or_more_targets():
    for loss in (NormalCRPS(reduction=None), LogNormal(reduction=None)):
        flat = numbers(loss(np.ones(4), np.ones((4, 2))))
        assert flat.shape == (4,)
        np.testing.assert_allclose(numbers(loss(np.ones((4, 1)), np.ones((4, 2)))), flat)
        np.testing.assert_allclose(numbers(loss(np.ones((4, 3)), np.ones((4, 3, 2)))), flat, rtol=1e-6)
    with pytest.raises(ValueError, match="Expected two outputs for every target"):
        NormalCRPS()(np.ones((4, 1)), np.ones((4, 1)))
    with pytest.raises(ValueError, match=r"For k targets a row the outputs are \(batch, k, 2\)"):
        NormalCRPS()(np.ones((4, 3)), np.ones((4, 2, 2)))


def test_a_target_of_zero_is_no_log_normal_number():
    with pytest.raises(ValueError, match=r"Expected targets above 0\. Received: 0"):
        LogNormal()(np.array([[0.0]]), np.ones((1, 2)))


def test_a_neighbouring_class_costs_less_than_a_distant_one():
    logits = np.array([[4.0, 4.0, -4.0, -4.0]])  # surely class 2 of 0 ... 4
    costs = [float(OrdinalCrossentropy()(np.array([grade]), logits)) for grade in range(5)]
    assert costs[2] < costs[1] < costs[0]
    assert costs[2] < costs[3] < costs[4]


def test_an_ordinal_row_by_hand():
    """Class 1 of three: above 0, not above 1."""
    loss = OrdinalCrossentropy()(np.array([1]), np.array([[1.0, -2.0]]))
    assert float(loss) == pytest.approx(np.log(1 + np.exp(-1)) + np.log(1 + np.exp(-2)), rel=1e-5)


def test_one_hot_grades_are_refused():
    with pytest.raises(ValueError, match="K classes need K − 1 outputs"):
        OrdinalCrossentropy()(np.eye(3), np.zeros((3, 2)))
    with pytest.raises(ValueError, match=r"Expected class numbers from 0 to 2.*Received: 3"):
        OrdinalCrossentropy()(np.array([3]), np.zeros((1, 2)))
