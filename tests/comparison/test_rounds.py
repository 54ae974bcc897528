"""However slow a contender is, the time is kept, and whoever is judged had as many trials as the others."""

import dataclasses
import re
import sys
import time

import cloudpickle
import numpy as np
import pytest
from scipy.stats import loguniform
from sklearn.base import BaseEstimator, ClassifierMixin

from dlfund import baselines
from dlfund.comparison.conclude import conclude
from dlfund.comparison.crew import Crew
from dlfund.comparison.rounds import run_rounds
from dlfund.comparison.run_folder import RunFolder

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # another process can't import a test by its name


class Slow(ClassifierMixin, BaseEstimator):
    """Takes so many seconds for every fit."""

    def __init__(self, seconds=0.0, C=1.0):
        self.seconds, self.C = seconds, C

    def fit(self, X, y):
        time.sleep(self.seconds)
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return np.full((len(X), 2), 0.5)


def slow(seconds, name="slow"):
    return dataclasses.replace(
        baselines.logistic_regression(),
        name=name,
        estimator=lambda schema, seed: Slow(seconds),
        space={"C": loguniform(0.1, 1)},
    )


@pytest.fixture(scope="module")
def crew():
    with Crew(2) as crew:
        crew.wait()
        yield crew


@pytest.fixture
def folder(tmp_path):
    return RunFolder.start(tmp_path, "small", {})


def test_every_round_has_more_trials_and_the_last_whole_one_counts(compare, folder, crew):
    comparison = compare(baselines.majority_class(), baselines.logistic_regression(), folds=2, trials=4)
    comparison = dataclasses.replace(comparison, protocol=dataclasses.replace(comparison.protocol, repeats=2))
    said = []
    found = run_rounds(comparison, folder, crew, seconds=120, say=said.append)
    counts = ("1 trial each", "3 trials each", "4 trials each", "4 trials each, the rows cut 2 times")
    assert [line.split(":")[0] for line in said] == [f"A round of {count}" for count in counts]
    assert (found.repeats, found.trials) == (2, 4)
    assert folder.read_outcome("logistic_regression", "2-2").error == ""
    outcome = folder.read_outcome("logistic_regression", "1-1")
    assert len(outcome.trials) == 4
    assert not (folder.path / "rounds").exists()


def test_the_last_round_equals_a_comparison_without_a_clock(compare, folder, watch, tmp_path, crew):
    comparison = compare(folds=2, trials=3)
    run_rounds(comparison, folder, crew, seconds=120)
    other = RunFolder.start(tmp_path, "other", {})
    comparison.run(other, watch)
    for fold in ("1-1", "1-2", "final"):
        once, again = (one.read_outcome("logistic_regression", fold) for one in (folder, other))
        assert once.predictions == again.predictions
        assert once.hyperparameters == again.hyperparameters


def test_who_is_too_slow_leaves_with_a_sentence_and_the_others_are_judged(compare, folder, crew):
    comparison = compare(*(baselines.majority_class(), baselines.logistic_regression(), slow(600)), folds=2, trials=1)
    started = time.monotonic()
    found = run_rounds(comparison, folder, crew, seconds=120)
    assert time.monotonic() - started < 300  # the slow one alone would take 600
    assert any(re.match(r"slow was stopped after \d+ s with fold 1-1 unfinished", note) for note in found.notes)
    about = {"recipe": {"name": "small", "about": ""}, "environment": {}}
    result = conclude(comparison, folder, reference="majority_class", margin=0.01, about=about)
    assert result.scores("slow") == [None, None]
    assert result.mean("logistic_regression") is not None


def test_whom_all_are_compared_with_is_fitted_before_the_time_is_gone(compare, folder, crew):
    slows = [slow(600, f"slow_{number}") for number in range(4)]  # two at a time, 5 s each: all of the baselines' time
    comparison = compare(*slows, baselines.logistic_regression(), folds=2, trials=1)
    run_rounds(comparison, folder, crew, seconds=20, ahead=["logistic_regression"])
    assert [folder.read_outcome("logistic_regression", fold).error for fold in ("1-1", "1-2", "final")] == [""] * 3
    assert folder.read_outcome("slow_3", "1-1").error


@pytest.mark.slow
def test_a_round_that_will_not_fit_is_not_begun(compare, folder, crew):
    comparison = compare(baselines.logistic_regression(), slow(1.0), folds=2, trials=100)
    started = time.monotonic()
    found = run_rounds(comparison, folder, crew, seconds=120)
    assert time.monotonic() - started < 300  # the round of 100 trials would take 300 of its own
    assert found.trials < 100
    assert "are left: the answer is that of" in found.notes[-1]
    counts = {len(folder.read_outcome(n, "1-1").trials) for n in ("logistic_regression", "slow")}
    assert counts == {found.trials}
