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
from dlfund.comparison.running.executor import InThisProcess
from dlfund.comparison.running.learning_curve import fit_points, points_folder, sizes_of
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.worker_pool import WorkerPool

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
    comparison.job(QUICK, points_folder(folder), [fold], {fold.name: outcome.hyperparameters}).work(lambda _: None)
    again = points_folder(folder).read_outcome(QUICK.name, fold.name)
    assert again.predictions == outcome.predictions
    assert again.hyperparameters == outcome.hyperparameters
    assert again.trials == ()


def test_all_contenders_learn_from_the_same_rows_and_nothing_is_fitted_twice(finished, monkeypatch):
    comparison, folder = finished
    learned = []

    def recorded(baseline, dataset, fold, **options):
        learned.append((baseline.name, fold.name, tuple(fold.development)))
        return fit_fold(baseline, dataset, fold, **options)

    monkeypatch.setattr("dlfund.baselines.fit.fit_fold", recorded)
    limited = dataclasses.replace(QUICK, name="limited", most_rows=100)  # a limit makes nobody's rows fewer
    for fold in comparison.folds:
        outcome = folder.read_outcome(QUICK.name, fold.name)
        folder.write_outcome("limited", outcome)
    sizes = sizes_of(comparison)
    fit_points(comparison, folder, sizes, [QUICK, limited, QUICK], InThisProcess())
    rows = {(name, fold): own for name, fold, own in learned}
    assert len(rows) == len(learned) == 2 * 3 * 3
    for part, _ in sizes.points():
        assert rows[QUICK.name, part.name] == rows["limited", part.name]
    fit_points(comparison, folder, sizes, [QUICK, limited], InThisProcess())
    assert len(learned) == 2 * 3 * 3


def test_few_rows_have_no_curve(compare):
    assert sizes_of(compare(dataset=small_dataset(90))).shares == ()
    assert sizes_of(compare(dataset=small_dataset(200))).shares == (0.5,)


def test_what_does_not_fit_is_not_begun(finished):
    comparison, folder = finished
    with WorkerPool(1) as pool:
        outcome = folder.read_outcome(QUICK.name, "1-1")
        folder.write_outcome(QUICK.name, dataclasses.replace(outcome, fit_seconds=100.0))
        deadline = time.monotonic() + 5
        sizes, why = fit_points(comparison, folder, sizes_of(comparison), [QUICK], pool, deadline=deadline)
    assert sizes.folds == ()
    assert "it would take about 360 s" in why
    assert not points_folder(folder).path.exists()


def test_whoever_takes_longer_than_expected_is_stopped(finished):
    comparison, folder = finished
    for fold in comparison.folds:
        folder.write_outcome("slow", folder.read_outcome(QUICK.name, fold.name))
    with WorkerPool(2) as pool:
        started = time.monotonic()
        texts = (comparison, folder, sizes_of(comparison), [QUICK, SLOW], pool)
        sizes, why = fit_points(*texts, deadline=started + 3)
        assert time.monotonic() - started < 30  # one fit alone would take 600
    assert sizes.folds == ()
    assert "stopped" in why


def test_processes_give_the_same_points_as_this_one(finished, tmp_path):
    comparison, folder = finished
    sizes = sizes_of(comparison)
    with WorkerPool(1) as pool:
        done, why = fit_points(comparison, folder, sizes, [QUICK], pool, deadline=time.monotonic() + 300)
    assert (done.folds, why) == (sizes.folds, "")
    before = {part.name: points_folder(folder).read_outcome(QUICK.name, part.name) for part, _ in sizes.points()}
    (points_folder(folder).path).rename(tmp_path / "elsewhere")
    fit_points(comparison, folder, sizes, [QUICK], InThisProcess())
    for name, outcome in before.items():
        assert np.array_equal(outcome.predictions, points_folder(folder).read_outcome(QUICK.name, name).predictions)
