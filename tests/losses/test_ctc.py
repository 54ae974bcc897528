import itertools

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund import losses


def read(path):
    """Repeats removed, then blanks."""
    return [label for label, _ in itertools.groupby(path) if label]


def by_all_paths(labels, logits):
    p = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    steps, classes = p.shape
    paths = (path for path in itertools.product(range(classes), repeat=steps) if read(path) == labels)
    return -np.log(sum(np.prod([p[t, label] for t, label in enumerate(path)]) for path in paths))


@pytest.mark.parametrize("labels", [[1], [1, 2], [1, 1], [2, 1, 2], []])
def test_it_is_the_sum_over_all_paths(labels):
    logits = np.random.default_rng(0).normal(size=(5, 3))
    padded = np.array([labels + [0] * (4 - len(labels))])
    assert float(losses.CTC()(padded, logits[None])) == pytest.approx(by_all_paths(labels, logits), rel=1e-4)


def test_value_and_slope_equal_keras():
    generator = np.random.default_rng(1)
    y_true = np.array([[1, 2, 3, 0], [4, 4, 0, 0], [2, 0, 0, 0]], "int32")
    y_pred = generator.normal(size=(3, 12, 5)).astype("float32")
    ours, theirs = losses.CTC(reduction=None), keras.losses.CTC(reduction=None)
    np.testing.assert_allclose(numbers(ours(y_true, y_pred)), numbers(theirs(y_true, y_pred)), rtol=1e-5)
    slopes = [gradient(lambda p, loss=loss: loss(y_true, p), y_pred, 1.0) for loss in (ours, theirs)]
    np.testing.assert_allclose(*slopes, atol=1e-5)
    np.testing.assert_allclose(numbers(losses.ctc(y_true, y_pred)), numbers(ours(y_true, y_pred)), rtol=1e-6)


def test_two_equal_labels_need_a_blank_between_them():
    impossible = float(losses.CTC()(np.array([[1, 1]]), np.zeros((1, 2, 2))))  # two steps; three are needed
    assert impossible > 1e6


def test_a_label_without_an_output_is_refused():
    with pytest.raises(ValueError, match="Class 0 is the blank"):
        losses.CTC()(np.array([[3]]), np.zeros((1, 4, 3)))
    with pytest.raises(ValueError, match="Fill shorter targets up with 0"):
        losses.CTC()(np.array([3]), np.zeros((1, 4, 3)))
