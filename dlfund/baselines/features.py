"""Features made by hand: a few numbers per row, computed before the model is fitted.

They come from a small registry of transformers, not from arbitrary functions, so that a saved model can be read
without a user's code.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, Space, check_kind
from dlfund.core.task_kind import LABELLED
from dlfund.data import Column, Schema


def with_features(baseline: Baseline, features: str) -> Baseline:
    """The same baseline, on features made by hand instead of the raw columns.

    Args:
        baseline: Baseline on columns of numbers.
        features: str. `"switches"` or `"summary"`.

    Example:
        >>> from dlfund import baselines
        >>> baselines.with_features(baselines.logistic_regression(), "switches").name
        'logistic_regression_on_switches'
    """
    if features not in FEATURES:
        raise ValueError(f"Expected features to be one of {', '.join(FEATURES)}. Received: features={features!r}.")
    make = FEATURES[features]

    def estimator(schema: Schema, seed: int) -> Pipeline:
        return Pipeline([("features", make()), *baseline.estimator(_with_features(schema), seed).steps])

    def space(schema: Schema) -> Space:
        return baseline.space_for(_with_features(schema))

    def _with_features(schema: Schema) -> Schema:
        """The schema as the baseline gets it: the features are its columns."""
        check_kind("with_features", schema, LABELLED, "the baseline without features")
        if not schema.shape:
            raise ValueError(
                "Expected sequences, a schema with a shape, for baselines.with_features(): the columns of a table have "
                f"no order. Received: {schema.name!r}, a table. Use the baseline without features."
            )
        return replace(schema, columns=tuple(map(Column, make.names)), shape=())

    return replace(
        baseline,
        name=f"{baseline.name}_on_{features}",
        about=f"on features made by hand ({make.about}): {baseline.about}",
        estimator=estimator,
        space=space,
    )


class RowFeatures(TransformerMixin, BaseEstimator):
    """Numbers computed from each row alone; nothing is fitted."""

    names: tuple[str, ...] = ()
    about = ""

    def fit(self, X: Any, y: Any = None) -> Self:
        self.fitted_ = True
        return self

    def transform(self, X: Any) -> pd.DataFrame:
        return pd.DataFrame(self.computed(np.asarray(X, dtype=float)), columns=list(self.names), index=X.index)


class Switches(RowFeatures):
    """How often neighbouring values differ in sign, and how long the same sign lasts."""

    names = ("switches", "longest_run")
    about = "how often the sign changes from one step to the next, and the longest stretch without a change"

    def computed(self, values: np.ndarray) -> np.ndarray:
        changes = np.diff(np.sign(values), axis=1) != 0  # (rows, steps − 1)
        run, longest = np.ones(len(values)), np.ones(len(values))
        for change in changes.T:
            run = np.where(change, 1, run + 1)
            longest = np.maximum(longest, run)
        return np.column_stack([changes.sum(axis=1), longest])


class Summary(RowFeatures):
    """The mean, the spread and the range of the values, and the mean size of their steps."""

    names = ("mean", "deviation", "lowest", "highest", "mean_step")
    about = "mean, deviation, lowest, highest, and the mean step from one value to the next"

    def computed(self, values: np.ndarray) -> np.ndarray:
        steps = np.abs(np.diff(values, axis=1)).mean(axis=1) if values.shape[1] > 1 else np.zeros(len(values))
        parts = [values.mean(axis=1), values.std(axis=1), values.min(axis=1), values.max(axis=1), steps]
        return np.column_stack(parts)


FEATURES = {"switches": Switches, "summary": Summary}
