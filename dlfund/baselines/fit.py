"""Tune and fit one baseline in one fold, by random search."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning

from dlfund.baselines.baseline import Baseline
from dlfund.baselines.class_probabilities import class_probabilities
from dlfund.baselines.learned import learned_numbers
from dlfund.baselines.on_log_target import estimator_and_space
from dlfund.baselines.row_weights import fit_weighted, takes_weights
from dlfund.baselines.trials import ScoredRows, TableRows, full_names, plain, tried
from dlfund.core.estimator_file import load_estimator, save_estimator
from dlfund.core.outcome import HyperparameterValues, Outcome, Trial, failed_trials_note, few_trials_note
from dlfund.core.seeds import fold_seed
from dlfund.core.task_kind import Answer
from dlfund.data import Dataset, Fold, Schema
from dlfund.data.folds_to_fit import ValidationScore

MODEL = "model.skops"


@dataclass(frozen=True)
class FittedBaseline:
    """A fitted estimator as a predictor: raw table in, predictions out."""

    estimator: Any
    schema: Schema

    @classmethod
    def load(cls, folder: Path, schema: Schema) -> FittedBaseline:
        """The baseline that was saved in a contender's folder."""
        return cls(load_estimator(folder / MODEL), schema)

    def save(self, folder: Path) -> None:
        save_estimator(self.estimator, folder / MODEL)

    def predict(self, table: pd.DataFrame) -> np.ndarray:
        return np.asarray(predict(self.estimator, self.schema, table))


@dataclass(frozen=True)
class WarmStart:
    """What is known of a fold before its search.

    Args:
        hyperparameters: dict or None. With them, nothing is tuned.
        outcome: Outcome or None. Of a search with fewer trials, which are kept.
    """

    hyperparameters: HyperparameterValues | None = None
    outcome: Outcome | None = None


def fit_fold(
    baseline: Baseline,
    dataset: Dataset,
    fold: Fold,
    *,
    trials: int,
    seed: int,
    warm_start: WarmStart | None = None,
    validation_score: ValidationScore | None = None,
) -> tuple[Outcome, FittedBaseline | None]:
    """Tune a baseline on the training and validation rows of one fold, and refit it on all development rows.

    `seed` is the protocol's; the fold draws from a seed of its own, which the outcome records. `validation_score` is
    the deciding metric on validation rows; it is recorded. Where an earlier outcome's chosen trial remains the same,
    its predictions are kept, and the model is None.
    """
    schema, known = dataset.schema, warm_start or WarmStart()
    train, validation, development = (
        # clustering is fitted without labels
        TableRows(dataset.x.iloc[rows], dataset.y[rows] if schema.task_kind.labelled else None, dataset.weight_of(rows))
        for rows in (np.sort(fold.train), np.sort(fold.validation), fold.development)
    )
    rows = ScoredRows(schema, train, validation, validation_score)
    own = fold_seed(seed, baseline.name, fold.name)
    estimator, space = estimator_and_space(baseline, schema, own)
    trials_done: list[Trial] = []
    chosen: HyperparameterValues = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # such a fit is a result, scored like any other
        if space and known.hyperparameters is not None:
            chosen = full_names(known.hyperparameters, space)
            estimator.set_params(**chosen)
        elif space:
            before = known.outcome.trials if known.outcome else ()
            trials_done, chosen = tried(estimator, space, rows, trials=trials, seed=own, earlier=before)
            estimator.set_params(**chosen)
        untuned = None
        if not space and validation_score is not None:
            untuned = _validation(estimator, rows, validation_score)
        notes = _notes(baseline, dataset, estimator, trials_done, trials)
        kept = known.outcome.after_more_trials(trials_done, plain(chosen), None, notes) if known.outcome else None
        if kept is not None:
            return kept, None
        started = time.perf_counter()
        fit_weighted(estimator, *development)
        seconds = time.perf_counter() - started
    outcome = Outcome(
        fold=fold.name,
        predictions=predict(estimator, schema, dataset.x.iloc[fold.test]).tolist() if len(fold.test) else [],
        trials=tuple(trials_done),
        hyperparameters=plain(chosen),
        tune_seconds=sum(trial.seconds for trial in trials_done),
        fit_seconds=seconds,
        parameters=learned_numbers(estimator),
        notes=notes,
        seed=own,
        untuned_validation=untuned,
    )
    return outcome, FittedBaseline(estimator, schema)


def _validation(estimator: Any, rows: ScoredRows, score: ValidationScore) -> float | None:
    """The deciding metric on the validation rows, of an estimator with nothing to tune; None without labels."""
    x, y, weight = rows.validation
    if y is None or not len(y):
        return None
    try:
        model = clone(estimator)
        fit_weighted(model, *rows.train)
        return score(y, predict(model, rows.schema, x), weight)
    except Exception:  # the fit to all development rows says why, if it fails as well
        return None


def _notes(
    baseline: Baseline, dataset: Dataset, estimator: Any, trials_done: list[Trial], trials: int
) -> tuple[str, ...]:
    notes = failed_trials_note(trials_done) + few_trials_note(trials_done, trials)
    if dataset.weight is not None and baseline.approach != "rule" and not takes_weights(estimator):
        notes += ("Every row counted the same in fitting: this model takes no weights.",)
    return notes


def predict(estimator: Any, schema: Schema, x: Any) -> np.ndarray:
    """For each row the probability of the positive class, of each class, a number, or the number of its group."""
    if not schema.task_kind.has_classes:
        return estimator.predict(x)
    probabilities = class_probabilities(estimator, len(schema.classes), x)
    return probabilities[:, 1] if schema.task_kind.answer is Answer.PROBABILITY else probabilities
