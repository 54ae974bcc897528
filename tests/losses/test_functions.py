"""Losses as functions, and what Keras's losses take: by place, by name, to the same numbers."""

import inspect

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from contracts.loss_specimens import draw
from contracts.specimens import LOSS_FUNCTIONS

from dlfund import losses

KINDS = {  # the others take numbers on both sides
    "binary_crossentropy": ("binary", "probabilities"),
    "binary_focal_crossentropy": ("binary", "probabilities"),
    "categorical_crossentropy": ("onehot", "distribution"),
    "categorical_focal_crossentropy": ("onehot", "distribution"),
    "dice": ("binary", "probabilities"),
    "hinge": ("signed", "numbers"),
    "kl_divergence": ("distribution", "distribution"),
    "poisson": ("counts", "positive"),
    "sparse_categorical_crossentropy": ("classes", "distribution"),
    "squared_hinge": ("signed", "numbers"),
    "tversky": ("binary", "probabilities"),
}


@pytest.mark.parametrize("name", sorted(LOSS_FUNCTIONS - {"ctc"}))
def test_a_function_equals_keras_and_takes_its_arguments(name):
    ours, theirs = getattr(losses, name), getattr(keras.losses, name)
    assert inspect.signature(ours) == inspect.signature(theirs)
    targets, outputs = KINDS.get(name, ("numbers", "numbers"))
    generator = np.random.default_rng(0)
    y_true, y_pred = draw(generator, targets, (4, 3)), draw(generator, outputs, (4, 3))
    np.testing.assert_allclose(numbers(ours(y_true, y_pred)), numbers(theirs(y_true, y_pred)), rtol=1e-5)


def test_a_model_with_a_function_as_loss_is_saved_and_loaded(tmp_path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", losses.huber)
    x, y = np.ones((4, 2), "float32"), np.zeros((4, 1), "float32")
    before = model.evaluate(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(before)
    assert loaded.loss is losses.huber


SHARED = [name for name in losses.__all__ if hasattr(keras.losses, name) and name not in LOSS_FUNCTIONS]


@pytest.mark.parametrize("name", SHARED)
def test_a_class_takes_keras_arguments_in_their_places(name):
    ours = list(inspect.signature(getattr(losses, name)).parameters)
    theirs = list(inspect.signature(getattr(keras.losses, name)).parameters)
    assert ours[: len(theirs)] == theirs


@pytest.mark.parametrize("from_logits", [True, False])
@pytest.mark.parametrize("ignored", [-1, 255])
def test_an_ignored_class_counts_for_nothing(from_logits, ignored):
    generator = np.random.default_rng(1)
    y_true = generator.integers(0, 3, (2, 4))
    y_true[0, 1] = y_true[1, :3] = ignored
    y_pred = draw(generator, "numbers" if from_logits else "distribution", (2, 4, 3))
    ours, theirs = (room.SparseCategoricalCrossentropy(from_logits, ignored) for room in (losses, keras.losses))
    assert float(ours(y_true, y_pred)) == pytest.approx(float(theirs(y_true, y_pred)), rel=1e-5)
    slopes = [gradient(lambda p, loss=loss: loss(y_true, p), y_pred, 1.0) for loss in (ours, theirs)]
    np.testing.assert_allclose(*slopes, rtol=1e-5, atol=1e-6)
    assert (slopes[0][1, :3] == 0).all()


def test_classes_may_stand_on_another_axis():
    generator = np.random.default_rng(2)
    y_true, y_pred = generator.integers(0, 3, (2, 5)), draw(generator, "distribution", (2, 5, 3))
    loss = losses.SparseCategoricalCrossentropy(axis=1)
    last = losses.SparseCategoricalCrossentropy()(y_true, y_pred)
    assert float(loss(y_true, np.moveaxis(y_pred, -1, 1))) == pytest.approx(float(last))
    assert float(loss(y_true[:, None], np.moveaxis(y_pred, -1, 1))) == pytest.approx(float(last))


def test_a_label_that_should_not_count_is_guessed():
    with pytest.raises(ValueError, match="ignore_class=-1"):
        losses.SparseCategoricalCrossentropy()(np.array([0, -1]), np.full((2, 3), 1 / 3))
