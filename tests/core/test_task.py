"""A task knows its head and its loss, and refuses classes that don't fit its kind."""

import numpy as np
import pytest

from dlfund import Task


@pytest.mark.parametrize(
    "kind, classes, outputs", [("binary", ("no", "yes"), 1), ("multiclass", ("a", "b", "c"), 3), ("regression", (), 1)]
)
def test_head_and_loss_fit_each_other(kind, classes, outputs):
    import keras

    task = Task(kind=kind, input_shape=(2,), classes=classes)
    model = keras.Sequential([keras.Input(task.input_shape), task.head()])
    x, y = np.ones((4, 2), "float32"), np.array([0, 1, 0, 1], "float32")

    predictions = keras.ops.convert_to_numpy(model(x))
    loss = float(task.loss()(y.reshape(-1, 1) if outputs == 1 else y, predictions))

    assert task.outputs == outputs
    assert predictions.shape == (4, outputs)
    assert np.isfinite(loss)
    if kind == "multiclass":
        np.testing.assert_allclose(predictions.sum(axis=1), 1, rtol=1e-6)


def test_options_reach_the_loss():
    task = Task(kind="binary", input_shape=(1,), classes=("no", "yes"))
    assert task.loss(label_smoothing=0.1).label_smoothing == 0.1


@pytest.mark.parametrize(
    "kind, classes", [("binary", ()), ("binary", ("a",)), ("multiclass", ("a", "b")), ("regression", ("a", "b"))]
)
def test_classes_that_do_not_fit_are_refused(kind, classes):
    with pytest.raises(ValueError, match=r"Expected 2 classes for a binary task.*Received: kind="):
        Task(kind=kind, input_shape=(1,), classes=classes)


def test_unknown_kind_is_refused():
    with pytest.raises(ValueError, match=r"Expected kind to be one of .*Received: kind='ranking'"):
        Task(kind="ranking", input_shape=(1,))
