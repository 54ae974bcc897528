"""Regret beside the truth: by hand, simulated, and never below 0 once the labels are integrated out."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from report.made_results import made_result
from rich.console import Console
from sklearn.metrics import log_loss, roc_auc_score

from dlfund import Recipe, baselines, data, protocol, search
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.text_table import as_text
from dlfund.comparison.scoring.metrics import expected_regret
from dlfund.comparison.scoring.regret import expected_area
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.truth import FoldPredictions, truth_of
from dlfund.core.outcome import Outcome
from dlfund.data.truth import true_guess

chances = some.lists(some.floats(0.02, 0.98), min_size=6, max_size=6)


@given(chances, chances)
def test_nobody_is_better_than_the_truth_when_labels_play_no_part(p, q):
    regret = expected_regret("binary", np.array(p), np.array(q))
    assert set(regret) == {"roc_auc", "accuracy", "log_loss", "brier"}
    assert min(regret.values()) > -1e-9
    assert max(map(abs, expected_regret("binary", np.array(p), np.array(p)).values())) < 1e-9


def test_worked_by_hand():
    regret = expected_regret("binary", np.array([0.9, 0.2]), np.array([0.4, 0.2]))
    assert regret["accuracy"] == pytest.approx((0.9 - 0.1) / 2)
    assert regret["brier"] == pytest.approx(0.25 / 2)
    assert regret["log_loss"] == pytest.approx((0.9 * np.log(0.9 / 0.4) + 0.1 * np.log(0.1 / 0.6)) / 2)
    assert regret["roc_auc"] == pytest.approx(0)  # the order is right
    # one pair each way: 0.9 · 0.8 against 0.2 · 0.1
    assert expected_area(np.array([0.9, 0.2]), np.array([2.0, 1.0])) == pytest.approx(0.72 / 0.74)
    three = expected_regret("multiclass", np.array([[0.5, 0.3, 0.2]]), np.array([[0.2, 0.5, 0.3]]))
    assert three["accuracy"] == pytest.approx(0.2)
    assert "brier" not in three
    assert expected_regret("clustering", np.array([0, 1]), np.array([1, 0])) == {}
    assert set(expected_regret("binary", np.array([0.5, 0.6]), np.array([0.0, 1.0]), probabilistic=False)) == {
        "roc_auc",
        "accuracy",
    }


@pytest.mark.slow
def test_it_is_the_mean_over_labels_drawn_many_times():
    generator = np.random.default_rng(0)
    p = generator.uniform(0.05, 0.95, 300)
    q = np.clip(p + generator.normal(0, 0.15, 300), 0.02, 0.98)
    losses, wins = [], []
    for _ in range(3000):
        y = generator.random(300) < p
        losses.append(log_loss(y, q) - log_loss(y, p))
        wins.append(roc_auc_score(y, p) - roc_auc_score(y, q))
    regret = expected_regret("binary", p, q)
    assert np.mean(losses) == pytest.approx(regret["log_loss"], abs=4 * np.std(losses) / 3000**0.5)
    assert np.mean(wins) == pytest.approx(regret["roc_auc"], abs=4 * np.std(wins) / 3000**0.5 + 1e-4)


def compared(folds, predictions):
    """The rows, their folds, and a contender that predicts so."""
    dataset = data.load_dataset("xor", rows=300)
    chosen = folds.splits(dataset, stratify=True)
    from dlfund.comparison.scoring.bootstrap import redrawn_scores
    from dlfund.comparison.scoring.metrics import scores

    output = [predictions(true_guess(dataset)[fold.test]) for fold in chosen]
    outcomes = [Outcome(fold.name, entry.tolist()) for fold, entry in zip(chosen, output, strict=True)]
    own = [scores("binary", dataset.y[fold.test], entry, True) for fold, entry in zip(chosen, output, strict=True)]
    sizes = [(len(fold.development), len(fold.test)) for fold in chosen]
    redrawn = None
    if len(chosen) == 1:
        redrawn = redrawn_scores("binary", dataset.y[chosen[0].test], output[0].tolist(), True, seed=folds.seed)
    contender = Scored("net", "deep learning", own, sizes, redrawn)
    return dataset, chosen, [contender], {"net": FoldPredictions(outcomes, True)}


@pytest.mark.parametrize("folds", [Protocol(3, 1), Protocol(1, 1, split="single", test_rows=100)], ids=["folds", "one"])
def test_the_truth_leaves_nothing_to_itself_and_a_dull_guess_much(folds):
    known = truth_of(*compared(folds, lambda p: p), seed=folds.seed)
    for gap in known.regret["net"].values():
        assert gap.mean == gap.low == gap.high == 0
    assert known.expected["net"]["log_loss"].mean == pytest.approx(0)
    dull = truth_of(
        *compared(folds, lambda p: np.full(len(p), 0.5) + 1e-3 * np.arange(len(p)) / len(p)), seed=folds.seed
    )
    assert dull.regret["net"]["roc_auc"].low > 0.2
    assert dull.regret["net"]["log_loss"].low > 0.2  # a loss counts the other way round
    assert dull.expected["net"]["log_loss"].mean > 0.2


def test_the_same_truth_through_a_whole_run(tmp_path):
    recipe = Recipe(
        dataset="xor",
        rows=200,
        metric="roc_auc",
        protocol=protocol.repeated_k_fold(folds=3, repeats=1),
        search=search.random(trials=1),
        contenders=[baselines.majority_class(), baselines.logistic_regression(), baselines.random_forest()],
        reference="logistic_regression",
    )
    result = recipe.run(runs=tmp_path, console=Console(file=io.StringIO()))
    truth = result.to_dict()["truth"]
    assert set(truth["regret"]) == set(truth["expected"]) == set(recipe.names)
    dataset = data.load_dataset("xor", rows=200)
    areas = [
        roc_auc_score(dataset.y[fold["test"]], true_guess(dataset)[fold["test"]]) for fold in result.to_dict()["folds"]
    ]
    assert [score["roc_auc"] for score in truth["scores"]] == pytest.approx(areas)
    assert "truth" not in result.to_dict()["saved"].values()
    assert "truth" not in {
        side for pair in result.to_dict()["verdict"]["pairs"] for side in (pair["first"], pair["second"])
    }
    assert not (result.folder / "models" / "truth").exists()
    seeds = [outcome["seed"] for contender in result.to_dict()["contenders"] for outcome in contender["outcomes"]]
    assert len(set(seeds)) == len(seeds) == 9


def test_the_terminal_says_what_the_rule_scores_here_and_on_average():
    result = made_result()
    text = as_text(result)
    here = result.to_dict()["truth"]["intervals"]["roc_auc"]["mean"]
    assert f"The rule that made the data scores ROC AUC {here:.3f} on these rows" in text
    assert "the optimum, is ROC AUC 0.868" in text
    assert "behind the true rule" in text
    assert "est possible" not in text
    assert "behind the true rule" not in as_text(made_result(generated=False))
