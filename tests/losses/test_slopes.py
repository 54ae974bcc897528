"""The derivative on every card is the loss's gradient, and the gradient is what finite differences measure."""

import keras
import numpy as np
import pytest
from contracts.checks import ONE_PRECISION
from contracts.gradients import double_precision, finite_differences, gradient
from contracts.loss_specimens import SPECIMENS

from dlfund import losses

NAMES = [name for name, _ in SPECIMENS]


def batch(specimen):
    y_true, y_pred = specimen.batch(rows=3, seed=3)
    return y_true, y_pred.astype("float64")


@pytest.mark.parametrize(("name", "specimen"), SPECIMENS, ids=NAMES)
@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason=ONE_PRECISION)
def test_the_gradient_is_what_finite_differences_measure(name, specimen):
    y_true, y_pred = batch(specimen)
    with double_precision():
        loss = specimen.make(reduction=None, dtype="float64")
        measured = finite_differences(lambda p: loss(y_true, p), y_pred, 1.0)
        np.testing.assert_allclose(gradient(lambda p: loss(y_true, p), y_pred, 1.0), measured, atol=1e-8)


@pytest.mark.parametrize(("name", "specimen"), SPECIMENS, ids=NAMES)
def test_the_gradient_is_what_the_card_says(name, specimen):
    if specimen.slope is None:
        pytest.skip("the card states the slope of the plain form, which another specimen checks")
    y_true, y_pred = batch(specimen)
    with double_precision():
        y_pred = y_pred / y_pred.sum(-1, keepdims=True) if specimen.outputs == "distribution" else y_pred
        loss = specimen.make(reduction=None, dtype="float64")
        slope = gradient(lambda p: loss(y_true, p), y_pred, 1.0)
    y_true = y_true if specimen.targets == "classes" else y_true.astype("float64")
    np.testing.assert_allclose(slope, specimen.slope(y_true, y_pred), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("t", [0.0, 1.0])
def test_cross_entropy_from_logits_has_its_slope_at_zero_too(t):
    """A head that starts at zero stands there: a formula of max(z, 0) and |z| would say −t, not ½ − t."""
    loss = losses.BinaryCrossentropy(from_logits=True)
    slope = gradient(lambda z: loss(np.array([[t]]), z), np.zeros((1, 1), "float32"), 1.0)
    assert slope.item() == 0.5 - t


def test_a_perceptron_at_zero_has_made_a_mistake():
    """From zero weights every output is 0; if that were no mistake, nothing would ever be learned."""
    loss = losses.PerceptronLoss()
    slope = gradient(lambda z: loss(np.array([[1.0]]), z), np.zeros((1, 1), "float32"), 1.0)
    assert slope.item() == -1.0


def test_confidently_wrong_logits_still_pull():
    """Probabilities are clipped and their slope dies; logits keep a slope of nearly −1."""
    z = np.array([[-40.0]], "float32")
    first = np.array([[1.0]])
    through_logits = gradient(lambda z: losses.BinaryCrossentropy(from_logits=True)(first, z), z, 1.0)
    through_probabilities = gradient(lambda z: losses.BinaryCrossentropy()(first, keras.ops.sigmoid(z)), z, 1.0)
    assert through_logits.item() == -1.0
    assert through_probabilities.item() == 0.0
