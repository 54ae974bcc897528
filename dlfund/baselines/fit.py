"""Tune and fit one baseline in one fold, with scikit-learn's own random search."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning, FitFailedWarning
from sklearn.metrics import log_loss
from sklearn.model_selection import RandomizedSearchCV

from dlfund.baselines.learned import learned_numbers
from dlfund.outcome import Outcome, SearchError, Trial, failed_trials_note
from dlfund.whole_file import whole_file


def fit_fold(baseline, dataset, fold, *, trials, seed, save_to=None):
    """What the baseline does in one fold: tuned on the inner split, refitted on all development rows.

    With `save_to`, a path, the refitted estimator is written there.
    """
    rows = fold.development
    x, y = dataset.x.iloc[rows], dataset.y[rows]
    estimator = baseline.estimator(dataset.schema, seed)
    known = {} if dataset.schema.kind == "clustering" else {"y": y}  # groups are found without labels
    if space := baseline.space_for(dataset.schema):
        search, said = _searched(_search(space, dataset, fold, estimator, trials, seed), x, known)
        tried, estimator, seconds = _trials(search, said), search.best_estimator_, search.refit_time_
        chosen = _plain(search.best_params_)
    else:
        started = time.perf_counter()
        estimator.fit(x, **known)
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
    """Probability of the positive class, of each class, a number, or a group's number, for each row."""
    if schema.kind not in ("binary", "multiclass"):
        return estimator.predict(x)
    probabilities = class_probabilities(estimator, len(schema.classes), x)
    return probabilities[:, 1] if len(schema.classes) == 2 else probabilities


def class_probabilities(estimator, classes, x):
    """A column a class, also for a class that was not among the rows that the estimator learned from."""
    probabilities = np.zeros((len(x), classes))
    probabilities[:, np.asarray(estimator.classes_, dtype=int)] = estimator.predict_proba(x)
    return probabilities


def _search(space, dataset, fold, estimator, trials, seed):
    rows = fold.development
    inner = (np.flatnonzero(np.isin(rows, fold.train)), np.flatnonzero(np.isin(rows, fold.validation)))
    return RandomizedSearchCV(
        estimator,
        space,
        n_iter=min(trials, _settings(space)),
        cv=[inner],
        scoring=_scoring(dataset.schema),
        random_state=seed,
        error_score=np.nan,
    )


def _settings(space):
    """How many different settings there are; no end of them where a dial is a distribution."""
    return math.inf if any(hasattr(dial, "rvs") for dial in space.values()) else math.prod(map(len, space.values()))


def _scoring(schema):
    """How well an estimator does on validation rows, higher being better."""
    if schema.kind == "clustering":
        return None  # the estimator's own score, such as the likelihood of the rows: labels are not looked at
    if schema.kind == "regression":
        return "neg_root_mean_squared_error"
    numbers = range(len(schema.classes))
    return lambda estimator, x, y: -log_loss(y, class_probabilities(estimator, len(numbers), x), labels=numbers)


def _searched(search, x, known):
    """The fitted search and what its failed or unfinished fits said, which is a result here and no warning."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            search.fit(x, **known)
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


def save(estimator, path):
    """Write an estimator without pickle, whole or not at all."""
    import skops.io

    with whole_file(path) as beside:
        skops.io.dump(estimator, beside)
