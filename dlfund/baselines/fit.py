"""Tune and fit one baseline in one fold, by random search."""

from __future__ import annotations

import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from dlfund.baselines.class_probabilities import class_probabilities
from dlfund.baselines.learned import learned_numbers
from dlfund.baselines.row_weights import fit_weighted, takes_weights
from dlfund.baselines.trials import Part, full_names, plain, tried
from dlfund.outcome import Outcome, failed_trials_note
from dlfund.whole_file import whole_file


def fit_fold(baseline, dataset, fold, *, trials, seed, save_to=None, given=None):
    """What the baseline does in one fold: tuned on the inner split, refitted on all development rows.

    With `save_to`, a path, the refitted estimator is written there. With `given`, an outcome's hyperparameters, nothing
    is tuned.
    """
    schema = dataset.schema
    train, validation, development = (
        # groups are found without labels
        Part(dataset.x.iloc[rows], None if schema.kind == "clustering" else dataset.y[rows], dataset.weight_of(rows))
        for rows in (np.sort(fold.train), np.sort(fold.validation), fold.development)
    )
    estimator, trials_done, chosen = baseline.estimator(schema, seed), [], {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a result here: such a fit is judged like any other
        space = baseline.space_for(schema)
        if space and given is not None:
            chosen = full_names(given, space)
            estimator.set_params(**chosen)
        elif space:
            trials_done, chosen = tried(estimator, space, schema, train, validation, trials=trials, seed=seed)
            estimator.set_params(**chosen)
        started = time.perf_counter()
        fit_weighted(estimator, *development)
        seconds = time.perf_counter() - started
    notes = failed_trials_note(trials_done)
    if dataset.weight is not None and baseline.rung != "rule" and not takes_weights(estimator):
        notes += ("Every row counted the same in fitting: it has no place for weights.",)
    if save_to is not None:
        save(estimator, save_to)
    return Outcome(
        fold=fold.name,
        predictions=predict(estimator, schema, dataset.x.iloc[fold.test]).tolist() if len(fold.test) else [],
        trials=tuple(trials_done),
        hyperparameters=plain(chosen),
        tune_seconds=sum(trial.seconds for trial in trials_done),
        fit_seconds=seconds,
        parameters=learned_numbers(estimator),
        notes=notes,
    )


def refitted(baseline, dataset, fold, hyperparameters, *, seed):
    """The estimator that a fold's search ended with, fitted again to its development rows.

    Args:
        hyperparameters: dict. The chosen ones, under their own names, as an outcome tells them.
    """
    schema, rows = dataset.schema, fold.development
    estimator = baseline.estimator(schema, seed)
    estimator.set_params(**full_names(hyperparameters, baseline.space_for(schema)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return fit_weighted(estimator, dataset.x.iloc[rows], dataset.y[rows], dataset.weight_of(rows))


def predict(estimator, schema, x):
    """Probability of the positive class, of each class, a number, or a group's number, for each row."""
    if schema.kind not in ("binary", "multiclass"):
        return estimator.predict(x)
    probabilities = class_probabilities(estimator, len(schema.classes), x)
    return probabilities[:, 1] if len(schema.classes) == 2 else probabilities


def save(estimator, path):
    """Write an estimator without pickle, whole or not at all."""
    import skops.io

    with whole_file(path) as beside:
        skops.io.dump(estimator, beside)
