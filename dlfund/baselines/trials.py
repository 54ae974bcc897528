"""The trials of one baseline: fitted to the training rows, scored by their loss on the validation rows.

The first trial has the library's own defaults, as the untuned estimator has them. The others are drawn by
scikit-learn's own sampler, without repetition: two shares of the columns that mean the same forest are one trial.
The steps before the tuned ones are the same in all trials, and are fitted once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn import metrics
from sklearn.base import clone
from sklearn.model_selection import ParameterSampler
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Space
from dlfund.baselines.quick_forest import QuickForest
from dlfund.baselines.rounds import predictions_by_rounds, with_rounds
from dlfund.baselines.row_weights import fit_weighted
from dlfund.core.as_json import as_json
from dlfund.core.counted import counted
from dlfund.core.outcome import HyperparameterValues, SearchError, Trial
from dlfund.core.task_kind import Answer
from dlfund.data import Schema
from dlfund.data.folds_to_fit import ValidationScore

MISSES = 200  # draws in a row that repeat earlier trials, after which the space is taken to be exhausted


class TableRows(NamedTuple):
    """Some rows: the table, the targets (None where there are no labels), and the weight of each row."""

    x: Any
    y: np.ndarray | None = None
    weight: np.ndarray | None = None


class ScoredRows(NamedTuple):
    """The rows that a trial is fitted to and scored on, and the deciding metric, recorded beside the trial's loss."""

    schema: Schema
    train: TableRows
    validation: TableRows
    validation_score: ValidationScore | None = None


def tried(
    estimator: Any, space: Space, rows: ScoredRows, *, trials: int, seed: int, earlier: Sequence[Trial] = ()
) -> tuple[list[Trial], HyperparameterValues]:
    """The trials in the order in which they were drawn, and the hyperparameters of the best, the first of equals.

    Args:
        estimator: unfitted; it is cloned for each trial.
        space: dict. Hyperparameter to distribution or list.
        rows: ScoredRows. To fit and to score.
        trials: int. How many; fewer where the space has fewer different ones.
        seed: int. Of the draws.
        earlier: sequence of Trial. The first ones, from a search with the same seed: they are not fitted again.

    Raises:
        SearchError: no trial finished.
    """
    try:
        started = time.perf_counter()
        estimator, rows = _prepared(estimator, space, rows)
        prepared = time.perf_counter() - started
    except Exception as error:
        raise SearchError(f"None of {counted(trials, 'trial')} finished. {_sentence(error)}") from error
    drawn = _drawn(estimator, space, rows.train.x, trials, seed)
    done = _same_settings(earlier, drawn)
    share = prepared / max(1, len(drawn) - len(done))  # of the time that all trials need once
    done += [_tried(estimator, parameters, rows, share) for parameters in drawn[len(done) :]]
    scores = [math.inf if trial.score is None else trial.score for trial in done]
    if not any(map(math.isfinite, scores)):
        raise SearchError(f"None of {counted(len(drawn), 'trial')} finished. {done[-1].message}")
    best = int(np.argmin(scores))
    return done, with_rounds(estimator, drawn[best], done[best].epochs)


def _same_settings(earlier: Sequence[Trial], drawn: Sequence[HyperparameterValues]) -> list[Trial]:
    """The earlier trials up to the first that has other settings than were drawn now."""
    kept: list[Trial] = []
    for trial, parameters in zip(earlier, drawn, strict=False):
        if as_json(plain(parameters)) != as_json(trial.hyperparameters):
            break
        kept.append(trial)
    return kept


def plain(parameters: HyperparameterValues) -> HyperparameterValues:
    """Hyperparameters under their own names, with values that JSON has."""
    return {
        name.rsplit("__", 1)[-1]: value.item() if isinstance(value, np.generic) else value
        for name, value in parameters.items()
    }


def full_names(parameters: HyperparameterValues, space: Iterable[str]) -> HyperparameterValues:
    """Hyperparameters under the pipeline's names: the inverse of `plain`."""
    return {name: parameters[short] for name in space if (short := name.rsplit("__", 1)[-1]) in parameters}


def _drawn(estimator: Any, space: Space, x: Any, trials: int, seed: int) -> list[HyperparameterValues]:
    """The defaults, and then draws that differ in meaning; fewer than asked for if the space has no others."""
    usual = estimator.get_params()
    drawn = [{name: usual[name] for name in sorted(space)}]
    meant, stream, missed = [_meaning(estimator, drawn[0], x)], np.random.RandomState(seed), 0
    while len(drawn) < trials and missed < MISSES:
        (parameters,) = ParameterSampler(space, 1, random_state=stream)
        meaning = _meaning(estimator, parameters, x)
        if meaning in meant:
            missed += 1
            continue
        drawn, meant, missed = [*drawn, parameters], [*meant, meaning], 0
    return drawn


def _meaning(estimator: Any, parameters: HyperparameterValues, x: Any) -> Any:
    """What distinguishes trials: for a forest the number of columns per split, however their share is written."""
    try:
        forest = QuickForest.of(clone(estimator).set_params(**parameters))
    except Exception:  # a value that can't be set is a failed trial, which says why
        return parameters
    return forest.means(x) if forest else parameters


def _prepared(estimator: Any, space: Space, rows: ScoredRows) -> tuple[Any, ScoredRows]:
    """The tuned steps alone, and the rows as transformed by the steps before them."""
    tuned = {name.split("__", 1)[0] for name in space}
    steps = estimator.steps if isinstance(estimator, Pipeline) else []
    first = next((place for place, (name, _) in enumerate(steps[:-1]) if name in tuned), len(steps) - 1)
    if first < 1:
        return estimator, rows
    before, train = clone(estimator[:first]), rows.train
    # fit_transform, not fit and then transform: target encoding treats its training rows differently
    train = train._replace(x=before.fit_transform(train.x, train.y))
    validation = rows.validation._replace(x=before.transform(rows.validation.x))
    return Pipeline(steps[first:]), rows._replace(train=train, validation=validation)


def _tried(estimator: Any, parameters: HyperparameterValues, rows: ScoredRows, prepared: float) -> Trial:
    started, deciding, rounds = time.perf_counter(), None, None
    try:
        model = clone(estimator).set_params(**parameters)
        forest = QuickForest.of(model) if rows.train.weight is None else None
        (score, deciding, rounds), message = _scores(forest or model, rows), ""
    except Exception as error:
        score, message = None, _sentence(error)
    if score is not None and not math.isfinite(score):
        score, message = None, "its score is not a finite number"
    seconds = prepared + time.perf_counter() - started
    validation = None if score is None else deciding
    return Trial(plain(parameters), score, seconds, rounds, message, validation)


def _scores(model: Any, rows: ScoredRows) -> tuple[float, float | None, int | None]:
    """The validation loss, as for networks, the deciding metric, and of boosted trees the rounds with the lowest loss.

    For clustering, without labels, the negative score of the model itself.
    """
    fit_weighted(model, *rows.train)
    x, y, weight = rows.validation
    kind, numbers = rows.schema.task_kind, range(len(rows.schema.classes))
    if not kind.trial_function or y is None:
        return -float(model.score(x)), None, None
    options = {"labels": numbers} if kind.has_classes else {}
    loss_of, columns = getattr(metrics, kind.trial_function), len(numbers) if kind.has_classes else 0
    candidates = [
        (float(loss_of(y, predictions, sample_weight=weight, **options)), rounds, predictions)
        for rounds, predictions in predictions_by_rounds(model, x, columns)
    ]
    loss, rounds, predictions = min(candidates, key=lambda candidate: candidate[0])  # the fewest rounds of equals
    decided = predictions[:, 1] if kind.answer is Answer.PROBABILITY else predictions
    return loss, rows.validation_score(y, decided, weight) if rows.validation_score else None, rounds


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".strip().splitlines()[-1].strip()
