"""What predictions are worth, and which can't be judged at all."""

import math

import numpy as np
import pytest
from sklearn import metrics

from dlfund.comparison.scoring.metric import TARGET_UNITS
from dlfund.comparison.scoring.metrics import METRICS, check_metric, fitting, for_kind, scores
from dlfund.core.task_kind import LABELLED
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.score_code import score_code

Y = np.array([0, 0, 1, 1])


def test_scores_by_hand():
    actual = scores("binary", Y, [0.1, 0.6, 0.4, 0.9], probabilistic=True)
    assert actual["accuracy"] == 0.5
    assert actual["roc_auc"] == 0.75  # of four pairs one is in the wrong order
    assert actual["log_loss"] == pytest.approx(-(2 * math.log(0.9) + 2 * math.log(0.4)) / 4)
    assert actual["brier"] == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)


def test_a_rule_has_no_score_of_its_probabilities():
    actual = scores("binary", Y, [0, 1, 1, 1], probabilistic=False)
    assert actual["log_loss"] is None
    assert actual["brier"] is None
    assert actual["accuracy"] == 0.75


def test_three_classes():
    actual = scores("multiclass", np.array([0, 1, 2]), [[0.5, 0.3, 0.2]] * 3, probabilistic=True)
    assert actual["accuracy"] == pytest.approx(1 / 3)
    assert actual["log_loss"] == pytest.approx(-(math.log(0.5) + math.log(0.3) + math.log(0.2)) / 3)


def test_probabilities_of_single_precision_are_good_enough():
    """Rows of a float32 softmax miss 1 by their last bits."""
    predictions = np.random.default_rng(0).dirichlet([1, 1, 1], 30).astype("float32").tolist()
    assert scores("multiclass", np.arange(30) % 3, predictions, probabilistic=True)["log_loss"] > 0
    assert scores("binary", Y, [0, 0, 1, 1.0000001], probabilistic=True)["accuracy"] == 1


def test_numbers():
    actual = scores("regression", np.array([1.0, 2, 3]), [1, 2, 5], probabilistic=True)
    assert actual["mae"] == pytest.approx(2 / 3)
    assert actual["rmse"] == pytest.approx(math.sqrt(4 / 3))
    assert actual["r2"] == pytest.approx(-1)


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
    output = generator.dirichlet(np.ones(classes), rows) if classes == 3 else generator.random(rows)
    weight = generator.integers(1, 4, rows)
    again = np.repeat(np.arange(rows), weight)
    for name in fitting(kind):
        weighted = scores(kind, y, output.tolist(), True, weight.astype(float), name)
        assert weighted == pytest.approx(scores(kind, y[again], output[again].tolist(), True, deciding=name))


@pytest.mark.parametrize(
    "kind, y, predictions, undefined",
    [
        ("binary", np.array([1, 1, 1]), [0.2, 0.5, 0.9], {"roc_auc"}),
        ("regression", np.array([2.0, 2.0]), [1.0, 2.5], {"r2"}),
        ("regression", np.array([2.0]), [1.0], {"r2"}),
        ("regression", np.array([1.0, 2.0]), [1e200, 2.0], {"rmse", "r2"}),
    ],
)
def test_a_score_that_is_undefined_is_none(kind, y, predictions, undefined):
    actual = scores(kind, y, predictions, probabilistic=True)
    assert {name for name, value in actual.items() if value is None} == undefined


def test_a_row_of_weight_0_brings_no_class_to_be_ranked():
    weight = np.array([1.0, 1.0, 0.0, 0.0])
    assert METRICS["roc_auc"].undefined_on(Y, weight) == "all rows have the same class"
    actual = scores("binary", Y, [0.1, 0.6, 0.4, 0.9], True, weight)
    assert actual["roc_auc"] is None
    assert actual["accuracy"] == 0.5


def test_where_no_row_counts_nothing_is_defined():
    actual = scores("binary", Y, [0.1, 0.6, 0.4, 0.9], True, np.zeros(4))
    assert set(actual.values()) == {None}
    assert METRICS["accuracy"].undefined_on(Y, np.zeros(4)) == "no row counts: every weight is 0"


def made_rows(kind):
    """Truth and predictions, some of them right."""
    generator = np.random.default_rng(3)
    if kind == "multiclass":
        return generator.integers(0, 3, 60), generator.dirichlet(np.ones(3), 60)
    return generator.integers(0, 2, 60) * (1 if kind == "binary" else 0.7), generator.random(60)


def test_a_metric_that_is_not_usual_is_computed_where_it_decides_alone():
    y, output = made_rows("binary")
    usual = scores("binary", y, output.tolist(), True)
    assert set(usual) == {"roc_auc", "accuracy", "log_loss", "brier"}
    assert set(fitting("binary")) - set(usual) == {"average_precision", "balanced_accuracy", "f1"}
    actual = scores("binary", y, output.tolist(), True, deciding="f1")
    assert actual == usual | {"f1": pytest.approx(metrics.f1_score(y, output > 0.5))}


def test_balanced_accuracy_is_the_mean_of_the_classes_that_are_there():
    output = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]]
    actual = scores("multiclass", np.array([0, 0, 0, 1]), output, True, deciding="balanced_accuracy")
    assert actual["balanced_accuracy"] == pytest.approx((1 / 3 + 1) / 2)


def test_f1_is_0_where_nobody_is_said_to_be_positive():
    assert scores("binary", Y, [0.1, 0.2, 0.3, 0.4], True, deciding="f1")["f1"] == 0


@pytest.mark.parametrize("name, kind", [(name, kind) for name, entry in METRICS.items() for kind in entry.kinds])
def test_a_script_computes_what_dlfund_does(name, kind):
    y, output = (np.arange(9) % 3, np.arange(9) // 3) if kind == "clustering" else made_rows(kind)
    code, space = Imports(), {"np": np, "CLASSES": ("a", "b", "c")[: 3 if kind == "multiclass" else 2]}
    text = score_code(name, kind, code)
    exec(f"from sklearn.metrics import *\n{text}", space)  # noqa: S102
    assert space["score"](y, output) == pytest.approx(METRICS[name].score(y, output))


@pytest.mark.parametrize("name", [name for kind in LABELLED for name in fitting(kind)])
def test_rows_can_be_told_apart_by_the_metric_or_by_one_that_stands_in(name):
    metric = METRICS[METRICS[name].stand_in or name]
    assert metric.each_row is not None
    assert set(METRICS[name].kinds) <= set(metric.kinds)
    assert METRICS[metric.without_probabilities or metric.name].each_row is not None
    assert metric.higher_is_better is False or np.isfinite(metric.high)  # what is missing to the best is a number


def test_a_metric_knows_its_sign_and_its_unit():
    assert METRICS["rmse"].best({"a": 2.0, "b": 1.0, "c": 1.0}) == "b"
    assert METRICS["r2"].best({"a": 0.2, "b": 0.1}) == "a"
    assert (METRICS["rmse"].gain(-1.0), METRICS["r2"].gain(-1.0)) == (1.0, -1.0)
    y = np.array([0.0, 4.0])
    in_units = [name for name in for_kind("regression") if METRICS[name].unit == TARGET_UNITS]
    assert in_units == ["rmse", "mae"]
    assert (METRICS["mae"].spread(y), METRICS["r2"].spread(y)) == (2.0, 1.0)


@pytest.mark.parametrize("percent", [10, 50, 90])
def test_the_pinball_loss_is_scikit_learns_and_lowest_at_its_quantile(percent):
    y = np.random.default_rng(0).exponential(size=400)
    metric, share = METRICS[f"pinball_{percent}"], percent / 100
    predictions = np.linspace(0.5, 2, 400)
    assert metric.score(y, predictions) == pytest.approx(metrics.mean_pinball_loss(y, predictions, alpha=share))
    assert metric.score(np.array([1.0]), np.array([3.0])) == pytest.approx(2 * (1 - share))
    values = np.linspace(0, 4, 401)
    best = values[np.argmin([metric.score(y, np.full(400, value)) for value in values])]
    assert best == pytest.approx(np.quantile(y, share), abs=0.05)
