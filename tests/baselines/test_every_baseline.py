"""What every contender from scikit-learn promises: it beats the floor, is saved whole, and refuses what it can't do."""

from dataclasses import replace

import numpy as np
import pytest
from made_data import KINDS
from sklearn.metrics import adjusted_rand_score, log_loss, root_mean_squared_error
from sklearn.pipeline import Pipeline

import dlfund.baselines as package
from dlfund import baselines
from dlfund.baselines.boosting import LIBRARIES
from dlfund.baselines.default_or import DefaultOr, holds
from dlfund.baselines.fit import fit_fold, predict
from dlfund.baselines.learned import learned_numbers
from dlfund.baselines.trials import plain
from dlfund.core.estimator_file import load_estimator, save_estimator
from dlfund.data import Column, Fold

DATA = {name: make() for name, make in KINDS.items()}
TABLES = ("two_classes", "three_classes", "numbers", "sequences")

# every public baseline: how it is made, and what it serves
CONTRACTS = {
    "biases": (baselines.biases, ("ratings",)),
    "catboost": (baselines.catboost, TABLES),
    "extra_trees": (baselines.extra_trees, TABLES),
    "factorization": (baselines.factorization, ("ratings",)),
    "gaussian_mixture": (baselines.gaussian_mixture, ("groups",)),
    "gradient_boosting": (baselines.gradient_boosting, TABLES),
    "k_means": (baselines.k_means, ("groups",)),
    "lightgbm": (baselines.lightgbm, TABLES),
    "logistic_regression": (baselines.logistic_regression, ("two_classes", "three_classes", "sequences")),
    "majority_class": (baselines.majority_class, ("two_classes", "three_classes", "sequences", "texts")),
    "mean_value": (baselines.mean_value, ("numbers", "ratings")),
    "n_gram": (baselines.n_gram, ("texts",)),
    "nearest_neighbors": (baselines.nearest_neighbors, TABLES),
    "pca_k_means": (baselines.pca_k_means, ("groups",)),
    "random_forest": (baselines.random_forest, TABLES),
    "ridge": (baselines.ridge, ("numbers",)),
    "rule": (lambda: baselines.rule("a + b > 0"), ("two_classes",)),
    "seasonal_naive": (lambda: baselines.seasonal_naive("yesterday"), ("numbers",)),
    "support_vectors": (baselines.support_vectors, TABLES),
    "tfidf_logistic": (lambda: baselines.tfidf_logistic(ngrams=2), ("texts",)),
    "with_features": (
        lambda: baselines.with_features(baselines.logistic_regression(), "switches"),
        ("sequences",),
    ),
    "xgboost": (baselines.xgboost, TABLES),
}
SERVED = [(name, data) for name, (_, served) in CONTRACTS.items() for data in served]
REFUSED = [(name, data) for name, (_, served) in CONTRACTS.items() for data in DATA if data not in served]
FLOORS = ("majority_class", "mean_value")
# what signs and distances say of 140 sequences is next to nothing
LEARNS_NOTHING_HERE = [(name, "sequences") for name in ("logistic_regression", "nearest_neighbors", "support_vectors")]


def made(name):
    """The baseline, unless the library that it uses is not installed here."""
    if name in LIBRARIES:
        pytest.importorskip(name)
    return CONTRACTS[name][0]()


def fold_of(dataset):
    rows = np.random.default_rng(1).permutation(len(dataset))
    return Fold("1-1", np.sort(rows[:140]), np.sort(rows[140:180]), np.sort(rows[180:]))


def loss(dataset, fold, predictions):
    """Lower is better, whatever is predicted."""
    truth, kind = dataset.y[fold.test], dataset.schema.kind
    if kind == "clustering":
        return 1 - adjusted_rand_score(truth, predictions)
    if kind == "regression":
        return root_mean_squared_error(truth, predictions)
    return log_loss(truth, predictions, labels=range(len(dataset.schema.classes)))


def floor(dataset, fold):
    if dataset.schema.kind == "clustering":
        return 1.0  # as good as chance
    make = baselines.mean_value if dataset.schema.kind == "regression" else baselines.majority_class
    return loss(dataset, fold, fit_fold(make(), dataset, fold, trials=1, seed=0)[0].predictions)


def test_every_public_baseline_has_a_contract():
    assert set(package.__all__) - {"Baseline"} == set(CONTRACTS)


@pytest.mark.parametrize("name, data", SERVED)
def test_it_beats_the_floor(name, data):
    dataset = DATA[data]
    fold, baseline = fold_of(dataset), made(name)
    outcome = fit_fold(baseline, dataset, fold, trials=6, seed=0)[0]

    assert len(outcome.predictions) == len(fold.test)
    few = "4 instead of 6 trials: there were no further settings that differ."
    assert outcome.notes == ((few,) if name == "gaussian_mixture" else ())
    assert len(outcome.trials) == ((4 if outcome.notes else 6) if baseline.space_for(dataset.schema) else 0)
    assert all(trial.score is not None for trial in outcome.trials)
    if name not in (*FLOORS, "rule", "seasonal_naive"):
        assert outcome.parameters > 0
    if name not in FLOORS and name != "rule" and (name, data) not in LEARNS_NOTHING_HERE:
        assert loss(dataset, fold, outcome.predictions) < 0.97 * floor(dataset, fold)


@pytest.mark.parametrize("name, data", SERVED)
def test_saved_and_read_it_predicts_the_same(name, data, tmp_path):
    dataset = DATA[data]
    estimator = made(name).estimator(dataset.schema, 0)
    estimator.fit(dataset.x) if data == "groups" else estimator.fit(dataset.x, dataset.y)
    save_estimator(estimator, tmp_path / "model.skops")
    again = load_estimator(tmp_path / "model.skops")

    first, two = (np.asarray(predict(model, dataset.schema, dataset.x)) for model in (estimator, again))
    np.testing.assert_array_equal(first, two)
    assert learned_numbers(again) == learned_numbers(estimator)
    assert first.shape == ((len(dataset), 3) if data == "three_classes" else (len(dataset),))


@pytest.mark.parametrize("name, data", REFUSED)
def test_it_says_which_questions_it_can_not_answer(name, data):
    dataset = DATA[data]
    baseline = made(name)
    with pytest.raises(ValueError, match=r"^Expected .* Received: ") as caught:
        baseline.estimator(dataset.schema, 0).fit(dataset.x, dataset.y)
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("name, data", SERVED)
def test_its_line_for_the_page(name, data):
    baseline = CONTRACTS[name][0]()
    assert baseline.name.isidentifier()
    assert baseline.approach in ("rule", "machine learning")
    assert baseline.about
    assert len(baseline.about) < 260


NEEDED = ("columns", "transformers", "estimator", "regressor", "task")  # arguments that have no default


def untouched(estimator, parameter):
    """What the class that has this parameter gives it when nobody says anything."""
    *path, name = parameter.split("__")
    for step in path:
        known = dict(estimator.steps) if isinstance(estimator, Pipeline) else estimator.get_params()
        estimator = known[step]
    given = {key: value for key, value in estimator.get_params(deep=False).items() if key in NEEDED}
    return type(estimator)(**given).get_params()[name]


@pytest.mark.parametrize("name, data", SERVED)
def test_the_first_trial_is_the_librarys_default_and_every_range_holds_it(name, data):
    dataset, baseline = DATA[data], made(name)
    estimator, space = baseline.estimator(dataset.schema, 0), baseline.space_for(dataset.schema)
    outcome, _ = fit_fold(baseline, dataset, fold_of(dataset), trials=4, seed=3)
    first = [trial.hyperparameters for trial in outcome.trials[:1]]
    assert first == ([plain({entry: untouched(estimator, entry) for entry in space})] if space else [])
    values_of = {entry.rsplit("__", 1)[-1]: values for entry, values in space.items()}
    for trial in outcome.trials:
        assert all(holds(values_of[entry], value) for entry, value in trial.hyperparameters.items())
    tried = [str(trial.hyperparameters) for trial in outcome.trials]
    assert len(set(tried)) == len(tried)


@pytest.mark.parametrize("data", ["two_classes", "numbers"])
@pytest.mark.parametrize("name", ["random_forest", "extra_trees", "gradient_boosting", *LIBRARIES])
def test_the_narrower_ranges_of_a_wide_table_hold_the_default_too(name, data):
    baseline = made(name)
    schema = replace(DATA[data].schema, columns=tuple(Column(f"c{number}", "numeric") for number in range(50)))
    for parameter, values in baseline.space_for(schema).items():
        assert holds(values, untouched(baseline.estimator(schema, 0), parameter)), parameter


def test_a_default_that_no_range_holds_comes_up_now_and_then():
    values = DefaultOr(None, [1, 2])
    drawn = [values.rvs(random_state) for random_state in range(200)]
    assert 20 < drawn.count(None) < 60
    assert set(drawn) == {None, 1, 2}
    assert not holds(DefaultOr(0.0, [1, 2]), 3)
