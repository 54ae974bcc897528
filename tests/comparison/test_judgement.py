"""The sentence says no more than the numbers do."""

import numpy as np
import pytest

from dlfund.comparison.judgement import judge, versus

KIND_METRICS = {"binary": ("roc_auc", "accuracy", "log_loss", "brier"), "regression": ("rmse", "mae", "r2")}


def contender(name, values, rung="machine learning", kind="binary"):
    """A contender whose every metric is `values`, one a fold; None is a failed fold."""
    scores = [None if value is None else dict.fromkeys(KIND_METRICS[kind], float(value)) for value in values]
    return {"name": name, "rung": rung, "scores": scores, "sizes": [(80, 20)] * len(values)}


def network(values, **options):
    return contender("ann", values, rung="deep learning", **options)


def judged(*contenders, metric="roc_auc", kind="binary", margin=0.01, reference="linear"):
    return judge(list(contenders), kind=kind, metric=metric, reference=reference, margin=margin)


def spread(mean, width=0.01, folds=15):
    return mean + width * np.linspace(-1, 1, folds)


def wiggle(width, folds=15):
    """Differences with mean 0 that don't go with `spread`."""
    return width * np.where(np.arange(folds) % 2, 1, -1) * (folds / (folds + folds % 2 - 1) if folds % 2 else 1)


def test_better():
    verdict = judged(network(spread(0.90) + wiggle(0.002)), contender("linear", spread(0.80)))["verdict"]
    assert verdict.startswith("ann is better than linear: +0.1")
    assert "ROC AUC [+0.09" in verdict


def test_worse():
    verdict = judged(network(spread(0.70) + wiggle(0.002)), contender("linear", spread(0.80)))["verdict"]
    assert verdict.startswith("ann is worse than linear: -0.1")


def test_better_but_hardly():
    verdict = judged(network(spread(0.804) + wiggle(0.0005)), contender("linear", spread(0.80)))["verdict"]
    assert "ann is better than linear" in verdict
    assert "though probably by less than the 0.01 that matters" in verdict


def test_practically_equal():
    verdict = judged(network(spread(0.80) + wiggle(0.002)), contender("linear", spread(0.80)))["verdict"]
    assert verdict.startswith("ann and linear are practically equal: ")
    assert verdict.endswith("within ±0.01.")


def test_the_same_predictions_are_practically_equal():
    found = judged(network(spread(0.80)), contender("linear", spread(0.80)))
    assert "practically equal" in found["verdict"]
    assert found["pairs"][0]["p_adjusted"] == 1


def test_no_difference_shown():
    verdict = judged(network(spread(0.81) + wiggle(0.08)), contender("linear", spread(0.80)))["verdict"]
    assert verdict.startswith("No difference shown between ann and linear: ")


@pytest.mark.parametrize("values", [[0.9] + [None] * 4, [None] * 5])
def test_too_few_folds(values):
    found = judged(network(values), contender("linear", spread(0.80, folds=5)))
    assert found["verdict"] == "No verdict: too few folds were finished to compare a network with the reference."
    assert found["pairs"] == []
    assert found["intervals"]["ann"] == {}
    assert set(found["intervals"]["linear"]) == set(KIND_METRICS["binary"])


def test_a_reference_that_failed_everywhere():
    found = judged(network(spread(0.8)), contender("linear", [None] * 15))
    assert found["verdict"].startswith("No verdict")


def test_two_that_share_too_few_folds():
    found = judged(network([0.9, 0.8, None, None, None]), contender("linear", [None, None, 0.8, 0.7, 0.9]))
    assert found["verdict"] == "ann and linear share fewer than two finished folds."


def test_nobody_finished():
    found = judged(network([None] * 3), contender("linear", [None] * 3))
    assert found["verdict"].startswith("No verdict")
    assert found["pairs"] == []


def test_a_fold_that_one_failed_in_is_left_out_for_the_pair_and_for_nobody_else():
    ours, theirs, third = spread(0.85), spread(0.80) + wiggle(0.01), spread(0.75) - wiggle(0.01)
    broken = [None, *ours[1:]]

    found = judged(network(broken), contender("linear", theirs), contender("forest", third))

    pair = versus(found, "ann", "linear")
    assert pair["folds"] == 14
    assert pair["difference"] == pytest.approx(np.mean(ours[1:] - theirs[1:]))
    assert versus(found, "forest", "linear")["folds"] == 15
    assert found["intervals"]["linear"]["roc_auc"]["mean"] == pytest.approx(theirs.mean())


def test_who_missed_a_fold_is_not_the_best_by_the_mean_of_the_others():
    """It would have the better mean for having missed the hardest fold."""
    hard = spread(0.80) - np.eye(15)[0] * 0.3
    lucky, whole = contender("lucky", [None, *hard[1:]]), contender("whole", hard + wiggle(0.01))
    found = judged(network(spread(0.85)), contender("linear", hard - 0.05), lucky, whole)
    assert found["intervals"]["lucky"]["roc_auc"]["mean"] > found["intervals"]["whole"]["roc_auc"]["mean"]
    assert "ann is better than whole" in found["also"][0] or "ann and whole" in found["also"][0]
    alone = judged(network([None, *spread(0.85)[1:]]), contender("linear", hard))
    assert alone["verdict"].startswith("ann is better than linear"), "but where nobody is whole, it speaks"
    classical = judged(contender("forest", [None, *spread(0.85)[1:]]), contender("linear", hard))
    assert classical["verdict"].startswith("forest is better than linear"), "the reference is no rival of its own"


@pytest.mark.parametrize("metric, kind", [("log_loss", "binary"), ("brier", "binary"), ("rmse", "regression")])
def test_where_lower_is_better_a_lower_score_wins(metric, kind):
    ours, theirs = network(spread(0.40) + wiggle(0.002), kind=kind), contender("linear", spread(0.50), kind=kind)

    found = judged(ours, theirs, metric=metric, kind=kind)

    assert found["verdict"].startswith("ann is better than linear: -0.1")
    pair = versus(found, "ann", "linear")
    assert pair["better"] > 0.99
    assert pair["worse"] < 0.01
    assert pair["difference"] < 0


def test_the_best_network_is_the_lowest_where_lower_is_better():
    found = judged(
        contender("good", spread(0.4), rung="deep learning"),
        contender("bad", spread(0.6), rung="deep learning"),
        contender("linear", spread(0.5)),
        metric="log_loss",
    )
    assert found["verdict"].startswith("good is better than linear")


@pytest.mark.parametrize("metric", ["roc_auc", "log_loss"])
def test_seen_from_the_other_side_everything_is_mirrored(metric):
    found = judged(network(spread(0.85) + wiggle(0.01)), contender("linear", spread(0.80)), metric=metric)
    here, there = versus(found, "ann", "linear"), versus(found, "linear", "ann")

    assert (there["first"], there["second"]) == ("linear", "ann")
    assert there["difference"] == -here["difference"]
    assert (there["low"], there["high"]) == (-here["high"], -here["low"])
    assert (there["better"], there["equivalent"], there["worse"]) == (here["worse"], here["equivalent"], here["better"])
    assert there["p_adjusted"] == here["p_adjusted"]
    assert versus(found, "ann", "nobody") is None


def test_every_pair_is_counted_by_holm():
    names = ["a", "b", "c", "linear"]
    found = judged(*(contender(name, spread(0.8) + wiggle(0.01 * i)) for i, name in enumerate(names)))
    assert len(found["pairs"]) == 6
    assert all(pair["p_adjusted"] >= pair["p_value"] for pair in found["pairs"])
    assert max(pair["p_adjusted"] / pair["p_value"] for pair in found["pairs"]) > 1


def test_a_rule_without_probabilities_has_no_proper_score():
    rule = contender("rule", spread(0.7), rung="rule")
    for score in rule["scores"]:
        score["log_loss"] = score["brier"] = None
    found = judged(rule, contender("linear", spread(0.8)), network(spread(0.8)), metric="log_loss")
    assert "log_loss" not in found["intervals"]["rule"]
    assert "accuracy" in found["intervals"]["rule"]
    assert versus(found, "rule", "linear") is None


def test_the_best_baseline_is_named_beside_the_reference():
    found = judged(network(spread(0.85)), contender("linear", spread(0.8)), contender("forest", spread(0.9)))
    assert found["also"] == ["Against the best baseline: ann is worse than forest: -0.050 ROC AUC [-0.050, -0.050]."]


def test_without_a_network_the_best_learner_is_compared():
    found = judged(contender("forest", spread(0.9)), contender("linear", spread(0.8)))
    assert found["verdict"].startswith("forest is better than linear")


def test_an_interval_ends_where_the_metric_ends():
    """An area of 1.01 can't be: with two folds apart, the formula alone would say so."""
    interval = judged(network([0.99, 0.999]), contender("linear", [0.98, 0.999]))["intervals"]["ann"]
    assert interval["roc_auc"]["high"] == 1.0
    assert 0.0 < interval["roc_auc"]["low"] < 0.99
    assert interval["log_loss"]["high"] > 1.0  # no such end
    assert judged(network([0.01, 0.2]), contender("linear", [0.1, 0.2]))["intervals"]["ann"]["log_loss"]["low"] == 0.0
