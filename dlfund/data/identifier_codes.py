"""Identifiers such as users, films or towns for a network: numbers from 1 on; 0 if not in the training rows."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import OrdinalEncoder
from sklearn.utils.validation import check_is_fitted


class IdentifierCodes(TransformerMixin, BaseEstimator):
    """One column of codes for each column of identifiers."""

    def fit(self, X: Any, y: Any = None) -> Self:
        encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        self.encoder_ = encoder.fit(np.asarray(X, dtype=object))
        return self

    def transform(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        return (self.encoder_.transform(np.asarray(X, dtype=object)) + 1).astype("int32")
