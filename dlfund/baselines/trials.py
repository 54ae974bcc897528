"""Try settings of one baseline: fitted to the training rows, judged by their loss on the validation rows.

The settings are drawn by scikit-learn's own sampler. What no setting touches is done once: the steps before the
tuned ones are fitted once, and two settings that mean the same forest share one.
"""

from __future__ import annotations

import math
import time
from typing import Any, NamedTuple

import numpy as np
from sklearn.base import clone
from sklearn.metrics import log_loss, root_mean_squared_error
from sklearn.model_selection import ParameterSampler
from sklearn.pipeline import Pipeline

from dlfund.baselines.class_probabilities import class_probabilities
from dlfund.baselines.quick_forest import QuickForest
from dlfund.baselines.row_weights import fit_weighted
from dlfund.outcome import SearchError, Trial


class Part(NamedTuple):
    """What is known of some rows: the table, the answers (None where there are no labels), how much each row counts."""

    x: Any
    y: np.ndarray | None = None
    weight: np.ndarray | None = None


def tried(estimator, space, schema, train, validation, *, trials, seed):
    """The trials in the order they were drawn, and the parameters of the best: the first where several are as good.

    Args:
        estimator: unfitted; what it learns is thrown away.
        space: dict. Parameter name to distribution or list.
        schema: Schema.
        train, validation: Part to learn from and to judge by.
        trials: int. How many; fewer where there are not so many different settings.
        seed: int. Of the draws.
    """
    drawn = list(ParameterSampler(space, min(trials, _settings(space)), random_state=seed))
    try:
        started = time.perf_counter()
        estimator, train, validation = _prepared(estimator, space, train, validation)
        prepared = (time.perf_counter() - started) / len(drawn)  # each trial bears its part
    except Exception as error:
        raise SearchError(f"None of {len(drawn)} trials finished. {_sentence(error)}") from error
    losses, done = {}, []
    for parameters in drawn:
        done.append(_tried(estimator, parameters, schema, train, validation, prepared, losses))
    scores = [math.inf if trial.score is None else trial.score for trial in done]
    if not any(map(math.isfinite, scores)):
        raise SearchError(f"None of {len(drawn)} trials finished. {done[-1].message}")
    return done, drawn[int(np.argmin(scores))]


def plain(parameters):
    """Parameters under their own names, as JSON knows them."""
    return {
        name.rsplit("__", 1)[-1]: value.item() if isinstance(value, np.generic) else value
        for name, value in parameters.items()
    }


def full_names(parameters, space):
    """Parameters as the pipeline knows them again, from what `plain` made of them."""
    return {name: parameters[short] for name in space if (short := name.rsplit("__", 1)[-1]) in parameters}


def _settings(space):
    """How many different settings there are; no end of them where a dial is a distribution."""
    return math.inf if any(hasattr(dial, "rvs") for dial in space.values()) else math.prod(map(len, space.values()))


def _prepared(estimator, space, train, validation):
    """The tuned steps alone, and the rows as the steps before them hand them on."""
    tuned = {name.split("__", 1)[0] for name in space}
    steps = estimator.steps if isinstance(estimator, Pipeline) else []
    first = next((place for place, (name, _) in enumerate(steps[:-1]) if name in tuned), len(steps) - 1)
    if first < 1:
        return estimator, train, validation
    before = clone(estimator[:first])
    return (
        Pipeline(steps[first:]),
        # not fit and then transform: what looks at targets encodes the rows it learns from in its own way
        train._replace(x=before.fit_transform(train.x, train.y)),
        validation._replace(x=before.transform(validation.x)),
    )


def _tried(estimator, parameters, schema, train, validation, prepared, losses):
    started = time.perf_counter()
    try:
        model = clone(estimator).set_params(**parameters)
        forest = QuickForest.of(model) if train.weight is None else None
        means = forest.means(train.x) if forest else ()
        if means not in losses or not forest:
            losses[means] = _loss(forest or model, schema, train, validation)
        score, message = losses[means], ""
    except Exception as error:
        score, message = None, _sentence(error)
    if score is not None and not math.isfinite(score):
        score, message = None, "its score is not a finite number"
    return Trial(plain(parameters), score, prepared + time.perf_counter() - started, message=message)


def _loss(model, schema, train, validation):
    """What networks are chosen by too; for groups, whose labels nobody looks at, the rows' own (un)likelihood."""
    fit_weighted(model, *train)
    x, y, weight = validation
    if schema.kind == "clustering":
        return -float(model.score(x))
    if schema.kind == "regression":
        return float(root_mean_squared_error(y, model.predict(x), sample_weight=weight))
    numbers = range(len(schema.classes))
    return float(log_loss(y, class_probabilities(model, len(numbers), x), sample_weight=weight, labels=numbers))


def _sentence(error):
    return f"{type(error).__name__}: {error}".strip().splitlines()[-1].strip()
