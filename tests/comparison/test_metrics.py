"""What predictions are worth, and which can't be judged at all."""

import math

import numpy as np
import pytest

from dlfund.comparison.metrics import METRICS, check_metric, scores

Y = np.array([0, 0, 1, 1])


def test_scores_by_hand():
    found = scores("binary", Y, [0.1, 0.6, 0.4, 0.9], probabilistic=True)
    assert found["accuracy"] == 0.5
    assert found["roc_auc"] == 0.75  # of four pairs one is in the wrong order
    assert found["log_loss"] == pytest.approx(-(2 * math.log(0.9) + 2 * math.log(0.4)) / 4)
    assert found["brier"] == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)


def test_a_rule_has_no_score_of_its_probabilities():
    found = scores("binary", Y, [0, 1, 1, 1], probabilistic=False)
    assert found["log_loss"] is None
    assert found["brier"] is None
    assert found["accuracy"] == 0.75


def test_three_classes():
    found = scores("multiclass", np.array([0, 1, 2]), [[0.5, 0.3, 0.2]] * 3, probabilistic=True)
    assert found["accuracy"] == pytest.approx(1 / 3)
    assert found["log_loss"] == pytest.approx(-(math.log(0.5) + math.log(0.3) + math.log(0.2)) / 3)


def test_probabilities_of_single_precision_are_good_enough():
    """Rows of a float32 softmax miss 1 by their last bits."""
    predictions = np.random.default_rng(0).dirichlet([1, 1, 1], 30).astype("float32").tolist()
    assert scores("multiclass", np.arange(30) % 3, predictions, probabilistic=True)["log_loss"] > 0
    assert scores("binary", Y, [0, 0, 1, 1.0000001], probabilistic=True)["accuracy"] == 1


def test_numbers():
    found = scores("regression", np.array([1.0, 2, 3]), [1, 2, 5], probabilistic=True)
    assert found["mae"] == pytest.approx(2 / 3)
    assert found["rmse"] == pytest.approx(math.sqrt(4 / 3))
    assert found["r2"] == pytest.approx(-1)


@pytest.mark.parametrize(
    "predictions, reason",
    [
        ([0.1, 0.2, 0.3], r"for each of 4 test rows. Received: predictions of shape \(3,\)"),
        ([[0.1], [0.2], [0.3], [0.4]], r"shape \(4, 1\)"),
        ([0.1, 0.2, float("nan"), float("inf")], "2 of them not finite"),
        ([0.1, 0.2, 0.3, 3.5], "Expected probabilities between 0 and 1. Received: 0.1 to 3.5. End the network with"),
        ([-4.0, 0.2, 0.3, 0.5], "Received: -4 to 0.5"),
    ],
)
def test_predictions_that_can_not_be_judged_are_refused(predictions, reason):
    with pytest.raises(ValueError, match=reason):
        scores("binary", Y, predictions, probabilistic=True)


def test_a_metric_of_another_kind_is_refused():
    assert check_metric("rmse", "regression") is METRICS["rmse"]
    with pytest.raises(ValueError, match=r"Expected a metric for a binary task: roc_auc, accuracy.*metric='rmse'"):
        check_metric("rmse", "binary")


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_a_row_that_counts_twice_is_two_rows(kind):
    generator = np.random.default_rng(0)
    rows, classes = 40, {"binary": 2, "multiclass": 3}.get(kind, 0)
    y = generator.integers(0, classes, rows) if classes else generator.normal(size=rows)
    said = generator.dirichlet(np.ones(classes), rows) if classes == 3 else generator.random(rows)
    weight = generator.integers(1, 4, rows)
    again = np.repeat(np.arange(rows), weight)
    weighted = scores(kind, y, said.tolist(), True, weight.astype(float))
    assert weighted == pytest.approx(scores(kind, y[again], said[again].tolist(), True))
