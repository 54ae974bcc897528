"""Keras's own loop, with dlfund's promises: parts have a purpose, the best epoch is kept, a seed decides."""

import keras
import numpy as np
import pytest

from dlfund import training
from dlfund.data.rows import TestRows, TrainRows, ValidationRows


def _rows(kind, rows=64, seed=0):
    x = np.random.default_rng(seed).normal(size=(rows, 3)).astype("float32")
    return kind(x, (x.sum(axis=1, keepdims=True) > 0).astype("float32"))


def _model(learning_rate=0.05, seed=0):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(1, "sigmoid")])
    model.compile(keras.optimizers.Adam(learning_rate), loss="binary_crossentropy")
    return model


def test_test_rows_never_train():
    with pytest.raises(TypeError, match=r"Expected train to be TrainRows\. Received: TestRows"):
        training.fit(_model(), _rows(TestRows), epochs=1, batch_size=8, seed=0)


def test_test_rows_never_choose_an_epoch():
    with pytest.raises(TypeError, match=r"Expected validation to be ValidationRows or None\. Received: TestRows"):
        training.fit(_model(), _rows(TrainRows), _rows(TestRows), epochs=1, batch_size=8, seed=0)


def test_the_kept_weights_are_those_of_the_best_epoch():
    validation = _rows(ValidationRows, seed=1)
    fitted = training.fit(_model(3.0), _rows(TrainRows), validation, epochs=6, batch_size=8, seed=0)
    scores = fitted.history["val_loss"]
    assert fitted.best_score == min(scores)
    assert fitted.best_epoch == int(np.argmin(scores)) + 1
    again = fitted.to_model().evaluate(validation.x, validation.y, verbose=0)
    assert again == pytest.approx(fitted.best_score, rel=1e-5)


def test_patience_counts_epochs_without_a_better_one():
    model = _model(0.0)  # nothing ever improves on the first epoch
    rows = _rows(TrainRows)
    fitted = training.fit(model, rows, ValidationRows(rows.x, rows.y), epochs=9, batch_size=8, patience=2, seed=0)
    assert (fitted.epochs_run, fitted.best_epoch) == (3, 1)


def test_the_same_seed_gives_the_same_weights():
    first, second = (training.fit(_model(), _rows(TrainRows), epochs=2, batch_size=8, seed=3).weights for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("compiled", [False, True])
def test_every_row_has_its_turn_in_whole_batches(compiled):
    """One row in nine has a target that it alone teaches: left out by chance, in one epoch of nine, never in all."""
    x = np.eye(9, dtype="float32")

    def build():
        model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
        model.compile(keras.optimizers.SGD(0.1), loss="mean_squared_error")
        return model

    rows, texts = TrainRows(x, np.ones((9, 1), "float32")), {"epochs": 20, "seed": 0, "whole_batches": True}
    if compiled:
        fitted = training.fit_population([training.Member(build, rows, **texts)], batch_size=4)[0]
    else:
        fitted = training.fit(build(), rows, batch_size=4, **texts)
    learned = fitted.weights[0].ravel()
    assert learned.min() > 0.3
    assert len(np.unique(learned.round(4))) > 1  # not all of them in every epoch


def test_a_class_of_weight_zero_is_not_learned():
    fitted = training.fit(_model(), _rows(TrainRows), epochs=20, batch_size=8, seed=0, class_weight={0: 0.0, 1: 1.0})
    assert fitted.to_model().predict(_rows(TrainRows).x, verbose=0).min() > 0.5


def test_a_model_that_is_not_compiled_is_refused():
    with pytest.raises(ValueError, match=r"Expected a compiled model"):
        training.fit(keras.Sequential([keras.layers.Dense(1)]), _rows(TrainRows), epochs=1, batch_size=8, seed=0)
