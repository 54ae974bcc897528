"""How many rounds of boosting: those with the lowest loss on validation rows, by which a network's epoch is chosen too.

A trial grows all of its rounds once; what the first tenth of them predicts, the first two tenths, … is read from the
grown trees. So the choice costs predictions, and no further fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.pipeline import Pipeline

from dlfund.baselines.boosted_trees import BoostedTrees
from dlfund.baselines.class_probabilities import class_probabilities, in_columns
from dlfund.core.outcome import HyperparameterValues

PARTS = 10  # numbers of rounds that are compared
OF_SKLEARN = (HistGradientBoostingClassifier, HistGradientBoostingRegressor)


def predictions_by_rounds(model: Any, x: Any, classes: int) -> Iterator[tuple[int | None, np.ndarray]]:
    """Numbers of rounds, and what a fitted model predicts by them alone; of other models None and all they predict.

    Args:
        classes: int. The task's classes, each of which gets a column; 0 for numbers.
    """
    last = model[-1] if isinstance(model, Pipeline) else model
    boosted = last.regressor_ if isinstance(last, TransformedTargetRegressor) else last
    if not isinstance(boosted, (*OF_SKLEARN, BoostedTrees)):
        yield None, class_probabilities(model, classes, x) if classes else model.predict(x)
        return
    inputs = model[:-1].transform(x) if isinstance(model, Pipeline) and len(model) > 1 else x
    for rounds, predictions in _by_rounds(boosted, inputs):
        if classes:
            yield rounds, in_columns(predictions, boosted.classes_, classes)
        else:
            yield rounds, predictions if boosted is last else last.inverse_func(predictions)


def with_rounds(estimator: Any, drawn: HyperparameterValues, rounds: int | None) -> HyperparameterValues:
    """The hyperparameters of a trial with the number of rounds that was chosen in it; as drawn for other models."""
    last = estimator[-1] if isinstance(estimator, Pipeline) else estimator
    boosted = last.regressor if isinstance(last, TransformedTargetRegressor) else last
    name = "max_iter" if isinstance(boosted, OF_SKLEARN) else getattr(boosted, "of_rounds", "")
    if rounds is None or not name:
        return drawn
    return {full: rounds if full.rsplit("__", 1)[-1] == name else value for full, value in drawn.items()}


def _by_rounds(boosted: Any, x: Any) -> Iterable[tuple[int, np.ndarray]]:
    classes = hasattr(boosted, "classes_")
    if isinstance(boosted, BoostedTrees):
        for rounds in _places(boosted.grown_rounds):
            early = copy(boosted)
            early.live, early.first_rounds = boosted.live, rounds
            yield rounds, early.predict_proba(x) if classes else early.predict(x)
        return
    places = _places(boosted.n_iter_)
    staged = boosted.staged_predict_proba(x) if classes else boosted.staged_predict(x)
    yield from ((rounds, predictions) for rounds, predictions in enumerate(staged, start=1) if rounds in places)


def _places(most: int) -> list[int]:
    return sorted({max(1, round(most * part / PARTS)) for part in range(1, PARTS + 1)})
