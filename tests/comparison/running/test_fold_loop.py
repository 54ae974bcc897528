"""One loop for all: a contender that fails is named and counted, and nothing finished is computed again."""

import dataclasses
import json

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin

from dlfund import baselines
from dlfund.baselines import fit
from dlfund.comparison.result.build_result import build_result
from dlfund.comparison.result.content_sections import EnvironmentSection, RecipeSection
from dlfund.comparison.result.sections import Noted, Section
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.terms import About, Terms
from dlfund.core.errors import UserError
from dlfund.core.outcome import Outcome, Trial

ABOUT = About(RecipeSection("small"), EnvironmentSection())


class Sick(ClassifierMixin, BaseEstimator):
    """Fails on the rows, or with the predictions, that it is told to."""

    def __init__(self, fails_with_rows=None, predictions=None):
        self.fails_with_rows, self.predictions = fails_with_rows, predictions

    def fit(self, X, y):
        if self.fails_with_rows is not None and self.fails_with_rows not in X.index:
            raise RuntimeError("I never saw\nmy favourite row")
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        value = 0.5 if self.predictions is None else self.predictions
        return np.full((len(X), 2), value)


def sick(**how):
    return dataclasses.replace(
        baselines.majority_class(), name="sick", estimator=lambda schema, seed: Sick(**how), approach="machine learning"
    )


@pytest.fixture
def folder(tmp_path):
    return RunFolder.start(tmp_path, "small", {})


def finish(comparison, folder, watch, reference="logistic_regression"):
    comparison.run(folder, watch)
    return build_result(comparison, folder, Terms(reference, 0.01, ABOUT))


def healthy():
    return baselines.majority_class(), baselines.logistic_regression()


@pytest.fixture
def unsaved(monkeypatch):
    """The sick have no type that may be saved."""
    monkeypatch.setattr("dlfund.baselines.fit.save_estimator", lambda *_: None)


def test_one_bad_fold_is_named_and_counted_and_the_rest_goes_on(compare, folder, watch, unsaved):
    comparison = compare(*healthy(), sick(fails_with_rows=0))
    bad = next(fold for fold in comparison.folds if 0 in fold.test)
    comparison.run(folder, watch)
    for fold in [*comparison.folds, comparison.final]:
        outcome = folder.read_outcome("sick", fold.name)
        assert bool(outcome.error) == (fold.name == bad.name)
        assert folder.read_outcome("logistic_regression", fold.name).error == ""
    assert folder.read_outcome("sick", bad.name).error == "RuntimeError: I never saw my favourite row"


def test_the_result_says_who_failed_where(compare, folder, watch):
    comparison = compare(*healthy(), sick(fails_with_rows=-1))

    result = finish(comparison, folder, watch)

    assert result.scores("sick") == [None, None, None]
    assert "sick (3 of 3 folds failed)" in result._repr_html_()
    assert "sick: failed in 4 folds: RuntimeError: I never saw my favourite row" in result.to_dict()["notes"]
    assert result.mean("logistic_regression") > 0.6
    assert result.to_dict()["saved"]["baseline"] == "logistic_regression"


@pytest.mark.parametrize("value, reason", [(float("nan"), "30 of them not finite"), (7.0, "between 0 and 1")])
def test_predictions_that_can_not_be_judged_fail_their_fold_alone(compare, folder, watch, unsaved, value, reason):
    comparison = compare(*healthy(), sick(predictions=value))
    comparison.run(folder, watch)
    outcome = folder.read_outcome("sick", "1-1")
    assert reason in outcome.error
    assert outcome.predictions == []
    assert folder.read_outcome("logistic_regression", "1-1").error == ""


def test_a_model_of_a_type_that_is_not_trusted_is_judged_and_not_offered(compare, folder, watch):
    """Its folds count; its saved file is refused with a note, and the run ends well."""
    result = finish(compare(*healthy(), sick()), folder, watch)
    assert result.scores("sick") == [0.5, 0.5, 0.5]
    assert any(note.startswith("sick: its model can't be used: ") for note in result.to_dict()["notes"])
    assert result.contender("sick").cost.bytes is None


def test_no_finished_fold_is_computed_again(compare, folder, watch, monkeypatch):
    comparison, calls = compare(*healthy()), []
    genuine = fit.fit_fold

    def counted(baseline, dataset, fold, **options):
        calls.append((baseline.name, fold.name))
        return genuine(baseline, dataset, fold, **options)

    monkeypatch.setattr(fit, "fit_fold", counted)
    comparison.run(folder, watch)
    assert len(calls) == 2 * (3 + 1)
    (folder.path / "folds" / "majority_class" / "1-2.json").unlink()
    calls.clear()
    comparison.run(folder, watch)
    assert calls == [("majority_class", "1-2")]


def test_a_continued_run_ends_like_one_that_was_not_stopped(compare, tmp_path, watch):
    whole, stopped = (RunFolder.start(tmp_path, name, {}) for name in ("whole", "stopped"))
    expected = finish(compare(*healthy()), whole, watch)
    compare(healthy()[0]).run(stopped, watch)
    actual = finish(compare(*healthy()), stopped, watch)
    assert actual.to_dict()["verdict"] == expected.to_dict()["verdict"]


def test_ctrl_c_keeps_what_is_finished(compare, folder, watch, monkeypatch):
    genuine = fit.fit_fold

    def stops(baseline, dataset, fold, **options):
        if baseline.space:
            raise KeyboardInterrupt
        return genuine(baseline, dataset, fold, **options)

    monkeypatch.setattr(fit, "fit_fold", stops)
    with pytest.raises(KeyboardInterrupt):
        compare(*healthy()).run(folder, watch)
    left = sorted(path.name for path in (folder.path / "folds").rglob("*.json"))
    assert left == [] or set(left) <= {"1-1.json", "1-2.json", "1-3.json", "final.json"}
    assert not list(folder.path.rglob("*.part*"))


def test_a_full_disk_is_nobodys_failure(compare, folder, watch, monkeypatch):
    """The fold is not marked as failed: it is done again when there is space."""

    def full(estimator, path):
        raise UserError("Expected to write. Received: No space left on device.")

    monkeypatch.setattr("dlfund.baselines.fit.save_estimator", full)
    with pytest.raises(UserError, match="No space left"):
        compare(*healthy()).run(folder, watch)
    assert folder.read_outcome("majority_class", "final") is None


def test_trainings_are_announced_as_many_as_there_are(compare):
    comparison = compare(*healthy(), folds=3, trials=4)
    assert comparison.trainings(healthy()[0]) == 4  # nothing to tune: three folds and the final model
    assert comparison.trainings(healthy()[1]) == 4 * (4 + 1)


def test_an_unfinished_comparison_is_not_concluded(compare, folder):
    with pytest.raises(RuntimeError, match="None of its contenders finished one"):
        build_result(compare(*healthy()), folder, Terms("logistic_regression", 0.01, ABOUT))


def test_a_result_reads_every_outcome_once(compare, folder, watch, monkeypatch):
    comparison = compare(*healthy())
    comparison.run(folder, watch)
    read, genuine = [], RunFolder.read_outcome

    def counted(self, contender, fold):
        read.append((contender, fold))
        return genuine(self, contender, fold)

    monkeypatch.setattr(RunFolder, "read_outcome", counted)
    build_result(comparison, folder, Terms("logistic_regression", 0.01, ABOUT))
    assert len(read) == len(set(read)) == 2 * (3 + 1)


def test_a_section_that_fails_is_a_note_and_the_result_is_there(compare, folder, watch, monkeypatch):
    def fails(*_):
        raise RuntimeError("no\nsurface")

    monkeypatch.setattr("dlfund.comparison.result.build_result.decision_picture", fails)
    comparison = compare(*healthy())
    comparison.run(folder, watch)
    sections = [
        Section("findings", "a part of one's own", fails, otherwise=[]),
        Section(
            "row_curve", "a short part", lambda seen: Noted({"rows": len(seen.comparison.dataset)}, "Of some rows.")
        ),
    ]
    result = build_result(comparison, folder, Terms("logistic_regression", 0.01, ABOUT), sections)
    assert (result.picture, result.findings, result.row_curve) == ({}, [], {"rows": 90})
    assert result.notes[-3:] == [
        "The page lacks a part (the decision surfaces): RuntimeError: no surface",
        "The page lacks a part (a part of one's own): RuntimeError: no surface",
        "Of some rows.",
    ]


def test_the_result_is_strict_json(compare, folder, watch):
    finish(compare(*healthy(), baselines.rule("study > 5")), folder, watch)

    def refuse(constant):
        raise AssertionError(constant)

    json.loads((folder.path / "results.json").read_text(), parse_constant=refuse)


def a_network(task, hp):
    """Never built here."""


@pytest.mark.parametrize("fails", ["always", "together", "in one fold"])
def test_a_network_that_fails_does_not_take_the_others_along(compare, folder, watch, monkeypatch, fails):
    comparison = compare(*healthy(), a_network)
    bad = comparison.folds[1].name

    def fit_folds(network, asked):
        if fails == "always" or (fails == "together" and len(asked.folds) > 1):
            raise RuntimeError("no memory")
        if fails == "in one fold" and bad in [fold.name for fold in asked.folds]:
            raise RuntimeError("no memory")
        return [
            (Outcome(fold.name, [0.5] * len(fold.test), (Trial({}, 0.7, 0.1),), parameters=1), None)
            for fold in asked.folds
        ]

    monkeypatch.setattr("dlfund.training.tuning.tune.fit_folds", fit_folds)
    comparison.run(folder, watch)

    errors = {fold.name: folder.read_outcome("a_network", fold.name).error for fold in comparison.folds}
    failed = {"always": ["1-1", "1-2", "1-3"], "together": [], "in one fold": [bad]}[fails]
    assert [name for name, error in errors.items() if error] == failed
    assert set(errors.values()) <= {"", "RuntimeError: no memory"}
    assert all(folder.read_outcome("logistic_regression", name).error == "" for name in errors)


def test_a_bad_score_of_a_network_fails_its_fold_alone(compare, folder, watch, monkeypatch):
    def fit_folds(network, asked):
        return [(Outcome(fold.name, [2.5] * len(fold.test)), None) for fold in asked.folds]

    monkeypatch.setattr("dlfund.training.tuning.tune.fit_folds", fit_folds)
    compare(*healthy(), a_network).run(folder, watch)
    assert "Expected probabilities between 0 and 1" in folder.read_outcome("a_network", "1-1").error


def test_the_same_comparison_gives_the_same_result(compare, tmp_path, watch):
    first, two = (
        finish(compare(*healthy(), baselines.random_forest()), RunFolder.start(tmp_path, name, {}), watch)
        for name in "ab"
    )
    for name in ("majority_class", "logistic_regression", "random_forest"):
        assert first.contender(name).scores == two.contender(name).scores
        assert first.contender(name).final.hyperparameters == two.contender(name).final.hyperparameters


def test_who_else_is_there_changes_nobodys_score(compare, tmp_path, watch):
    alone = compare(baselines.logistic_regression())
    together = compare(baselines.random_forest(), baselines.logistic_regression(), baselines.majority_class())
    first, two = (
        finish(comparison, RunFolder.start(tmp_path, name, {}), watch)
        for name, comparison in (("alone", alone), ("together", together))
    )
    assert first.scores("logistic_regression") == two.scores("logistic_regression")
