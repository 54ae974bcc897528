"""The boosting libraries: their own trees, kept as documents, and a sentence where one is not installed."""

import numpy as np
import pandas as pd
import pytest
from made_data import three_classes, two_classes
from mixed_data import mixed_dataset
from sklearn.base import clone

from dlfund import baselines
from dlfund.baselines import boosting
from dlfund.baselines.boosted_trees import imported, values_and_categories
from dlfund.baselines.catboost_trees import CatBoostTrees
from dlfund.baselines.fit import fit_fold, predict
from dlfund.baselines.lightgbm_trees import LightGBMTrees
from dlfund.baselines.xgboost_trees import XGBoostTrees
from dlfund.core.estimator_file import load_estimator, save_estimator
from dlfund.data import Fold
from dlfund.data.encode import native

FOLD = Fold("1-1", np.arange(140), np.arange(140, 180), np.arange(180, 240))
TREES = {"xgboost": XGBoostTrees, "lightgbm": LightGBMTrees, "catboost": CatBoostTrees}


def library(name):
    return pytest.importorskip(name)


def encoded(kind):
    dataset = mixed_dataset(kind)
    return native(dataset.schema).fit_transform(dataset.x, dataset.y), dataset.y


def theirs_of(name, ours, kind):
    """The library's own scikit-learn estimator with the same settings."""
    module, settings = library(name), ours.get_params()
    settings.pop("task")
    settings.pop("rounds", None)  # ours: of CatBoost's rounds those that are kept
    numbers = kind == "regression"
    if name == "xgboost":
        make = module.XGBRegressor if numbers else module.XGBClassifier
        return make(**settings, tree_method="hist", n_jobs=1, enable_categorical=True)
    if name == "lightgbm":
        make = module.LGBMRegressor if numbers else module.LGBMClassifier
        return make(**settings, subsample_freq=1, n_jobs=1, deterministic=True, force_row_wise=True, verbosity=-1)
    settings["random_seed"] = settings.pop("random_state")
    make = module.CatBoostRegressor if numbers else module.CatBoostClassifier
    return make(
        **settings, bootstrap_type="Bernoulli", thread_count=1, logging_level="Silent", allow_writing_files=False
    )


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("name", TREES)
def test_as_the_library_alone_has_it(name, kind):
    library(name)
    dataset = mixed_dataset(kind)
    x, y = dataset.x[["size", "grade"]].to_numpy(), dataset.y
    ours = TREES[name]("numbers" if kind == "regression" else "classes")
    theirs = theirs_of(name, ours, kind).fit(x, y)
    ours.fit(x, y)
    if kind == "regression":
        np.testing.assert_allclose(ours.predict(x), theirs.predict(x), rtol=1e-6)
    else:
        np.testing.assert_allclose(ours.predict_proba(x), theirs.predict_proba(x), atol=1e-6)
        np.testing.assert_array_equal(ours.predict(x), theirs.predict(x).ravel())


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("name", TREES)
def test_the_document_alone_predicts_the_same(name, kind, tmp_path):
    library(name)
    x, y = encoded(kind)
    model = TREES[name]("numbers" if kind == "regression" else "classes").fit(x, y)
    save_estimator(model, tmp_path / "model.skops")
    again = load_estimator(tmp_path / "model.skops")
    assert not hasattr(again, "live")
    np.testing.assert_array_equal(again.predict(x), model.predict(x))
    assert again.nodes_ == model.nodes_ > 0
    if kind != "regression":
        np.testing.assert_array_equal(again.predict_proba(x), model.predict_proba(x))
        np.testing.assert_allclose(model.predict_proba(x).sum(axis=1), 1, rtol=1e-12)


@pytest.mark.parametrize("name", TREES)
def test_a_category_is_no_number(name):
    """Every second level says yes: a threshold can't see it in one split, a category can."""
    library(name)
    generator = np.random.default_rng(0)
    level = generator.integers(0, 40, 2000)
    codes = level.astype(float).reshape(-1, 1)
    y = (level % 2).astype(np.int64)
    one_split = {"n_estimators": 20, "max_depth": 1} if name == "xgboost" else {"n_estimators": 20, "num_leaves": 2}
    settings = {"iterations": 20, "depth": 1} if name == "catboost" else one_split
    table = pd.DataFrame({"level": pd.Categorical(level)})
    of_category = TREES[name](**settings, learning_rate=0.3).fit(table, y)
    of_number = TREES[name](**settings, learning_rate=0.3).fit(codes, y)
    assert (of_category.predict(table) == y).mean() > 0.9
    assert (of_number.predict(codes) == y).mean() < 0.7


@pytest.mark.parametrize("name", TREES)
def test_rows_that_count_twice_are_two_rows(name):
    library(name)
    dataset = two_classes()
    x, y = dataset.x.to_numpy(), dataset.y
    alike = {"catboost": {"subsample": 1.0, "random_strength": 0.0}}.get(name, {})
    twice = np.where(np.arange(240) < 120, 2.0, 1.0)
    weighted = TREES[name](**alike).fit(x, y, sample_weight=twice).predict_proba(x)
    unweighted = TREES[name](**alike).fit(x, y).predict_proba(x)
    assert np.abs(weighted - unweighted).max() > 0.01


@pytest.mark.parametrize("name", TREES)
def test_a_class_without_a_training_row_gets_the_probability_0(name):
    library(name)
    dataset = three_classes()
    kept = dataset.y != 1
    model = getattr(baselines, name)().estimator(dataset.schema, 0).fit(dataset.x[kept], dataset.y[kept])
    assert set(predict(model, dataset.schema, dataset.x)[:, 1]) == {0.0}


@pytest.mark.parametrize("name", TREES)
def test_the_same_seed_gives_the_same_predictions(name):
    library(name)
    first, two = (
        fit_fold(getattr(baselines, name)(), mixed_dataset(), FOLD, trials=2, seed=5)[0].predictions for _ in range(2)
    )
    assert first == two


def test_a_clone_knows_its_settings_and_no_trees():
    for trees in TREES.values():
        again = clone(trees("numbers", learning_rate=0.07))
        assert again.get_params()["learning_rate"] == 0.07
        assert not hasattr(again, "content_")


def test_a_table_as_numbers_by_hand():
    table, _ = encoded("binary")
    values, places = values_and_categories(table)
    assert places == [place for place, name in enumerate(table.columns) if name.startswith("native__")]
    colour = table["native__colour"]
    np.testing.assert_array_equal(np.isnan(values[:, table.columns.get_loc("native__colour")]), colour.isna())


def test_what_is_not_installed_is_said(monkeypatch):
    monkeypatch.setattr(boosting, "find_spec", lambda name: None if name == "lightgbm" else object())
    assert boosting.available() == {
        "xgboost": "",
        "lightgbm": "lightgbm is not installed: pip install 'dlfund[boosting]'",
        "catboost": "",
    }
    with pytest.raises(ValueError, match=r"Expected the library that baselines.lightgbm\(\) uses. Received: "):
        baselines.lightgbm().estimator(two_classes().schema, 0)


def test_a_library_that_is_gone_is_a_sentence():
    with pytest.raises(ModuleNotFoundError, match=r"Expected the library no_such_library, .* It is not installed\. "):
        imported("no_such_library")
