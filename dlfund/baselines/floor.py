"""The floor: contenders that learn next to nothing. Whoever does not beat them has learned nothing."""

from __future__ import annotations

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.utils.validation import check_is_fitted

from dlfund.baselines.baseline import CLASSES, Baseline, check_kind
from dlfund.baselines.rule import RuleClassifier


def majority_class() -> Baseline:
    """The share of each class, whatever the row says."""

    def estimator(schema, seed):
        check_kind("majority_class", schema, CLASSES, "baselines.mean_value() for numbers")
        return DummyClassifier(strategy="prior")

    return Baseline(
        name="majority_class",
        about="the most frequent class, whatever the row says",
        rung="rule",
        estimator=estimator,
    )


def mean_value() -> Baseline:
    """The mean of all targets, whatever the row says."""

    def estimator(schema, seed):
        check_kind("mean_value", schema, ("regression",), "baselines.majority_class() for classes")
        return DummyRegressor(strategy="mean")

    return Baseline(
        name="mean_value",
        about="the mean of the training rows' targets, whatever the row says",
        rung="rule",
        estimator=estimator,
    )


def rule(expression: str) -> Baseline:
    """A hand-written rule: artificial intelligence without learning."""

    def estimator(schema, seed):
        check_kind("rule", schema, ("binary",), "baselines.majority_class(): a rule says yes or no, so two classes")
        return RuleClassifier(expression)

    return Baseline(
        name="rule",
        about=f"written by hand: {expression}",
        rung="rule",
        estimator=estimator,
        probabilistic=False,
    )


def seasonal_naive(column: str) -> Baseline:
    """What one column says, such as the value of the same hour yesterday."""

    def estimator(schema, seed):
        check_kind("seasonal_naive", schema, ("regression",), "baselines.majority_class() for classes")
        return ColumnValue(column)

    return Baseline(
        name="seasonal_naive",
        about=f"the value in column {column}, unchanged",
        rung="rule",
        estimator=estimator,
    )


class ColumnValue(RegressorMixin, BaseEstimator):
    """Predicts the value of one column. Learns nothing; `fit` only looks whether the column is there."""

    def __init__(self, column):
        self.column = column

    def fit(self, X, y=None):
        self._values(X)
        self.fitted_ = True
        return self

    def predict(self, X):
        check_is_fitted(self)
        return self._values(X)

    def _values(self, table):
        if self.column not in table.columns:
            raise ValueError(
                f"Expected a column of the table to predict by. Received: column={self.column!r}; "
                f"the table has {list(map(str, table.columns))}."
            )
        try:
            return np.asarray(table[self.column], dtype=float)
        except ValueError as error:
            raise ValueError(f"Expected column {self.column!r} to hold numbers. Received: {error}.") from None
