"""Every contender takes empty cells, unseen categories, dates, texts and many levels, and weights of rows."""

import dataclasses

import numpy as np
import pytest
from mixed_data import mixed_dataset, mixed_table
from sklearn.metrics import log_loss, root_mean_squared_error

from dlfund import baselines
from dlfund.baselines.boosting import LIBRARIES
from dlfund.baselines.fit import fit_fold, predict
from dlfund.data import Fold

ROWS = np.random.default_rng(1).permutation(240)
FOLD = Fold("1-1", *(np.sort(part) for part in (ROWS[:140], ROWS[140:180], ROWS[180:])))
BOTH = (
    "catboost",
    "extra_trees",
    "gradient_boosting",
    "lightgbm",
    "nearest_neighbors",
    "random_forest",
    "support_vectors",
    "xgboost",
)
CASES = [
    *((name, kind) for name in BOTH for kind in ("binary", "multiclass", "regression")),
    *(("logistic_regression", kind) for kind in ("binary", "multiclass")),
    ("ridge", "regression"),
]
ONE_EACH = [*((name, "binary") for name in (*BOTH, "logistic_regression")), ("ridge", "regression")]
FLOORS = [("majority_class", "binary"), ("majority_class", "multiclass"), ("mean_value", "regression")]


def made(name):
    if name in LIBRARIES:
        pytest.importorskip(name)
    return getattr(baselines, name)()


def loss(dataset, predictions):
    truth = dataset.y[FOLD.test]
    if dataset.schema.kind == "regression":
        return root_mean_squared_error(truth, predictions)
    return log_loss(truth, predictions, labels=range(len(dataset.schema.classes)))


@pytest.mark.parametrize("name, kind", [*CASES, *FLOORS])
def test_it_learns_from_a_mixed_table_and_is_saved_whole(name, kind, tmp_path):
    dataset, baseline = mixed_dataset(kind), made(name)
    outcome, fitted = fit_fold(baseline, dataset, FOLD, trials=2, seed=0)
    fitted.save(tmp_path)

    assert outcome.notes == ()
    assert all(trial.score is not None for trial in outcome.trials)
    if (name, kind) not in FLOORS:
        [floor] = [each for each, of in FLOORS if of == kind]
        nothing = fit_fold(made(floor), dataset, FOLD, trials=1, seed=0)[0].predictions
        assert loss(dataset, outcome.predictions) < 0.95 * loss(dataset, nothing)
    again = baseline.load(tmp_path, dataset.schema).predict(dataset.x.iloc[FOLD.test])
    np.testing.assert_array_equal(again, outcome.predictions)


@pytest.mark.parametrize("name, kind", ONE_EACH)
def test_whatever_comes_later_gets_an_answer(name, kind):
    dataset = mixed_dataset(kind)
    model = made(name).estimator(dataset.schema, 0).fit(dataset.x, dataset.y)
    later = mixed_table(20, seed=7, empty=0.9)
    later["town"], later["colour"] = "nowhere", "none"
    later[["colour", "town"]] = later[["colour", "town"]].astype("str")
    later["nothing"] = 5.0  # never seen with a value
    assert np.isfinite(predict(model, dataset.schema, later)).all()


@pytest.mark.parametrize("name, kind", ONE_EACH)
def test_rows_of_no_weight_are_not_learned_from(name, kind):
    """Targets turned round in rows without weight: who takes weights does not notice, who can't says so."""
    dataset = mixed_dataset(kind)
    silent = np.zeros(240, dtype=bool)
    silent[FOLD.train[::2]] = True
    y = dataset.y.copy()
    y[silent] = y.max() - y[silent]
    weighted = dataclasses.replace(dataset, y=y)
    object.__setattr__(weighted, "weight", np.where(silent, 0.0, 1.0))
    outcome = fit_fold(made(name), weighted, FOLD, trials=5, seed=0)[0]
    if name == "nearest_neighbors":
        assert outcome.notes == ("Every row counted the same in fitting: this model takes no weights.",)
    else:
        assert outcome.notes == ()
        [floor] = [each for each, of in FLOORS if of == kind]
        nothing = fit_fold(made(floor), dataset, FOLD, trials=1, seed=0)[0].predictions
        assert loss(dataset, outcome.predictions) < loss(dataset, nothing)


def test_trials_are_judged_by_weighted_rows():
    """Only the rows of the second half count for the choice: their loss is what a trial reports."""
    dataset = mixed_dataset("regression")
    weight = np.ones(240)
    weight[FOLD.validation[:20]] = 0.0
    counted = dataclasses.replace(dataset)
    object.__setattr__(counted, "weight", weight)
    fewer = Fold("1-1", FOLD.train, FOLD.validation[20:], FOLD.test)
    first, two = (
        fit_fold(made("ridge"), rows, fold, trials=3, seed=0)[0].trials
        for rows, fold in ((counted, FOLD), (dataset, fewer))
    )
    assert [trial.score for trial in first] == pytest.approx([trial.score for trial in two])


def test_no_weights_and_equal_weights_are_one():
    dataset = mixed_dataset()
    equal = dataclasses.replace(dataset)
    object.__setattr__(equal, "weight", np.ones(240))
    for name in ("logistic_regression", "gradient_boosting"):
        first, two = (fit_fold(made(name), rows, FOLD, trials=2, seed=0)[0] for rows in (dataset, equal))
        np.testing.assert_allclose(first.predictions, two.predictions, atol=1e-6)


def test_who_is_slow_says_up_to_how_many_rows():
    """A minute of one core: similarities grow with the square of the rows, sums and histograms with the rows."""
    most = {name: getattr(baselines, name)().most_rows for name in (*BOTH, "logistic_regression", "ridge")}
    slow = ["support_vectors", "random_forest", "nearest_neighbors", "catboost", "extra_trees"]
    assert sorted(slow, key=most.get) == slow
    assert all(most[name] == float("inf") for name in most if name not in slow)
