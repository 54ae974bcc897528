"""Features that a person thought of: a few numbers a row, computed before the model sees it.

They come from a small registry of transformers instead of any function, so that a saved model needs no code of a
user's to be read.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, check_kind
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

    def estimator(schema, seed):
        return Pipeline([("features", make()), *baseline.estimator(_seen(schema), seed).steps])

    def space(schema):
        return baseline.space_for(_seen(schema))

    def _seen(schema: Schema) -> Schema:
        """What the baseline is told of the data: the features are its columns."""
        check_kind("with_features", schema, ("binary", "multiclass", "regression"), "the baseline without features")
        if not schema.shape:
            raise ValueError(
                "Expected sequences, a schema with a shape, for baselines.with_features(): from one step to the next "
                f"means nothing in a table. Received: {schema.name!r}, a table. Use the baseline without features."
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
    """Numbers computed from each row alone; there is nothing to fit."""

    names: tuple[str, ...] = ()
    about = ""

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def transform(self, X):
        return pd.DataFrame(self.computed(np.asarray(X, dtype=float)), columns=list(self.names), index=X.index)


class Switches(RowFeatures):
    """How often neighbouring values differ in sign, and how long the same sign lasts."""

    names = ("switches", "longest_run")
    about = "how often the sign changes from one step to the next, and the longest stretch without a change"

    def computed(self, values):
        changes = np.diff(np.sign(values), axis=1) != 0  # (rows, steps − 1)
        run, longest = np.ones(len(values)), np.ones(len(values))
        for change in changes.T:
            run = np.where(change, 1, run + 1)
            longest = np.maximum(longest, run)
        return np.column_stack([changes.sum(axis=1), longest])


class Summary(RowFeatures):
    """Where the values lie, how far apart, and how rough their way is."""

    names = ("mean", "deviation", "lowest", "highest", "mean_step")
    about = "mean, deviation, lowest, highest, and the mean step from one value to the next"

    def computed(self, values):
        steps = np.abs(np.diff(values, axis=1)).mean(axis=1) if values.shape[1] > 1 else np.zeros(len(values))
        parts = [values.mean(axis=1), values.std(axis=1), values.min(axis=1), values.max(axis=1), steps]
        return np.column_stack(parts)


FEATURES = {"switches": Switches, "summary": Summary}
