"""Boosted trees have as many rounds as validation rows choose, as a network has epochs; a trial's fit serves all."""

import dataclasses

import numpy as np
import pytest
from made_data import numbers, two_classes
from sklearn.base import clone
from sklearn.metrics import log_loss, mean_squared_error

from dlfund import baselines
from dlfund.baselines.catboost_trees import CatBoostTrees
from dlfund.baselines.fit import fit_fold
from dlfund.baselines.rounds import predictions_by_rounds, with_rounds
from dlfund.data import Fold

FOLD = Fold("1-1", np.arange(140), np.arange(140, 180), np.arange(180, 240))
ROUNDS = {
    "gradient_boosting": ("max_iter", "max_iter"),
    "xgboost": ("n_estimators", "n_estimators"),
    "lightgbm": ("n_estimators", "n_estimators"),
    "catboost": ("iterations", "rounds"),
}


def estimator(name, dataset, **settings):
    pytest.importorskip("sklearn" if name == "gradient_boosting" else name)
    made = getattr(baselines, name)().estimator(dataset.schema, 0)
    return made.set_params(**{f"model__{parameter}": value for parameter, value in settings.items()})


@pytest.mark.parametrize("name", ROUNDS)
def test_the_first_rounds_of_a_fit_are_a_fit_with_fewer_rounds(name):
    dataset = two_classes()
    grown, kept = ROUNDS[name]
    x, y, new = dataset.x.iloc[FOLD.train], dataset.y[FOLD.train], dataset.x.iloc[FOLD.validation]
    whole = estimator(name, dataset, **{grown: 40}).fit(x, y)
    by_rounds = dict(predictions_by_rounds(whole, new, 2))
    assert list(by_rounds) == [4, 8, 12, 16, 20, 24, 28, 32, 36, 40]
    short = clone(whole).set_params(**{f"model__{kept}": 12}).fit(x, y)
    np.testing.assert_allclose(short.predict_proba(new), by_rounds[12], atol=1e-6)
    np.testing.assert_allclose(whole.predict_proba(new), by_rounds[40], atol=1e-6)


@pytest.mark.parametrize("name", ["gradient_boosting", "lightgbm"])
def test_validation_rows_choose_the_rounds_of_the_refit(name):
    dataset, (_, kept) = two_classes(), ROUNDS[name]
    pytest.importorskip("sklearn" if name == "gradient_boosting" else name)
    outcome, fitted = fit_fold(getattr(baselines, name)(), dataset, FOLD, trials=1, seed=5)
    (trial,) = outcome.trials
    assert trial.hyperparameters[kept] == 100  # the library's default
    assert outcome.hyperparameters[kept] == trial.epochs < 100
    assert fitted.estimator.get_params()[f"model__{kept}"] == trial.epochs
    x, y, new = dataset.x.iloc[FOLD.train], dataset.y[FOLD.train], dataset.x.iloc[FOLD.validation]
    model = clone(fitted.estimator).fit(x, y)
    losses = [log_loss(dataset.y[FOLD.validation], model.predict_proba(new)), trial.score]
    assert losses[0] == pytest.approx(losses[1])
    longer = model.set_params(**{f"model__{kept}": 100}).fit(x, y)
    assert trial.score < log_loss(dataset.y[FOLD.validation], longer.predict_proba(new))


def test_numbers_learned_by_their_logarithm_are_scored_in_their_own_units():
    dataset = numbers()
    positive = dataclasses.replace(
        dataset, y=np.exp(dataset.y / 10), schema=dataclasses.replace(dataset.schema, target_log="log")
    )
    outcome, fitted = fit_fold(baselines.gradient_boosting(), positive, FOLD, trials=1, seed=5)
    rounds = outcome.trials[0].epochs
    assert fitted.estimator.get_params()["model__regressor__max_iter"] == rounds
    model = clone(fitted.estimator).fit(positive.x.iloc[FOLD.train], positive.y[FOLD.train])
    error = mean_squared_error(positive.y[FOLD.validation], model.predict(positive.x.iloc[FOLD.validation])) ** 0.5
    assert outcome.trials[0].score == pytest.approx(error)


def test_catboost_keeps_its_learning_rate_with_fewer_rounds():
    """Its own rule takes a higher one for 30 iterations than for 300."""
    pytest.importorskip("catboost")
    dataset = two_classes()
    x, y = dataset.x.to_numpy(), dataset.y
    kept, fewer = CatBoostTrees(iterations=300, rounds=30).fit(x, y), CatBoostTrees(iterations=30).fit(x, y)
    assert kept.live.tree_count_ == fewer.live.tree_count_ == 30
    assert np.abs(kept.predict_proba(x) - fewer.predict_proba(x)).max() > 1e-3


def test_other_models_have_no_rounds():
    dataset = two_classes()
    forest = baselines.random_forest().estimator(dataset.schema, 0).fit(dataset.x, dataset.y)
    ((rounds, predictions),) = predictions_by_rounds(forest, dataset.x, 2)
    assert rounds is None
    np.testing.assert_array_equal(predictions, forest.predict_proba(dataset.x))
    assert with_rounds(forest, {"model__max_features": 0.5}, None) == {"model__max_features": 0.5}
