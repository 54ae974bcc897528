"""Tune and fit one baseline in one fold, with scikit-learn's own random search."""

from __future__ import annotations

import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning, FitFailedWarning
from sklearn.model_selection import RandomizedSearchCV

from dlfund.outcome import Outcome, SearchError, Trial, failed_trials_note
from dlfund.whole_file import whole_file

LOSSES = {"binary": "neg_log_loss", "multiclass": "neg_log_loss", "regression": "neg_root_mean_squared_error"}


def fit_fold(baseline, dataset, fold, *, trials, seed, save_to=None):
    """What the baseline does in one fold: tuned on the inner split, refitted on all development rows.

    With `save_to`, a path, the refitted estimator is written there.
    """
    rows = fold.development
    x, y = dataset.x.iloc[rows], dataset.y[rows]
    estimator = baseline.estimator(dataset.schema, seed)
    if baseline.space:
        search, said = _searched(_search(baseline, dataset, fold, estimator, trials, seed), x, y)
        tried, estimator, seconds = _trials(search, said), search.best_estimator_, search.refit_time_
        chosen = _plain(search.best_params_)
    else:
        started = time.perf_counter()
        estimator.fit(x, y)
        tried, chosen, seconds = [], {}, time.perf_counter() - started
    if save_to is not None:
        save(estimator, save_to)
    return Outcome(
        fold=fold.name,
        predictions=predict(estimator, dataset.schema, dataset.x.iloc[fold.test]).tolist() if len(fold.test) else [],
        trials=tuple(tried),
        hyperparameters=chosen,
        tune_seconds=sum(trial.seconds for trial in tried),
        fit_seconds=seconds,
        parameters=learned_numbers(estimator),
        notes=failed_trials_note(tried),
    )


def predict(estimator, schema, x):
    """Probability of the positive class, of each class, or a number, for each row."""
    if not schema.classes:
        return estimator.predict(x)
    probabilities = estimator.predict_proba(x)
    return probabilities[:, 1] if len(schema.classes) == 2 else probabilities


def _search(baseline, dataset, fold, estimator, trials, seed):
    rows = fold.development
    inner = (np.flatnonzero(np.isin(rows, fold.train)), np.flatnonzero(np.isin(rows, fold.validation)))
    return RandomizedSearchCV(
        estimator,
        baseline.space,
        n_iter=trials,
        cv=[inner],
        scoring=LOSSES[dataset.schema.kind],
        random_state=seed,
        error_score=np.nan,
    )


def _searched(search, x, y):
    """The fitted search and what its failed or unfinished fits said, which is a result here and no warning."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            search.fit(x, y)
        except ValueError as error:
            if "fits failed" not in str(error):
                raise
            raise SearchError(f"None of {search.n_iter} trials finished. {_last_line(error)}") from error
    for warning in caught:
        if not (_tells_of_failure(warning) or issubclass(warning.category, ConvergenceWarning)):
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return search, [_last_line(warning.message) for warning in caught if _tells_of_failure(warning)]


def _tells_of_failure(warning):
    words = str(warning.message)
    return issubclass(warning.category, FitFailedWarning) or "Scoring failed" in words or "non-finite" in words


def _last_line(message):
    return str(message).strip().splitlines()[-1].strip()


def _trials(search, said):
    results = search.cv_results_
    why = next((words for words in reversed(said) if "Error" in words), "its score is not a finite number")
    return [
        Trial(
            hyperparameters=_plain(parameters),
            score=None if np.isnan(score) else -float(score),
            seconds=float(fit_time + score_time),
            message=why if np.isnan(score) else "",
        )
        for parameters, score, fit_time, score_time in zip(
            results["params"],
            results["mean_test_score"],
            results["mean_fit_time"],
            results["mean_score_time"],
            strict=True,
        )
    ]


def _plain(parameters):
    """Parameters under their own names, as JSON knows them."""
    return {
        name.rsplit("__", 1)[-1]: value.item() if isinstance(value, np.generic) else value
        for name, value in parameters.items()
    }


def learned_numbers(estimator):
    """How many numbers were learned: coefficients of a linear model, nodes of trees."""
    model = estimator[-1] if hasattr(estimator, "steps") else estimator
    if hasattr(model, "coef_"):
        return int(model.coef_.size + model.intercept_.size)
    if hasattr(model, "estimators_"):
        return int(sum(tree.tree_.node_count for tree in model.estimators_))
    if hasattr(model, "_predictors"):  # histogram boosting keeps its trees there, and nowhere public
        return int(sum(len(tree.nodes) for stage in model._predictors for tree in stage))
    return 0


def save(estimator, path):
    """Write an estimator without pickle, whole or not at all."""
    import skops.io

    with whole_file(path) as beside:
        skops.io.dump(estimator, beside)
