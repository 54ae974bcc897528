"""Trials have scikit-learn's own losses: the default first, then settings that differ, what is the same done once."""

import numpy as np
import pytest
from made_data import groups, numbers, texts, three_classes, two_classes
from sklearn.compose import ColumnTransformer
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV

from dlfund import baselines
from dlfund.baselines import trials as module
from dlfund.baselines.trials import ScoredRows, TableRows, tried
from dlfund.core.outcome import SearchError


def by_log_loss(estimator, x, y):
    return -log_loss(y, estimator.predict_proba(x), labels=estimator.classes_)


CASES = {
    "forest": (baselines.random_forest, two_classes, by_log_loss),
    "three": (baselines.extra_trees, three_classes, by_log_loss),
    "numbers": (baselines.random_forest, numbers, "neg_root_mean_squared_error"),
    "weights": (baselines.ridge, numbers, "neg_root_mean_squared_error"),
    "boosting": (baselines.gradient_boosting, two_classes, by_log_loss),
    "words": (lambda: baselines.tfidf_logistic(2), texts, by_log_loss),
    "groups": (baselines.gaussian_mixture, groups, None),
}


def parts(dataset):
    y = None if dataset.schema.kind == "clustering" else dataset.y
    return [
        TableRows(dataset.x.iloc[rows], None if y is None else y[rows]) for rows in (slice(0, 140), slice(140, 200))
    ]


def search(name, amount=6):
    make, data, _ = CASES[name]
    baseline, dataset = make(), data()
    estimator, space = baseline.estimator(dataset.schema, 3), baseline.space_for(dataset.schema)
    return (
        estimator,
        space,
        dataset,
        tried(estimator, space, ScoredRows(dataset.schema, *parts(dataset)), trials=amount, seed=5),
    )


@pytest.mark.parametrize("name", CASES)
def test_as_scikit_learns_own_search_has_it(name):
    estimator, space, dataset, (done, best) = search(name)
    settings = [module.full_names(trial.hyperparameters, space) for trial in done]
    for setting, trial in zip(settings, done, strict=True):
        setting |= {"model__max_iter": trial.epochs} if trial.epochs else {}  # the rounds that these rows chose
    grid = [{name: [value] for name, value in setting.items()} for setting in settings]
    theirs = GridSearchCV(estimator, grid, cv=[(np.arange(140), np.arange(140, 200))], scoring=CASES[name][2])
    theirs.fit(dataset.x[:200], None if name == "groups" else dataset.y[:200])

    assert [-trial.score for trial in done] == theirs.cv_results_["mean_test_score"].tolist()
    assert best == theirs.best_params_
    assert done[0].hyperparameters == module.plain({name: estimator.get_params()[name] for name in space})


def test_what_no_trial_changes_is_fitted_once(monkeypatch):
    fitted = []
    fit_transform = ColumnTransformer.fit_transform
    monkeypatch.setattr(
        ColumnTransformer, "fit_transform", lambda self, x, y=None: fitted.append(1) or fit_transform(self, x, y)
    )
    search("weights")
    assert len(fitted) == 1
    search("words")  # how words are counted is tuned
    assert len(fitted) == 7


def test_no_two_settings_mean_the_same_forest(monkeypatch):
    grown = []
    fit = module.QuickForest.fit
    monkeypatch.setattr(module.QuickForest, "fit", lambda self, x, y: grown.append(self.means(x)) or fit(self, x, y))
    _, _, _, (done, _) = search("forest", 30)

    assert len(done) == len(grown) == len(set(grown)) == 14  # seven sizes of a leaf, one or two of three columns


def test_rows_that_can_not_be_encoded_are_no_search():
    make, data, _ = CASES["weights"]
    baseline, dataset = make(), data()
    estimator, space = baseline.estimator(dataset.schema, 0), baseline.space_for(dataset.schema)
    train, validation = parts(dataset)
    arguments = train.x.astype(str).assign(a="tall")
    with pytest.raises(SearchError, match=r"None of 2 trials finished\. ValueError: could not convert string to float"):
        tried(estimator, space, ScoredRows(dataset.schema, train._replace(x=arguments), validation), trials=2, seed=0)
