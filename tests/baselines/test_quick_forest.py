"""A trial's forest predicts what scikit-learn's own predicts, to the last bit."""

import numpy as np
import pytest
import sklearn
from hypothesis import given, settings
from hypothesis import strategies as st
from made_data import numbers, three_classes, two_classes
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.model_selection import ParameterSampler
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils._param_validation import InvalidParameterError

from dlfund.baselines import extra_trees, random_forest
from dlfund.baselines.quick_forest import KNOWN, QuickForest

CLASSIFIERS, REGRESSORS = (RandomForestClassifier, ExtraTreesClassifier), (RandomForestRegressor, ExtraTreesRegressor)
DATA = {"classifier": (two_classes(), three_classes()), "regressor": (numbers(),)}


def holey(dataset, share, seed=0):
    x = dataset.x.to_numpy().copy()
    x[np.random.default_rng(seed).random(x.shape) < share] = np.nan
    return x


def test_it_knows_the_scikit_learn_that_is_installed():
    assert sklearn.__version__.startswith(KNOWN), "Look whether the forest still grows as here, then name the version."


@pytest.mark.parametrize("make", CLASSIFIERS)
@settings(max_examples=15, deadline=None)
@given(leaf=st.integers(1, 40), share=st.floats(0.05, 1.0), seed=st.integers(0, 2**31), holes=st.sampled_from([0, 0.2]))
def test_the_same_probabilities(make, leaf, share, seed, holes):
    for dataset in DATA["classifier"]:
        x = holey(dataset, holes)
        forest = make(7, min_samples_leaf=leaf, max_features=share, random_state=seed)
        quick = QuickForest.of(forest).fit(x[:160], dataset.y[:160])
        forest.fit(x[:160], dataset.y[:160])
        np.testing.assert_array_equal(quick.predict_proba(x), forest.predict_proba(x))
        np.testing.assert_array_equal(quick.classes_, forest.classes_)


def test_the_square_root_of_the_columns():
    for make in CLASSIFIERS:
        for dataset in DATA["classifier"]:
            forest = make(5, max_features="sqrt", random_state=1)
            quick = QuickForest.of(forest).fit(dataset.x[:160], dataset.y[:160])
            forest.fit(dataset.x[:160], dataset.y[:160])
            np.testing.assert_array_equal(quick.predict_proba(dataset.x), forest.predict_proba(dataset.x))


@pytest.mark.parametrize("make", REGRESSORS)
@settings(max_examples=15, deadline=None)
@given(leaf=st.integers(1, 40), columns=st.integers(1, 4), seed=st.integers(0, 2**31), holes=st.sampled_from([0, 0.2]))
def test_the_same_numbers(make, leaf, columns, seed, holes):
    for dataset in DATA["regressor"]:
        x = holey(dataset, holes)
        forest = make(7, min_samples_leaf=leaf, max_features=columns, random_state=seed)
        quick = QuickForest.of(forest).fit(x[:160], dataset.y[:160])
        np.testing.assert_array_equal(quick.predict(x), forest.fit(x[:160], dataset.y[:160]).predict(x))


def test_every_setting_that_is_tuned_has_a_quick_twin():
    for baseline, dataset in ((random_forest(), two_classes()), (extra_trees(), numbers())):
        drawn = list(ParameterSampler(baseline.space_for(dataset.schema), 9, random_state=0))
        assert all(QuickForest.of(baseline.estimator(dataset.schema, 0).set_params(**entry)[-1:]) for entry in drawn)


@pytest.mark.parametrize(
    "model",
    [
        RandomForestClassifier(max_depth=3, random_state=0),
        RandomForestClassifier(max_features=0.5),  # no seed: never the same
        RandomForestClassifier(max_features="log2", random_state=0),
        ExtraTreesClassifier(bootstrap=True, max_features=0.5, random_state=0),
        Pipeline([("scale", StandardScaler()), ("model", RandomForestRegressor(random_state=0))]),
        StandardScaler(),
    ],
)
def test_anything_else_is_left_to_scikit_learn(model):
    assert QuickForest.of(model) is None


def test_another_scikit_learn_grows_its_own(monkeypatch):
    forest = RandomForestRegressor(random_state=0)
    assert QuickForest.of(forest)
    monkeypatch.setattr(sklearn, "__version__", "1.10.0")
    assert QuickForest.of(forest) is None


def test_of_three_columns_035_and_06_are_both_one():
    def means(share):
        return QuickForest.of(RandomForestClassifier(max_features=share, random_state=0)).means(np.zeros((5, 3)))

    assert means(0.2) == means(0.35) == means(0.6) == (100, 1, 1)
    assert means(0.7) == (100, 1, 2)


def test_a_setting_that_is_none_is_refused_as_ever():
    with pytest.raises(InvalidParameterError, match="'min_samples_leaf'"):
        QuickForest.of(RandomForestRegressor(min_samples_leaf=0, random_state=0)).fit(np.zeros((5, 3)), np.zeros(5))
