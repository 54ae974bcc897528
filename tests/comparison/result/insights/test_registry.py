"""How models err together, what their mixture scores, which rows are unseen, and a part that fails."""

import io
import json
import time

import numpy as np
import pytest
from comparison.result.finished_runs import one_hot, run_of
from comparison.result.insights.test_segments import people, predicted

from dlfund import baselines
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights import insight_sections, registry
from dlfund.comparison.result.insights.agreement import agreement
from dlfund.comparison.result.insights.mixture import MIXTURE, mixture
from dlfund.comparison.result.insights.unseen_rows import unseen_rows
from dlfund.comparison.result.sections import made_sections
from dlfund.comparison.running.run_folder import RunFolder


def test_agreement_is_the_correlation_of_losses_and_counts_rows_that_both_get_wrong():
    dataset = people(200, classes=("a", "b"))
    y, rows = dataset.y, np.arange(200)
    net = np.where(rows < 40, 1 - y, y).astype(float)  # wrong in 0 to 39
    same, other = net.copy(), np.where((rows >= 40) & (rows < 60), 1 - y, y).astype(float)
    actual = agreement(run_of(dataset, {"net": net, "same": same, "other": other}, metric="roc_auc"))
    pairs = {(entry["first"], entry["second"]): entry for entry in actual["pairs"]}
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
    actual = agreement(run_of(dataset, {"net": net, "base": net}, protocol=Protocol(3, 3)))
    assert actual["rows"] == 90
    assert actual["pairs"][0]["both_wrong"] == pytest.approx(0.5)


def test_one_who_failed_somewhere_is_named_and_takes_nobody_along():
    dataset = people(90, classes=())
    everybody = dict.fromkeys(("net", "base", "gone"), dataset.y + 1.0)
    actual = agreement(run_of(dataset, everybody, failed=["gone"], metric="rmse"))
    assert actual["contenders"] == ["net", "base"]
    assert actual["left_out"] == ["gone"]
    assert actual["pairs"][0]["correlation"] is None  # a loss that never changes
    assert "both_wrong" not in actual["pairs"][0]


def test_a_mixture_of_two_that_err_apart_is_better_than_both():
    dataset, generator = people(900, classes=()), np.random.default_rng(0)
    net, base = (predicted(dataset, generator) for _ in range(2))
    actual = mixture(run_of(dataset, {"net": net, "base": base}, metric="rmse", protocol=Protocol(5, 1)))
    ratio = actual["scores"][MIXTURE]["mean"] / actual["scores"]["net"]["mean"]
    assert ratio == pytest.approx(np.sqrt(0.5), rel=0.05)
    assert all(pair["high"] < 0 for pair in actual["pairs"])
    assert actual["sentences"][0].startswith("Equal mixture is better than net")


def test_a_mixture_with_itself_changes_nothing():
    dataset = people(120, classes=("a", "b", "c"))
    same = one_hot(np.zeros(120, dtype=int), 3)
    actual = mixture(run_of(dataset, {"net": same, "base": same}, metric="log_loss"))
    assert {entry["difference"] for entry in actual["pairs"]} == {0.0}


def insights_of(run, **options):
    content, notes = made_sections(run, insight_sections(**options))
    return content["insights"], notes


@pytest.fixture
def compared(compare, watch, tmp_path):
    """A finished comparison of baselines, one of them in the network's place."""
    comparison = compare(baselines.logistic_regression(), baselines.random_forest(), trials=3)
    folder = RunFolder(tmp_path)
    comparison.run(folder, watch)
    names = [contender.name for contender in comparison.contenders]
    outcomes = {name: [folder.read_outcome(name, fold.name) for fold in comparison.folds] for name in names}
    return FinishedRun(comparison, outcomes, {}, {"network": names[0], "baseline": names[1]})


def test_without_rows_held_out_a_folds_own_model_is_fitted_again(compared):
    parts, why = unseen_rows(compared, None, seconds=600.0)
    assert why == ""
    assert len(parts) == 3
    for place, part in enumerate(parts):
        for name, predict in part.models.items():
            np.testing.assert_allclose(predict(part.dataset.x), compared.outcomes[name][place].predictions)


def test_no_time_to_fit_again_is_said(compared):
    parts, why = unseen_rows(compared, None, seconds=0.0)
    assert parts == []
    assert "no rows were held out" in why


def test_all_insights_are_plain_json_and_the_time_is_kept(compared):
    actual, notes = insights_of(compared)
    assert set(actual) == {"agreement", "segments", "mixture", "importance"}
    assert notes == []
    assert (actual["importance"]["held_out"], actual["importance"]["folds"]) == (False, 3)
    assert actual["importance"]["columns"][0]["name"] == "study"
    json.dump(actual, io.StringIO(), allow_nan=False)
    actual, notes = insights_of(compared, until=time.monotonic())
    assert "importance" not in actual
    assert "was not measured" in notes[0]


def test_a_part_that_fails_is_a_note(compared, monkeypatch):
    def broken(run):
        raise ValueError("no such thing")

    monkeypatch.setattr(registry, "segments", broken)
    actual, notes = insights_of(compared)
    assert "agreement" in actual
    assert notes == ["The page lacks a part (where the network helps): ValueError: no such thing"]
