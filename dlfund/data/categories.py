"""Text cells as pandas categories, for trees that know what a category is: levels are never put in an order."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import _check_feature_names, check_is_fitted


class Categories(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """The levels of the fitted rows, whatever rows come later: an unseen one is empty.

    Example:
        >>> table = pd.DataFrame({"town": ["Ulm", "Rom"]})
        >>> Categories().fit(table).transform(pd.DataFrame({"town": ["Rom", "Oslo"]}))["town"].tolist()
        ['Rom', nan]
    """

    def fit(self, X: pd.DataFrame, y: Any = None) -> Self:
        _check_feature_names(self, X, reset=True)
        self.n_features_in_ = X.shape[1]
        self.levels_ = [np.unique(X[name].dropna().to_numpy(dtype=str)).astype(object) for name in X.columns]
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        check_is_fitted(self)
        known = {
            name: pd.Categorical.from_codes(pd.Index(levels).get_indexer(X[name].to_numpy(dtype=object)), levels)
            for name, levels in zip(X.columns, self.levels_, strict=True)
        }
        return pd.DataFrame(known, index=X.index)
