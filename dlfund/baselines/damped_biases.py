"""Damped biases: how far each user and each item lies from the mean.

    rating = μ + b_user + b_item
    minimise  Σ (rating − μ − b_user − b_item)² + damping · (Σ b_user² + Σ b_item²)

Given the others, the best b of a user is a mean that is drawn towards 0: Σ residuals / (count + damping).
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from dlfund.baselines.levels import codes_of, levels_of


class DampedBiases(RegressorMixin, BaseEstimator):
    """One number per user and one per item; 0 for a user or an item that was not in the training rows.

    Args:
        columns: tuple of str. Columns of names, each of which gets biases.
        damping: float above 0. The number of ratings at the mean that are added to each name's own.
        sweeps: int. How often all columns are solved in turn.
    """

    def __init__(self, columns: tuple[str, ...], *, damping: float = 5.0, sweeps: int = 30) -> None:
        self.columns = columns
        self.damping = damping
        self.sweeps = sweeps

    def fit(self, X: Any, y: Any) -> Self:
        y = np.asarray(y, dtype=float)
        self.levels_ = levels_of(X, self.columns)
        codes = codes_of(X, self.columns, self.levels_)
        self.mean_ = float(y.mean())
        self.biases_ = [np.zeros(len(known)) for known in self.levels_]
        left = y - self.mean_  # what is not yet explained
        for _ in range(self.sweeps):
            for number, code in enumerate(codes):
                left += self.biases_[number][code]
                sums = np.bincount(code, left, minlength=len(self.biases_[number]))
                self.biases_[number] = sums / (np.bincount(code, minlength=len(sums)) + self.damping)
                left -= self.biases_[number][code]
        return self

    def predict(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        predictions = np.full(len(X), self.mean_)
        for code, biases in zip(codes_of(X, self.columns, self.levels_), self.biases_, strict=True):
            predictions += np.append(biases, 0.0)[code]  # −1, the unknown, reads the 0 at the end
        return predictions
