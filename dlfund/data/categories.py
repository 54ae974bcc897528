"""Text cells as pandas categories, for trees that split categories without an order of their levels."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class Categories(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Categories with the levels of the fitted rows; in later rows an unseen level becomes empty.

    Example:
        >>> table = pd.DataFrame({"town": ["Ulm", "Rom"]})
        >>> Categories().fit(table).transform(pd.DataFrame({"town": ["Rom", "Oslo"]}))["town"].tolist()
        ['Rom', nan]
    """

    def fit(self, X: pd.DataFrame, y: Any = None) -> Self:
        validate_data(self, X, skip_check_array=True)  # keeps the columns' names and number
        self.levels_ = [np.unique(X[name].dropna().to_numpy(dtype=str)).astype(object) for name in X.columns]
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        check_is_fitted(self)
        known = {
            name: pd.Categorical.from_codes(pd.Index(levels).get_indexer(X[name].to_numpy(dtype=object)), levels)
            for name, levels in zip(X.columns, self.levels_, strict=True)
        }
        return pd.DataFrame(known, index=X.index)
