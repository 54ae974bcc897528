"""Quantile transformation to a normal distribution, fitted with a little noise.

    y = Φ⁻¹(share of the fitted rows below x)

If many rows have the same value, the share jumps. Noise of 1e-5 of a column's standard deviation, added in fitting
only, spreads such rows, so that their value is mapped to the middle of the jump and not to its edge.

Reference: Gorishniy et al., 2021, Revisiting Deep Learning Models for Tabular Data (arXiv:2106.11959).
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.preprocessing import QuantileTransformer
from sklearn.utils.validation import check_is_fitted, validate_data

NOISE = 1e-5  # in standard deviations of the column
ROWS_A_QUANTILE = 30


class NoisyQuantiles(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Transforms every column to a normal distribution; empty cells stay empty.

    Args:
        random_state: int. Seed of the noise.
    """

    def __init__(self, random_state: int = 0) -> None:
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan").copy()
        X[:, np.isnan(X).all(axis=0)] = 0.0  # an entirely empty column has no quantiles
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
