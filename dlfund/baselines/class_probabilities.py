"""A probability for every class that there is, also for one that the estimator never saw."""

from __future__ import annotations

import numpy as np


def class_probabilities(estimator, classes, x):
    """A column a class, also for a class that was not among the rows that the estimator learned from."""
    probabilities = np.zeros((len(x), classes))
    probabilities[:, np.asarray(estimator.classes_, dtype=int)] = estimator.predict_proba(x)
    return probabilities
