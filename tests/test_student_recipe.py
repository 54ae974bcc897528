"""The student recipe keeps its promises: the same numbers again, and numbers that make sense."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.comparison.result.result import Result

ROOT = Path(__file__).parents[1]


def run(runs, budget):
    command = [sys.executable, "-m", "dlfund.cli", "run", "student_pass_fail", "--budget", budget, "--runs", str(runs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ, timeout=900)
    assert done.returncode == 0, done.stderr
    return Result.read(next(runs.glob("student_pass_fail/*"))), done


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    return run(tmp_path_factory.mktemp("runs"), "quick")


@pytest.fixture(scope="module")
def normal(tmp_path_factory):
    return run(tmp_path_factory.mktemp("runs"), "normal")[0]


@pytest.mark.slow
def test_the_same_command_twice_gives_the_same_scores(quick, tmp_path):
    first, (again, _) = quick[0], run(tmp_path, "quick")
    for contender in first.to_dict()["contenders"]:
        assert again.contender(contender["name"]).scores == contender["scores"]
    assert again.verdict == first.verdict


@pytest.mark.slow
def test_standard_error_only_names_the_code_that_was_loaded(quick):
    assert all(line.startswith("Code from ") for line in quick[1].stderr.splitlines()), quick[1].stderr


@pytest.mark.slow
def test_every_contender_that_is_tuned_gets_as_many_trials(normal):
    trials = {entry["name"]: entry["cost"]["trials"] for entry in normal.to_dict()["contenders"]}
    assert trials.pop("majority_class") == trials.pop("rule") == 0
    assert trials.pop("random_forest") == 14  # all the settings that there are of leaf sizes and shares of columns
    assert set(trials.values()) == {20}


@pytest.mark.slow
def test_a_perceptron_is_logistic_regression_by_another_road(normal):
    assert abs(normal.mean("perceptron") - normal.mean("logistic_regression")) <= 0.01


@pytest.mark.slow
def test_the_network_comes_near_the_true_rule_on_the_same_rows(normal):
    truth = normal.to_dict()["truth"]
    assert truth["intervals"]["roc_auc"]["mean"] == pytest.approx(0.8826, abs=1e-4)
    assert truth["regret"]["ann"]["roc_auc"]["mean"] < 0.01
    assert all(entry["log_loss"]["low"] >= 0 for entry in truth["expected"].values() if "log_loss" in entry)


@pytest.mark.slow
def test_learning_beats_the_rule_that_was_written_by_hand(normal):
    rule = normal.difference("rule")
    assert rule.high < 0
    assert rule.p_adjusted < 0.05
