"""How models err together, what their mixture scores, which rows are unseen, and a part that fails."""

import io
import json
import time

import numpy as np
import pytest
from comparison.insights.test_segments import people, said
from comparison.seen_rows import one_hot, seen_of

from dlfund import baselines
from dlfund.comparison.insights import insights, together
from dlfund.comparison.insights.agreement import agreement
from dlfund.comparison.insights.mixture import MIXTURE, mixture
from dlfund.comparison.insights.unseen import unseen
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.run_folder import RunFolder
from dlfund.comparison.views import Seen


def test_agreement_is_the_correlation_of_losses_and_counts_rows_that_both_get_wrong():
    dataset = people(200, classes=("a", "b"))
    y, rows = dataset.y, np.arange(200)
    net = np.where(rows < 40, 1 - y, y).astype(float)  # wrong in 0 to 39
    same, other = net.copy(), np.where((rows >= 40) & (rows < 60), 1 - y, y).astype(float)
    found = agreement(seen_of(dataset, {"net": net, "same": same, "other": other}, metric="roc_auc"))
    pairs = {(one["first"], one["second"]): one for one in found["pairs"]}
    assert pairs["net", "same"]["correlation"] == pytest.approx(1.0)
    assert pairs["net", "same"]["both_wrong"] == pytest.approx(0.2)
    assert pairs["net", "same"]["by_chance"] == pytest.approx(0.04)
    assert pairs["net", "other"]["both_wrong"] == 0.0
    expected = np.corrcoef(rows < 40, (rows >= 40) & (rows < 60))[0, 1]
    assert pairs["net", "other"]["correlation"] == pytest.approx(expected)


def test_a_row_that_was_tested_three_times_counts_once_and_by_its_weight():
    weight = np.where(np.arange(90) < 30, 2.0, 0.0)
    dataset = people(90, classes=("a", "b"), weight=weight)
    net = np.where(np.arange(90) < 15, 1 - dataset.y, dataset.y).astype(float)
    found = agreement(seen_of(dataset, {"net": net, "base": net}, protocol=Protocol(3, 3)))
    assert found["rows"] == 90
    assert found["pairs"][0]["both_wrong"] == pytest.approx(0.5)


def test_one_who_failed_somewhere_is_named_and_takes_nobody_along():
    dataset = people(90, classes=())
    everybody = dict.fromkeys(("net", "base", "gone"), dataset.y + 1.0)
    found = agreement(seen_of(dataset, everybody, failed=["gone"], metric="rmse"))
    assert found["contenders"] == ["net", "base"]
    assert found["left_out"] == ["gone"]
    assert found["pairs"][0]["correlation"] is None  # a loss that never changes
    assert "both_wrong" not in found["pairs"][0]


def test_a_mixture_of_two_that_err_apart_is_better_than_both():
    dataset, generator = people(900, classes=()), np.random.default_rng(0)
    net, base = (said(dataset, generator) for _ in range(2))
    found = mixture(seen_of(dataset, {"net": net, "base": base}, metric="rmse", protocol=Protocol(5, 1)), 0.01)
    ratio = found["scores"][MIXTURE]["mean"] / found["scores"]["net"]["mean"]
    assert ratio == pytest.approx(np.sqrt(0.5), rel=0.05)
    assert all(pair["high"] < 0 for pair in found["pairs"])
    assert found["sentences"][0].startswith("equal mixture is better than net")


def test_a_mixture_with_itself_changes_nothing():
    dataset = people(120, classes=("a", "b", "c"))
    same = one_hot(np.zeros(120, dtype=int), 3)
    found = mixture(seen_of(dataset, {"net": same, "base": same}, metric="log_loss"), 0.01)
    assert {one["difference"] for one in found["pairs"]} == {0.0}


@pytest.fixture
def compared(compare, watch, tmp_path):
    """A finished comparison of baselines, one of them in the network's place."""
    comparison = compare(baselines.logistic_regression(), baselines.random_forest(), trials=3)
    folder = RunFolder(tmp_path)
    comparison.run(folder, watch)
    names = [one.name for one in comparison.contenders]
    outcomes = {name: [folder.read_outcome(name, fold.name) for fold in comparison.folds] for name in names}
    return Seen(comparison, outcomes, {}, {"network": names[0], "baseline": names[1]})


def test_without_rows_held_out_a_folds_own_model_is_fitted_again(compared):
    parts, why = unseen(compared, None, seconds=600.0)
    assert why == ""
    assert len(parts) == 3
    for place, part in enumerate(parts):
        for name, predict in part.models.items():
            np.testing.assert_allclose(predict(part.dataset.x), compared.outcomes[name][place].predictions)


def test_no_time_to_fit_again_is_said(compared):
    parts, why = unseen(compared, None, seconds=0.0)
    assert parts == []
    assert "no rows were held out" in why


def test_all_insights_are_plain_json_and_the_time_is_kept(compared):
    found, notes = insights(compared, None, margin=0.01)
    assert set(found) == {"agreement", "segments", "mixture", "importance"}
    assert notes == []
    assert (found["importance"]["held_out"], found["importance"]["folds"]) == (False, 3)
    assert found["importance"]["columns"][0]["name"] == "study"
    json.dump(found, io.StringIO(), allow_nan=False)
    found, notes = insights(compared, None, margin=0.01, until=time.monotonic())
    assert "importance" not in found
    assert "was not measured" in notes[0]


def test_a_part_that_fails_is_a_note(compared, monkeypatch):
    def broken(seen):
        raise ValueError("no such thing")

    monkeypatch.setattr(together, "segments", broken)
    found, notes = insights(compared, None, margin=0.01)
    assert "agreement" in found
    assert notes == ["The page lacks a part (where the network helps): ValueError: no such thing"]
