"""The sentence says no more than the numbers do."""

import numpy as np
import pytest

from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import judge

KIND_METRICS = {"binary": ("roc_auc", "accuracy", "log_loss", "brier"), "regression": ("rmse", "mae", "r2")}


def contender(name, values, approach="machine learning", kind="binary"):
    """A contender whose every metric is `values`, one a fold; None is a failed fold."""
    scores = [None if value is None else dict.fromkeys(KIND_METRICS[kind], float(value)) for value in values]
    return Scored(name, approach, scores, [(80, 20)] * len(values))


def network(values, **options):
    return contender("ann", values, approach="deep learning", **options)


def judged(*contenders, metric="roc_auc", kind="binary", margin=0.01, reference="linear"):
    return judge(list(contenders), kind=kind, metric=metric, reference=reference, margin=margin)


def spread(mean, width=0.01, folds=15):
    return mean + width * np.linspace(-1, 1, folds)


def wiggle(width, folds=15):
    """Differences with mean 0 that don't go with `spread`."""
    return width * np.where(np.arange(folds) % 2, 1, -1) * (folds / (folds + folds % 2 - 1) if folds % 2 else 1)


def test_better():
    verdict = judged(network(spread(0.90) + wiggle(0.002)), contender("linear", spread(0.80))).sentence
    assert verdict.startswith("The neural network is better than linear: +0.1")
    assert "ROC AUC [+0.09" in verdict


def test_worse():
    verdict = judged(network(spread(0.70) + wiggle(0.002)), contender("linear", spread(0.80))).sentence
    assert verdict.startswith("The neural network is worse than linear: -0.1")


def test_better_but_hardly():
    verdict = judged(network(spread(0.804) + wiggle(0.0005)), contender("linear", spread(0.80))).sentence
    assert "The neural network is better than linear" in verdict
    assert "though by less than the 0.01 that matters" in verdict


def test_practically_equal():
    verdict = judged(network(spread(0.80) + wiggle(0.002)), contender("linear", spread(0.80))).sentence
    assert verdict.startswith("The neural network and linear are practically equal: ")
    assert verdict.endswith("within ±0.01.")


def test_the_same_predictions_are_practically_equal():
    actual = judged(network(spread(0.80)), contender("linear", spread(0.80)))
    assert "practically equal" in actual.sentence
    assert actual.pairs[0].p_adjusted == 1


def test_no_difference_shown():
    verdict = judged(network(spread(0.81) + wiggle(0.08)), contender("linear", spread(0.80))).sentence
    assert verdict.startswith("No difference shown between the neural network and linear: ")


@pytest.mark.parametrize("values", [[0.9] + [None] * 4, [None] * 5])
def test_too_few_folds(values):
    actual = judged(network(values), contender("linear", spread(0.80, folds=5)))
    finished = sum(value is not None for value in values)
    assert (
        actual.sentence
        == f"No verdict: too few folds were finished to compare the neural network ({finished}) with linear (5)."
    )
    assert actual.pairs == []
    assert actual.intervals["ann"] == {}
    assert set(actual.intervals["linear"]) == set(KIND_METRICS["binary"])


def test_a_reference_that_failed_everywhere():
    actual = judged(network(spread(0.8)), contender("linear", [None] * 15))
    assert actual.sentence.startswith("No verdict")


def test_two_that_share_too_few_folds():
    actual = judged(network([0.9, 0.8, None, None, None]), contender("linear", [None, None, 0.8, 0.7, 0.9]))
    assert actual.sentence == "No verdict: the neural network and linear share fewer than two finished folds."


def test_nobody_finished():
    actual = judged(network([None] * 3), contender("linear", [None] * 3))
    assert actual.sentence.startswith("No verdict")
    assert actual.pairs == []


def test_a_fold_that_one_failed_in_is_left_out_for_the_pair_and_for_nobody_else():
    ours, theirs, third = spread(0.85), spread(0.80) + wiggle(0.01), spread(0.75) - wiggle(0.01)
    broken = [None, *ours[1:]]

    actual = judged(network(broken), contender("linear", theirs), contender("forest", third))

    pair = actual.difference("ann", "linear")
    assert pair.folds == 14
    assert pair.difference == pytest.approx(np.mean(ours[1:] - theirs[1:]))
    assert actual.difference("forest", "linear").folds == 15
    assert actual.intervals["linear"]["roc_auc"].mean == pytest.approx(theirs.mean())


def test_a_missed_fold_is_left_out_on_both_sides():
    """It would have the better mean for having missed the hardest fold."""
    hard = spread(0.80) - np.eye(15)[0] * 0.3
    alone = judged(network([None, *spread(0.85)[1:]]), contender("linear", hard))
    assert alone.sentence.startswith("The neural network is better than linear"), "but where nobody is whole, it speaks"
    classical = judged(contender("forest", [None, *spread(0.85)[1:]]), contender("linear", hard))
    assert classical.sentence.startswith("The forest is better than linear"), "the reference is no rival of its own"


@pytest.mark.parametrize("metric, kind", [("log_loss", "binary"), ("brier", "binary"), ("rmse", "regression")])
def test_where_lower_is_better_a_lower_score_wins(metric, kind):
    ours, theirs = network(spread(0.40) + wiggle(0.002), kind=kind), contender("linear", spread(0.50), kind=kind)

    actual = judged(ours, theirs, metric=metric, kind=kind)

    assert actual.sentence.startswith("The neural network is better than linear: -0.1")
    pair = actual.difference("ann", "linear")
    assert pair.better > 0.99
    assert pair.worse < 0.01
    assert pair.difference < 0


@pytest.mark.parametrize("metric", ["roc_auc", "log_loss"])
def test_seen_from_the_other_side_everything_is_mirrored(metric):
    actual = judged(network(spread(0.85) + wiggle(0.01)), contender("linear", spread(0.80)), metric=metric)
    here, there = actual.difference("ann", "linear"), actual.difference("linear", "ann")

    assert (there.first, there.second) == ("linear", "ann")
    assert there.difference == -here.difference
    assert (there.low, there.high) == (-here.high, -here.low)
    assert (there.better, there.equivalent, there.worse) == (here.worse, here.equivalent, here.better)
    assert there.p_adjusted == here.p_adjusted
    assert actual.difference("ann", "nobody") is None


def test_every_pair_is_counted_by_holm():
    names = ["a", "b", "c", "linear"]
    actual = judged(*(contender(name, spread(0.8) + wiggle(0.01 * i)) for i, name in enumerate(names)))
    assert len(actual.pairs) == 6
    assert all(pair.p_adjusted >= pair.p_value for pair in actual.pairs)
    assert max(pair.p_adjusted / pair.p_value for pair in actual.pairs) > 1


def test_a_rule_without_probabilities_has_no_proper_score():
    rule = contender("rule", spread(0.7), approach="rule")
    for score in rule.scores:
        score["log_loss"] = score["brier"] = None
    actual = judged(rule, contender("linear", spread(0.8)), network(spread(0.8)), metric="log_loss")
    assert "log_loss" not in actual.intervals["rule"]
    assert "accuracy" in actual.intervals["rule"]
    assert actual.difference("rule", "linear") is None


def test_no_estimate_is_of_the_best_by_the_test_mean():
    """The family's member of each fold is chosen by validation rows: without these there is no answer."""
    actual = judged(network(spread(0.85)), contender("linear", spread(0.8)), contender("forest", spread(0.9)))
    assert actual.primary is None
    assert actual.also == []


def test_a_clear_difference_on_few_folds_is_not_called_none():
    """Three folds, 21 pairs: alone it is significant, and Holm's adjustment hides it."""
    names = [
        contender(name, spread(0.8, folds=3) + wiggle(0.01 * number, folds=3)) for number, name in enumerate("abcde")
    ]
    floor = contender("majority", [0.5, 0.5, 0.5], approach="rule")
    actual = judged(*names, floor, contender("linear", [0.85, 0.86, 0.90]))
    pair = actual.difference("majority", "linear")
    assert pair.p_value < 0.05 <= pair.p_adjusted
    assert actual.says("majority", "linear").startswith(
        "Majority is worse than linear in this pair alone: -0.370 ROC AUC ["
    )
    assert actual.says("majority", "linear").endswith(
        f", p = {pair.p_value:.2g}; among 21 pairs {pair.p_adjusted:.2g}."
    )


def test_without_a_network_the_best_learner_is_compared():
    actual = judged(contender("forest", spread(0.9)), contender("linear", spread(0.8)))
    assert actual.sentence.startswith("The forest is better than linear")


def test_an_interval_ends_where_the_metric_ends():
    """An area of 1.01 can't be: with two folds apart, the formula alone would say so."""
    interval = judged(network([0.99, 0.999]), contender("linear", [0.98, 0.999])).intervals["ann"]
    assert interval["roc_auc"].high == 1.0
    assert 0.0 < interval["roc_auc"].low < 0.99
    assert interval["log_loss"].high > 1.0  # no such end
    assert judged(network([0.01, 0.2]), contender("linear", [0.1, 0.2])).intervals["ann"]["log_loss"].low == 0.0
