"""One test part: its rows drawn anew say how sure a score is."""

import numpy as np
import pytest
from scipy import stats

from dlfund.comparison.scoring.bootstrap import (
    bootstrap_probabilities,
    bootstrap_test,
    percentile_interval,
    redrawn_score,
    redrawn_scores,
)
from dlfund.comparison.scoring.metrics import METRICS, scores
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import judge

ROWS = 400
Y = (np.random.default_rng(0).random(ROWS) < 0.5).astype(int)


def predicted(right, seed=1):
    """Probabilities of which this share is on the right side."""
    correct = np.random.default_rng(seed).random(ROWS) < right
    return np.where(correct == (Y == 1), 0.8, 0.2).tolist()


def test_an_accuracy_has_the_interval_of_a_binomial_share():
    draws = redrawn_scores("binary", Y, predicted(0.8), True, seed=0)["accuracy"]
    value = np.mean((np.array(predicted(0.8)) > 0.5) == Y)
    interval = percentile_interval(value, draws)
    exact = stats.norm(value, np.sqrt(value * (1 - value) / ROWS)).interval(0.95)
    assert (interval.low, interval.high) == pytest.approx(exact, abs=0.012)
    assert interval.mean == value


def test_all_contenders_are_scored_on_the_same_draws():
    first = redrawn_scores("binary", Y, predicted(0.8), True, seed=0)
    again = redrawn_scores("binary", Y, predicted(0.8), True, seed=0)
    np.testing.assert_array_equal(first["roc_auc"], again["roc_auc"])
    assert not np.array_equal(first["roc_auc"], redrawn_scores("binary", Y, predicted(0.8), True, seed=1)["roc_auc"])


def test_a_rule_without_probabilities_has_no_proper_score():
    assert set(redrawn_scores("binary", Y, predicted(0.8), False, seed=0)) == {"roc_auc", "accuracy"}


def test_equal_models_differ_in_no_draw_and_a_certain_difference_is_as_small_as_can_be():
    assert bootstrap_test(np.zeros(1000)) == 1.0
    assert bootstrap_test(np.full(1000, 0.1)) == 1e-6
    assert bootstrap_test(np.linspace(-1, 1, 1000)) == pytest.approx(1.0)
    assert bootstrap_probabilities(np.array([-1.0, 0.0, 0.005, 1.0]), 0.01).equivalent == 0.5


def test_a_difference_of_five_deviations_is_one_among_many_pairs_too():
    """A thousand draws alone could not say so: their least share is 0.002, and there may be 45 pairs."""
    differences = np.random.default_rng(0).normal(0.05, 0.01, 1000)
    assert bootstrap_test(differences) * 45 < 0.001
    assert bootstrap_test(np.random.default_rng(0).normal(0.02, 0.01, 1000)) == pytest.approx(0.0455, abs=0.015)


BY_ROWS = [(name, kind) for name, metric in METRICS.items() for kind in metric.kinds if metric.each_row]


@pytest.mark.parametrize(("name", "kind"), BY_ROWS)
def test_the_rows_make_the_score(name, kind):
    generator = np.random.default_rng(0)
    y = generator.integers(0, 3 if kind == "multiclass" else 2, 50)
    predictions = generator.dirichlet(np.ones(3), 50) if kind == "multiclass" else generator.random(50)
    predictions[0] = [0, 1, 0] if kind == "multiclass" else 0
    mean = METRICS[name].each_row(y, predictions).mean()
    assert METRICS[name].from_mean(mean) == pytest.approx(METRICS[name].score(y, predictions), rel=1e-9)


@pytest.mark.parametrize("decimals", [1, 8])
def test_a_ranking_redrawn_scores_as_by_scikit_learn(decimals):
    predictions = np.round(np.random.default_rng(2).random(ROWS) + 0.3 * Y, decimals) / 2
    draws = redrawn_scores("binary", Y, predictions.tolist(), True, seed=0)["roc_auc"][:5]
    generator = np.random.default_rng(0)
    samples = [generator.integers(0, ROWS, ROWS) for _ in range(5)]
    assert draws == pytest.approx([METRICS["roc_auc"].score(Y[rows], predictions[rows]) for rows in samples])


def judged(first, second):
    contenders = [
        Scored(
            name,
            approach,
            [scores("binary", Y, says, True)],
            [(1000, ROWS)],
            redrawn_scores("binary", Y, says, True, seed=0),
        )
        for name, approach, says in (("net", "deep learning", first), ("line", "machine learning", second))
    ]
    return judge(contenders, kind="binary", metric="accuracy", reference="line", margin=0.01)


def test_a_verdict_from_one_test_part_is_as_careful_as_one_from_folds():
    assert judged(predicted(0.95), predicted(0.7)).sentence.startswith("Net is better than line: +0.2")
    assert judged(predicted(0.80, seed=1), predicted(0.80, seed=2)).sentence.startswith("No difference shown")


@pytest.mark.parametrize("seed", range(3))
def test_false_winners_are_rare(seed):
    """Two equally good models on 100 test parts: about 5 % of the plain p-values are below 0.05."""
    generator = np.random.default_rng(seed)
    false = 0
    for _ in range(100):
        first, second = (generator.random(ROWS) < 0.8 for _ in range(2))
        rows = generator.integers(0, ROWS, (400, ROWS))
        false += bootstrap_test(first[rows].mean(axis=1) - second[rows].mean(axis=1)) < 0.05
    assert false <= 12


def test_one_metric_alone_is_drawn_on_the_same_samples():
    every = redrawn_scores("binary", Y, predicted(0.8), True, seed=3)
    for name, values in every.items():
        assert redrawn_score("binary", Y, predicted(0.8), True, metric=name, seed=3).tolist() == values.tolist()
    assert redrawn_score("binary", Y, predicted(0.8), False, metric="log_loss", seed=3) is None
    assert redrawn_score("binary", np.ones(20, dtype=int), [0.7] * 20, True, metric="roc_auc", seed=0) is None


def test_what_is_undefined_is_not_drawn():
    drawn = redrawn_scores("binary", np.ones(20, dtype=int), [0.7] * 20, True, seed=0)
    assert set(drawn) == {"accuracy", "log_loss", "brier"}
    weight = np.zeros(20)
    assert redrawn_scores("binary", np.arange(20) % 2, [0.7] * 20, True, seed=0, weight=weight) == {}
    flat = redrawn_scores("regression", np.full(20, 3.0), [2.5] * 20, True, seed=0)
    assert set(flat) == {"rmse", "mae"}


def test_a_sample_on_which_a_score_is_undefined_is_drawn_again_for_nobody():
    """One row of a class counts: about a third of the samples miss it."""
    weight = np.ones(30)
    weight[1:15] = 0
    y = np.repeat([1, 0], 15)
    drawn = redrawn_scores("binary", y, np.linspace(0.9, 0.1, 30).tolist(), True, seed=0, weight=weight)
    assert 500 < len(drawn["roc_auc"]) == len(drawn["accuracy"]) < 800
    assert all(np.isfinite(values).all() for values in drawn.values())
