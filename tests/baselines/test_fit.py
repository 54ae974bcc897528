"""A baseline is tuned with as many trials as the networks, on the same inner split, and says what failed."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import randint
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import log_loss
from small_data import small_dataset

from dlfund import baselines
from dlfund.baselines.fit import fit_fold, save
from dlfund.baselines.learned import learned_numbers
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.saved import load_estimator
from dlfund.outcome import SearchError

DATASET = small_dataset()
FOLD = Protocol(3, 1).splits(DATASET, stratify=True)[0]
TUNED = [baselines.logistic_regression, baselines.random_forest, baselines.gradient_boosting]
FITTED = []


class Watched(ClassifierMixin, BaseEstimator):
    """Notes the rows it sees; fails, or says nothing finite, for the settings that it is told."""

    def __init__(self, setting=0, fails=(), silent=()):
        self.setting, self.fails, self.silent = setting, fails, silent

    def fit(self, X, y):
        if self.setting in self.fails:
            raise ArithmeticError(f"setting {self.setting} is bad")
        FITTED.append(("fit", X.index.tolist()))
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        FITTED.append(("predict", X.index.tolist()))
        value = float("nan") if self.setting in self.silent else 0.5 - self.setting / 100
        return np.column_stack([np.full(len(X), 1 - value), np.full(len(X), value)])


def watched(**how):
    FITTED.clear()
    return dataclasses.replace(
        baselines.logistic_regression(),
        name="watched",
        estimator=lambda schema, seed: Watched(**how),
        space={"setting": [0, 1, 2, 3]},
    )


@pytest.mark.parametrize("make", TUNED)
def test_as_many_trials_as_asked_for(make):
    outcome = fit_fold(make(), DATASET, FOLD, trials=3, seed=0)

    assert len(outcome.trials) == 3
    best = min(outcome.trials, key=lambda trial: trial.score)
    assert outcome.hyperparameters == best.hyperparameters
    assert len(outcome.predictions) == len(FOLD.test)
    assert all(0 <= one <= 1 for one in outcome.predictions)
    assert outcome.parameters > 0
    assert outcome.notes == ()
    assert not any("__" in name for name in best.hyperparameters)


def test_no_more_trials_than_there_are_settings():
    outcome = fit_fold(watched(), DATASET, FOLD, trials=9, seed=0)
    assert sorted(trial.hyperparameters["setting"] for trial in outcome.trials) == [0, 1, 2, 3]


@pytest.mark.parametrize("make", TUNED)
def test_the_same_seed_gives_the_same_predictions(make):
    one, two = (fit_fold(make(), DATASET, FOLD, trials=2, seed=5) for _ in range(2))
    assert one.predictions == two.predictions
    assert one.hyperparameters == two.hyperparameters


def test_another_seed_tries_other_settings():
    one, two = (fit_fold(baselines.logistic_regression(), DATASET, FOLD, trials=2, seed=seed) for seed in (0, 1))
    assert [trial.hyperparameters for trial in one.trials] != [trial.hyperparameters for trial in two.trials]


def test_trials_learn_from_the_training_rows_and_are_chosen_by_the_validation_rows():
    fit_fold(watched(), DATASET, FOLD, trials=2, seed=0)

    train, validation, development, test = (
        part.tolist() for part in (FOLD.train, FOLD.validation, FOLD.development, FOLD.test)
    )
    a_trial = [("fit", train), ("predict", validation)]
    expected = [*a_trial, *a_trial, ("fit", development), ("predict", test)]
    assert expected == FITTED


def test_a_trials_score_is_its_validation_loss():
    outcome = fit_fold(watched(), DATASET, FOLD, trials=4, seed=0)
    for trial in outcome.trials:
        yes = 0.5 - trial.hyperparameters["setting"] / 100
        truth = DATASET.y[FOLD.validation]
        assert trial.score == pytest.approx(log_loss(truth, np.full(len(truth), yes)))


def test_a_failed_trial_is_reported_and_another_one_chosen():
    outcome = fit_fold(watched(fails=(0, 2)), DATASET, FOLD, trials=4, seed=0)
    assert outcome.notes == ("2 of 4 trials failed: ArithmeticError: setting 2 is bad",)
    assert outcome.hyperparameters["setting"] in (1, 3)
    assert [trial.score is None for trial in outcome.trials].count(True) == 2
    assert all(bool(trial.message) == (trial.score is None) for trial in outcome.trials)


def test_a_trial_without_a_finite_score_has_failed_too():
    outcome = fit_fold(watched(silent=(1,)), DATASET, FOLD, trials=4, seed=0)
    assert outcome.notes == ("1 of 4 trials failed: ValueError: Input contains NaN.",)
    assert outcome.hyperparameters["setting"] != 1


@pytest.mark.parametrize("how", ["fails", "silent"])
def test_none_finished_is_an_error(how):
    with pytest.raises(SearchError, match=r"None of 3 trials finished\."):
        fit_fold(watched(**{how: (0, 1, 2, 3)}), DATASET, FOLD, trials=3, seed=0)


def test_nothing_to_tune_is_no_trial():
    outcome = fit_fold(baselines.majority_class(), DATASET, FOLD, trials=9, seed=0)
    assert outcome.trials == ()
    assert set(outcome.predictions) == {DATASET.y[FOLD.development].mean()}


def test_the_final_fold_predicts_nothing_and_saves_the_model(tmp_path):
    final = Protocol(3, 1).final(DATASET, stratify=True)
    for make in (*TUNED, baselines.majority_class, lambda: baselines.rule("study > 5")):
        outcome = fit_fold(make(), DATASET, final, trials=1, seed=0, save_to=tmp_path / "model.skops")
        assert outcome.predictions == []
        again = load_estimator(tmp_path / "model.skops")
        assert again.predict_proba(DATASET.x).shape == (90, 2)


def test_a_saved_model_predicts_what_it_predicted(tmp_path):
    model = baselines.gradient_boosting().estimator(DATASET.schema, 0).fit(DATASET.x, DATASET.y)
    save(model, tmp_path / "model.skops")
    again = load_estimator(tmp_path / "model.skops")
    np.testing.assert_array_equal(again.predict_proba(DATASET.x), model.predict_proba(DATASET.x))


def test_numbers_that_were_learned():
    def of(make):
        return learned_numbers(make().estimator(DATASET.schema, 0).fit(DATASET.x, DATASET.y))

    assert of(baselines.logistic_regression) == 4  # three weights and a bias
    assert of(baselines.majority_class) == 0
    forest = baselines.random_forest().estimator(DATASET.schema, 0).fit(DATASET.x, DATASET.y)
    assert learned_numbers(forest) == sum(tree.tree_.node_count for tree in forest[-1].estimators_)


def test_a_bad_setting_of_scikit_learns_is_a_failed_trial():
    baseline = dataclasses.replace(baselines.logistic_regression(), space={"model__C": randint(-3, -1)})
    with pytest.raises(SearchError, match=r"None of 2 trials finished.*'C' parameter"):
        fit_fold(baseline, DATASET, FOLD, trials=2, seed=0)
