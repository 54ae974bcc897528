"""Robust scaling with a smooth clip: every output lies between −3 and 3.

    x' = f (x − median)        f = 1 / (q75 − q25), or 2 / (max − min) if the quartiles are equal, or 0 for a constant
    y  = x' / sqrt(1 + (x' / 3)²)

The middle of the data is scaled linearly; the tails are compressed instead of being cut off.

Reference: Holzmüller et al., 2024, Better by Default (arXiv:2407.04491).
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

FARTHEST = 3.0
LARGE = 1e30  # within the range of float32


class RobustClip(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Scales every column by its median and its quartiles, in float32.

    Example:
        >>> RobustClip().fit_transform([[0.0], [1.0], [2.0], [3.0], [4.0]]).ravel().round(2)
        array([-0.95, -0.49,  0.  ,  0.49,  0.95], dtype=float32)
    """

    def fit(self, X: Any, y: Any = None) -> Self:
        X = validate_data(self, X, dtype=(np.float64, np.float32))
        # column by column, since np.percentile copies its input
        percentiles = [np.percentile(column, [0, 25, 50, 75, 100]) for column in X.T]
        lowest, low, self.center_, high, highest = np.reshape(percentiles, (-1, 5)).T
        spread = np.where(high > low, high - low, (highest - lowest) / 2)
        self.scale_ = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
        return self

    def transform(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        X = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        with np.errstate(over="ignore"):
            scaled = np.clip((X - self.center_) * self.scale_, -LARGE, LARGE)
        scaled = scaled.astype(np.float32)  # only after scaling: a time in seconds has more digits than float32
        return scaled / np.hypot(1, scaled / FARTHEST)
