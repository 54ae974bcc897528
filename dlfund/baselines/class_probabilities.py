"""A probability for every class of the task, also for one that is missing among the training rows."""

from __future__ import annotations

from typing import Any

import numpy as np


def class_probabilities(estimator: Any, classes: int, x: Any) -> np.ndarray:
    """One column per class: shape (rows, classes). A class that was not among the training rows has probability 0."""
    probabilities = np.zeros((len(x), classes))
    probabilities[:, np.asarray(estimator.classes_, dtype=int)] = estimator.predict_proba(x)
    return probabilities
