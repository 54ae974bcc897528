"""The curve over the number of rows: the same rows for all, the settings of the whole fold, and a time that is kept."""

import dataclasses
import sys
import time

import cloudpickle
import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from small_data import small_dataset

from dlfund import baselines
from dlfund.baselines.fit import fit_fold
from dlfund.comparison.compare import baseline_fold
from dlfund.comparison.crew import Crew
from dlfund.comparison.row_curve import fit_points, fit_points_within, points_folder, sizes_of
from dlfund.comparison.run_folder import RunFolder

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # another process can't import a test by its name
QUICK = baselines.logistic_regression()


class Sleeper(ClassifierMixin, BaseEstimator):
    """A fit that nobody can wait for."""

    def fit(self, X, y):
        time.sleep(600)


SLOW = dataclasses.replace(QUICK, name="slow", estimator=lambda schema, seed: Sleeper(), space={})


@pytest.fixture
def finished(compare, watch, tmp_path):
    """A comparison whose folds are done."""
    comparison = compare(baselines.majority_class(), QUICK, dataset=small_dataset(600))
    folder = RunFolder.start(tmp_path, "small", {})
    comparison.run(folder, watch)
    return comparison, folder


def test_settings_of_the_whole_fold_give_the_whole_fold_s_answer(finished):
    comparison, folder = finished
    fold = comparison.folds[0]
    outcome = folder.read_outcome(QUICK.name, fold.name)
    _, again = baseline_fold(QUICK, comparison.dataset, fold, 0, 0, folder.path, outcome.hyperparameters)
    assert again.predictions == outcome.predictions
    assert again.hyperparameters == outcome.hyperparameters
    assert again.trials == ()


def test_all_contenders_learn_from_the_same_rows_and_nothing_is_fitted_twice(finished, monkeypatch):
    comparison, folder = finished
    learned = []

    def recorded(baseline, dataset, fold, **words):
        learned.append((baseline.name, fold.name, tuple(fold.development)))
        return fit_fold(baseline, dataset, fold, **words)

    monkeypatch.setattr("dlfund.comparison.compare.fit_fold", recorded)
    limited = dataclasses.replace(QUICK, name="limited", most_rows=100)  # a limit makes nobody's rows fewer
    for fold in comparison.folds:
        outcome = folder.read_outcome(QUICK.name, fold.name)
        folder.write_outcome("limited", outcome)
    sizes = sizes_of(comparison)
    fit_points(comparison, folder, sizes, [QUICK, limited, QUICK], lambda _: None)
    rows = {(name, fold): own for name, fold, own in learned}
    assert len(rows) == len(learned) == 2 * 3 * 3
    for part, _ in sizes.wanted():
        assert rows[QUICK.name, part.name] == rows["limited", part.name]
    fit_points(comparison, folder, sizes, [QUICK, limited], lambda _: None)
    assert len(learned) == 2 * 3 * 3


def test_few_rows_have_no_curve(compare):
    assert sizes_of(compare(dataset=small_dataset(90))).shares == ()
    assert sizes_of(compare(dataset=small_dataset(200))).shares == (0.5,)


def test_what_does_not_fit_is_not_begun(finished):
    comparison, folder = finished
    with Crew(1) as crew:
        outcome = folder.read_outcome(QUICK.name, "1-1")
        folder.write_outcome(QUICK.name, dataclasses.replace(outcome, fit_seconds=100.0))
        until = time.monotonic() + 5
        sizes, why = fit_points_within(comparison, folder, sizes_of(comparison), [QUICK], crew, until=until)
    assert sizes.folds == ()
    assert "it would take about 360 s" in why
    assert not points_folder(folder).path.exists()


def test_whoever_takes_longer_than_expected_is_stopped(finished):
    comparison, folder = finished
    for fold in comparison.folds:
        folder.write_outcome("slow", folder.read_outcome(QUICK.name, fold.name))
    with Crew(2) as crew:
        crew.wait()
        started = time.monotonic()
        words = (comparison, folder, sizes_of(comparison), [QUICK, SLOW], crew)
        sizes, why = fit_points_within(*words, until=started + 3)
        assert time.monotonic() - started < 30  # one fit alone would take 600
    assert sizes.folds == ()
    assert "stopped" in why


def test_processes_give_the_same_points_as_threads(finished, tmp_path):
    comparison, folder = finished
    sizes = sizes_of(comparison)
    with Crew(1) as crew:
        done, why = fit_points_within(comparison, folder, sizes, [QUICK], crew, until=time.monotonic() + 300)
    assert (done.folds, why) == (sizes.folds, "")
    before = {part.name: points_folder(folder).read_outcome(QUICK.name, part.name) for part, _ in sizes.wanted()}
    (points_folder(folder).path).rename(tmp_path / "elsewhere")
    fit_points(comparison, folder, sizes, [QUICK], lambda _: None)
    for name, outcome in before.items():
        assert np.array_equal(outcome.predictions, points_folder(folder).read_outcome(QUICK.name, name).predictions)
