"""What a training of a trial, or a refit, means for a search: its score, or why it can't be used."""

from __future__ import annotations

import numpy as np

from dlfund import training
from dlfund.core.network_function import HyperParameters
from dlfund.core.outcome import HyperparameterValues, SearchError


def score_of(fitted: training.Fitted | Exception) -> tuple[float | None, str]:
    """A trial's validation loss, and a message where it has none."""
    if isinstance(fitted, Exception):
        return None, " ".join(f"{type(fitted).__name__}: {fitted}".split())[:300]
    if fitted.best_score is None or not np.isfinite(fitted.best_score):
        return None, "its validation loss is not a finite number"
    return fitted.best_score, ""


def usable(refitted: training.Fitted | Exception) -> training.Fitted:
    """The refit, if it can be scored and saved."""
    if isinstance(refitted, Exception):
        raise SearchError(f"The refit failed. {type(refitted).__name__}: {refitted}")
    if not all(np.isfinite(weight).all() for weight in refitted.weights):
        raise SearchError("The refit on all development rows ended in weights that are not finite numbers.")
    return refitted


def finite(history: dict[str, list[float]]) -> dict[str, list[float]]:
    """Curves up to the first epoch with a loss that is not a finite number: JSON has no NaN."""
    values = np.array(list(history.values()), dtype=float)
    bad = np.flatnonzero(~np.isfinite(values).all(axis=0))
    end = int(bad[0]) if len(bad) else None
    return {name: curve[:end] for name, curve in history.items()}


def visible(hyperparameters: HyperParameters) -> HyperparameterValues:
    """The hyperparameters that a network asked for, without the oracle's own entries."""
    return {name: value for name, value in hyperparameters.values.items() if not name.startswith("tuner/")}
