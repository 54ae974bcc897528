"""A baseline is tuned with as many trials as the networks, on the same inner split, and says what failed."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import randint
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import log_loss
from small_data import small_dataset

from dlfund import baselines
from dlfund.baselines.fit import WarmStart, fit_fold
from dlfund.baselines.learned import learned_numbers
from dlfund.comparison.protocol import Protocol
from dlfund.core.estimator_file import load_estimator, save_estimator
from dlfund.core.outcome import SearchError
from dlfund.core.seeds import fold_seed

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
    outcome = fit_fold(make(), DATASET, FOLD, trials=3, seed=0)[0]

    assert len(outcome.trials) == 3
    best = min(outcome.trials, key=lambda trial: trial.score)
    rounds = {"max_iter": best.epochs} if best.epochs else {}
    assert outcome.hyperparameters == best.hyperparameters | rounds
    assert len(outcome.predictions) == len(FOLD.test)
    assert all(0 <= prediction <= 1 for prediction in outcome.predictions)
    assert outcome.parameters > 0
    assert outcome.notes == ()
    assert not any("__" in name for name in best.hyperparameters)


@pytest.mark.parametrize("make", TUNED)
def test_a_search_that_goes_on_equals_one_that_was_never_interrupted(make):
    first = fit_fold(make(), DATASET, FOLD, trials=2, seed=0)[0]
    whole = fit_fold(make(), DATASET, FOLD, trials=5, seed=0)[0]
    continued = fit_fold(make(), DATASET, FOLD, trials=5, seed=0, warm_start=WarmStart(outcome=first))[0]
    assert continued.trials[:2] == first.trials
    assert [trial.score for trial in continued.trials] == [trial.score for trial in whole.trials]
    assert (continued.hyperparameters, continued.predictions) == (whole.hyperparameters, whole.predictions)


def test_earlier_trials_and_a_refit_with_the_same_settings_are_not_repeated():
    first = fit_fold(watched(), DATASET, FOLD, trials=1, seed=0)[0]
    FITTED.clear()
    continued, model = fit_fold(watched(), DATASET, FOLD, trials=3, seed=0, warm_start=WarmStart(outcome=first))
    chosen_again = continued.hyperparameters == first.hyperparameters
    fits = [rows for what, rows in FITTED if what == "fit"]
    assert fits == [FOLD.train.tolist()] * 2 + ([] if chosen_again else [FOLD.development.tolist()])
    assert (model is None) == chosen_again
    assert len(continued.trials) == 3


def test_no_more_trials_than_there_are_settings():
    outcome = fit_fold(watched(), DATASET, FOLD, trials=9, seed=0)[0]
    assert sorted(trial.hyperparameters["setting"] for trial in outcome.trials) == [0, 1, 2, 3]
    assert outcome.notes == ("4 instead of 9 trials: there were no further settings that differ.",)


@pytest.mark.parametrize("make", TUNED)
def test_the_same_seed_gives_the_same_predictions(make):
    first, two = (fit_fold(make(), DATASET, FOLD, trials=2, seed=5)[0] for _ in range(2))
    assert first.predictions == two.predictions
    assert first.hyperparameters == two.hyperparameters


def test_another_seed_tries_other_settings():
    first, two = (fit_fold(baselines.logistic_regression(), DATASET, FOLD, trials=2, seed=seed)[0] for seed in (0, 1))
    assert [trial.hyperparameters for trial in first.trials] != [trial.hyperparameters for trial in two.trials]


def test_trials_learn_from_the_training_rows_and_are_chosen_by_the_validation_rows():
    fit_fold(watched(), DATASET, FOLD, trials=2, seed=0)

    train, validation, development, test = (
        part.tolist() for part in (FOLD.train, FOLD.validation, FOLD.development, FOLD.test)
    )
    a_trial = [("fit", train), ("predict", validation)]
    expected = [*a_trial, *a_trial, ("fit", development), ("predict", test)]
    assert expected == FITTED


def test_a_trials_score_is_its_validation_loss():
    outcome = fit_fold(watched(), DATASET, FOLD, trials=4, seed=0)[0]
    for trial in outcome.trials:
        yes = 0.5 - trial.hyperparameters["setting"] / 100
        truth = DATASET.y[FOLD.validation]
        assert trial.score == pytest.approx(log_loss(truth, np.full(len(truth), yes)))


def test_a_failed_trial_is_reported_and_another_one_chosen():
    outcome = fit_fold(watched(fails=(0, 2)), DATASET, FOLD, trials=4, seed=0)[0]
    assert outcome.notes == ("2 of 4 trials failed: ArithmeticError: setting 2 is bad",)
    assert outcome.hyperparameters["setting"] in (1, 3)
    assert [trial.score is None for trial in outcome.trials].count(True) == 2
    assert all(bool(trial.message) == (trial.score is None) for trial in outcome.trials)


def test_a_trial_without_a_finite_score_has_failed_too():
    outcome = fit_fold(watched(silent=(1,)), DATASET, FOLD, trials=4, seed=0)[0]
    assert outcome.notes == ("1 of 4 trials failed: ValueError: Input contains NaN.",)
    assert outcome.hyperparameters["setting"] != 1


def test_every_fold_draws_its_own_settings_and_seed():
    first, second = Protocol(3, 1).splits(DATASET, stratify=True)[:2]
    same_rows = dataclasses.replace(first, name=second.name)
    forest = baselines.random_forest()
    single, two = (fit_fold(forest, DATASET, fold, trials=3, seed=0)[0] for fold in (first, same_rows))

    assert single.trials[0].hyperparameters == two.trials[0].hyperparameters  # the default
    assert single.trials[0].score != two.trials[0].score  # grown from another seed
    assert [trial.hyperparameters for trial in single.trials[1:]] != [trial.hyperparameters for trial in two.trials[1:]]
    assert (single.seed, two.seed) == (fold_seed(0, forest.name, "1-1"), fold_seed(0, forest.name, "1-2"))


def test_a_twin_of_another_name_draws_anew():
    twin = dataclasses.replace(baselines.random_forest(), name="twin")
    first, two = (fit_fold(each, DATASET, FOLD, trials=2, seed=0)[0] for each in (baselines.random_forest(), twin))
    assert first.seed != two.seed
    assert first.predictions != two.predictions


def test_the_same_model_again_from_what_the_outcome_tells():
    for make in TUNED:
        outcome, _ = fit_fold(make(), DATASET, FOLD, trials=2, seed=0)
        again, _ = fit_fold(make(), DATASET, FOLD, trials=0, seed=0, warm_start=WarmStart(outcome.hyperparameters))
        assert again.trials == ()
        assert again.predictions == outcome.predictions


@pytest.mark.parametrize("how", ["fails", "silent"])
def test_none_finished_is_an_error(how):
    with pytest.raises(SearchError, match=r"None of 3 trials finished\."):
        fit_fold(watched(**{how: (0, 1, 2, 3)}), DATASET, FOLD, trials=3, seed=0)


def test_nothing_to_tune_is_no_trial():
    outcome = fit_fold(baselines.majority_class(), DATASET, FOLD, trials=9, seed=0)[0]
    assert outcome.trials == ()
    assert set(outcome.predictions) == {DATASET.y[FOLD.development].mean()}


def test_the_final_fold_predicts_nothing_and_saves_the_model(tmp_path):
    final = Protocol(3, 1).final(DATASET, stratify=True)
    for make in (*TUNED, baselines.majority_class, lambda: baselines.rule("study > 5")):
        outcome, fitted = fit_fold(make(), DATASET, final, trials=1, seed=0)
        fitted.save(tmp_path)
        assert outcome.predictions == []
        again = load_estimator(tmp_path / "model.skops")
        assert again.predict_proba(DATASET.x).shape == (90, 2)


def test_a_saved_model_predicts_what_it_predicted(tmp_path):
    model = baselines.gradient_boosting().estimator(DATASET.schema, 0).fit(DATASET.x, DATASET.y)
    save_estimator(model, tmp_path / "model.skops")
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
    outcome, _ = fit_fold(baseline, DATASET, FOLD, trials=2, seed=0)
    assert outcome.hyperparameters == {"C": 1.0}
    assert outcome.notes[0].startswith("1 of 2 trials failed: ")
    assert "'C' parameter" in outcome.notes[0]


def share_right(y, predictions, weight):
    return float(np.mean((np.asarray(predictions) > 0.5) == y))


def test_every_trial_has_the_deciding_metric_of_its_validation_rows():
    """The rows that choose among trials also choose among contenders, so no test row has to."""
    outcome = fit_fold(watched(), DATASET, FOLD, trials=4, seed=0, validation_score=share_right)[0]
    always_no = float(np.mean(DATASET.y[FOLD.validation] == 0))  # 0.5 - setting / 100 is never above 0.5
    assert [trial.validation for trial in outcome.trials] == [always_no] * 4
    assert outcome.validation == always_no
    assert fit_fold(watched(), DATASET, FOLD, trials=4, seed=0)[0].validation is None


def test_a_baseline_with_nothing_to_tune_is_scored_on_validation_rows_too():
    floor = baselines.majority_class()
    outcome, _ = fit_fold(floor, DATASET, FOLD, trials=4, seed=0, validation_score=share_right)
    most = int(DATASET.y[FOLD.train].mean() > 0.5)
    assert outcome.trials == ()
    assert outcome.validation == float(np.mean(DATASET.y[FOLD.validation] == most))
