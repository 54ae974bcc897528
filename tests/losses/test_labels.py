"""Targets that a loss can't mean: refused with a guess at the mistake, where their shapes or values are known."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import losses

P3 = np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]], "float32")
P1 = np.full((3, 1), 0.5, "float32")
ENTRY_BY_ENTRY = [
    losses.BinaryCrossentropy, losses.BinaryFocalCrossentropy, losses.CategoricalCrossentropy,
    losses.CategoricalFocalCrossentropy, losses.Hinge, losses.Huber, losses.KLDivergence, losses.LogCosh,
    losses.MeanAbsoluteError, losses.MeanSquaredError, losses.PerceptronLoss, losses.Poisson, losses.Quantile,
    losses.SquaredHinge,
]  # fmt: skip
BINARY = [losses.BinaryCrossentropy, losses.BinaryFocalCrossentropy]
CATEGORICAL = [losses.CategoricalCrossentropy, losses.CategoricalFocalCrossentropy, losses.KLDivergence]
MARGINS = [losses.Hinge, losses.SquaredHinge, losses.PerceptronLoss]


@pytest.mark.parametrize("cls", ENTRY_BY_ENTRY)
@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_class_numbers_are_sent_to_the_sparse_loss(cls, shape):
    with pytest.raises(ValueError, match=r"belong to SparseCategoricalCrossentropy"):
        cls()(np.array([0.0, 1.0, 1.0]).reshape(shape), P3)


@pytest.mark.parametrize("cls", ENTRY_BY_ENTRY)
def test_one_hot_targets_need_an_output_for_every_class(cls):
    with pytest.raises(ValueError, match=r"targets \(3, 2\) and outputs \(3, 1\).*pass the column"):
        cls()(np.eye(2, dtype="float32")[[0, 1, 1]], P1)


@pytest.mark.parametrize("cls", ENTRY_BY_ENTRY)
def test_another_number_of_rows_is_refused(cls):
    with pytest.raises(ValueError, match="Give every row one target"):
        cls()(np.ones((1, 3)), P3)


@pytest.mark.parametrize("cls", BINARY + CATEGORICAL)
@pytest.mark.parametrize(("labels", "guess"), [([-1, 1, 1], "belong to a hinge"), ([1, 2, 2], "Class numbers")])
def test_labels_of_another_kind_are_no_probabilities(cls, labels, guess):
    with pytest.raises(ValueError, match=guess):
        cls()(np.array(labels, "float32")[:, None], P1)


@pytest.mark.parametrize("cls", BINARY)
def test_a_little_noise_on_labels_is_allowed(cls):
    """As generative networks are trained with: 1.05 for "real"."""
    assert np.isfinite(float(cls()(np.array([[1.05], [-0.05], [0.9]], "float32"), P1)))


@pytest.mark.parametrize("cls", MARGINS)
@pytest.mark.parametrize("labels", [[1, 2, 2], [0, 1, 2], [-1, 0, 1], [0.3, 1, 0]])
def test_a_margin_has_two_sides(cls, labels):
    with pytest.raises(ValueError, match="Expected labels −1 and"):
        cls()(np.array(labels, "float32")[:, None], P1)


def test_counts_are_not_negative():
    with pytest.raises(ValueError, match="standardised is no count"):
        losses.Poisson()(-P1, P1)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, -1, 2], r"from 0 to 2.*Received: -1.*sample_weight 0"),
        ([1, 2, 3], r"Received: 3.*counted from 1"),
        ([0.5, 1, 2], r"Received: 0\.5.*CategoricalCrossentropy"),
        (np.eye(3), r"One-hot targets or probabilities belong to CategoricalCrossentropy"),
        ([0, 1], r"Give every row"),
    ],
)
def test_a_class_must_exist(labels, message):
    with pytest.raises(ValueError, match=message):
        losses.SparseCategoricalCrossentropy()(np.array(labels), P3)


def test_members_are_checked_too():
    loss = losses.MeanOfMembers(losses.SparseCategoricalCrossentropy())
    with pytest.raises(ValueError, match="Received: 3 among the targets"):
        loss(np.array([0, 3, 1]), np.stack([P3, P3], axis=1))


def classifier(loss):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("sgd", loss)
    return model


def test_fit_refuses_a_shape():
    with pytest.raises(ValueError, match=r"SparseCategoricalCrossentropy \(or one-hot"):
        classifier(losses.CategoricalCrossentropy()).fit(np.ones((4, 2)), np.array([0, 1, 2, 0]), verbose=0)


def test_a_class_that_is_none_is_seen_in_fit_as_well():
    """torch's loop looks at the labels; a compiled step can't, and answers NaN instead of the last class's loss."""
    model, x, y = classifier(losses.SparseCategoricalCrossentropy()), np.ones((4, 2)), np.array([0, 1, 2, -1])
    if keras.backend.backend() == "torch":
        with pytest.raises(ValueError, match="Received: -1"):
            model.fit(x, y, verbose=0)
    else:
        assert np.isnan(model.fit(x, y, verbose=0).history["loss"]).all()
        assert all(np.isfinite(numbers(w)).all() for w in model.weights)


def test_masked_and_unweighted_rows_stay_legal():
    y, weight = np.array([[0, 1, 0], [2, 0, 0]]), np.array([[1.0, 1, 0], [1, 0, 0]], "float32")
    p = np.stack([P3, P3])
    ours = losses.SparseCategoricalCrossentropy()(y, p, sample_weight=weight)
    assert float(ours) == pytest.approx(float(keras.losses.SparseCategoricalCrossentropy()(y, p, sample_weight=weight)))
