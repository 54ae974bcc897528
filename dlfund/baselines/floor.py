"""Simple baselines that learn almost nothing. A contender that is not better than these has learned nothing."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.utils.validation import check_is_fitted

from dlfund.baselines.baseline import CLASSES, NUMBERS, TWO_CLASSES, Baseline, check_kind
from dlfund.baselines.rule import RuleClassifier
from dlfund.data import Schema


def majority_class() -> Baseline:
    """The share of each class, whatever the row."""

    def estimator(schema: Schema, seed: int) -> Any:
        check_kind("majority_class", schema, CLASSES, "baselines.mean_value() for numbers")
        return DummyClassifier(strategy="prior")

    return Baseline(
        name="majority_class",
        about="the most frequent class, whatever the row",
        approach="rule",
        estimator=estimator,
    )


def mean_value() -> Baseline:
    """The mean of all targets, whatever the row."""

    def estimator(schema: Schema, seed: int) -> Any:
        check_kind("mean_value", schema, NUMBERS, "baselines.majority_class() for classes")
        return DummyRegressor(strategy="mean")

    return Baseline(
        name="mean_value",
        about="the mean of the training rows' targets, whatever the row",
        approach="rule",
        estimator=estimator,
    )


def rule(expression: str) -> Baseline:
    """A hand-written rule: artificial intelligence without learning."""

    def estimator(schema: Schema, seed: int) -> Any:
        check_kind("rule", schema, TWO_CLASSES, "baselines.majority_class(): a rule holds or not, so two classes")
        return RuleClassifier(expression)

    return Baseline(
        name="rule",
        about=f"written by hand: {expression}",
        approach="rule",
        estimator=estimator,
        probabilistic=False,
    )


def seasonal_naive(column: str) -> Baseline:
    """The value of one column, such as the value of the same hour yesterday."""

    def estimator(schema: Schema, seed: int) -> Any:
        check_kind("seasonal_naive", schema, NUMBERS, "baselines.majority_class() for classes")
        return ColumnValue(column)

    return Baseline(
        name="seasonal_naive",
        about=f"the value in column {column}, unchanged",
        approach="rule",
        estimator=estimator,
    )


class ColumnValue(RegressorMixin, BaseEstimator):
    """Predicts the value of one column. Learns nothing; `fit` only checks that the column exists."""

    def __init__(self, column: str) -> None:
        self.column = column

    def fit(self, X: Any, y: Any = None) -> Self:
        self._values(X)
        self.fitted_ = True
        return self

    def predict(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        return self._values(X)

    def _values(self, table: pd.DataFrame) -> np.ndarray:
        if self.column not in table.columns:
            raise ValueError(
                f"Expected a column of the table to predict with. Received: column={self.column!r}; "
                f"the table has {list(map(str, table.columns))}."
            )
        try:
            return np.asarray(table[self.column], dtype=float)
        except ValueError as error:
            raise ValueError(f"Expected column {self.column!r} to hold numbers. Received: {error}.") from None
