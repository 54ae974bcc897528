"""Images and sequences for a network: scaled with one mean and deviation per channel, and in their shape.

y = (x − mean_c) / deviation_c        over all pixels or steps of channel c
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted


class SharedScaling(TransformerMixin, BaseEstimator):
    """Flat rows in, arrays of `shape` out; all pixels of a channel are scaled alike, which keeps the image's look."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape

    def fit(self, X: Any, y: Any = None) -> Self:
        rows = self._shaped(X)
        axes = tuple(range(rows.ndim - 1))
        deviation = rows.std(axis=axes)
        self.mean_, self.scale_ = rows.mean(axis=axes), np.where(deviation > 0, deviation, 1.0)
        return self

    def transform(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        return ((self._shaped(X) - self.mean_) / self.scale_).astype("float32")

    def _shaped(self, X: Any) -> np.ndarray:
        return np.asarray(X, dtype=float).reshape(-1, *self.shape)
