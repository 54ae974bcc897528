"""A probability for every class of the task, also for one that is missing among the training rows."""

from __future__ import annotations

from typing import Any

import numpy as np


def class_probabilities(estimator: Any, classes: int, x: Any) -> np.ndarray:
    """One column per class: shape (rows, classes). A class that was not among the training rows has probability 0."""
    return in_columns(estimator.predict_proba(x), estimator.classes_, classes)


def in_columns(known: np.ndarray, names: Any, classes: int) -> np.ndarray:
    """Probabilities of the classes among the training rows in the columns of all classes."""
    probabilities = np.zeros((len(known), classes))
    probabilities[:, np.asarray(names, dtype=int)] = known
    return probabilities
