"""Quantiles to a normal distribution, learned with a little noise.

    y = Φ⁻¹(share of the fitted rows below x)

Where many rows have the same value, the share jumps; the noise, a hundred-thousandth of a column's deviation, is there
in fitting only and spreads such rows, so that the middle of a heap comes out and not its edge.

Reference: Gorishniy et al., 2021, Revisiting Deep Learning Models for Tabular Data (arXiv:2106.11959).
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.preprocessing import QuantileTransformer
from sklearn.utils.validation import check_is_fitted, validate_data

NOISE = 1e-5  # in deviations of the column
ROWS_A_QUANTILE = 30


class NoisyQuantiles(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Every column to a normal distribution; an empty cell stays empty, and a column that is all empty is.

    Args:
        random_state: int. Of the noise.
    """

    def __init__(self, random_state: int = 0) -> None:
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan").copy()
        X[:, np.isnan(X).all(axis=0)] = 0.0  # quantiles of nothing
        deviation = np.nanstd(X, axis=0)
        X += np.random.default_rng(self.random_state).normal(size=X.shape) * NOISE * np.where(deviation, deviation, 1.0)
        amount = min(len(X), max(10, min(len(X) // ROWS_A_QUANTILE, 1000)))
        normal = QuantileTransformer(
            n_quantiles=amount, output_distribution="normal", subsample=None, random_state=self.random_state
        )
        self.quantiles_ = normal.fit(X)
        return self

    def transform(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        return np.asarray(self.quantiles_.transform(X))
