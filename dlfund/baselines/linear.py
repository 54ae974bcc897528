"""Weighted sums, fitted to the optimum: linear models."""

from __future__ import annotations

from scipy.stats import loguniform
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import CLASSES, NUMBERS, Baseline, check_kind, scaled
from dlfund.data import Schema


def logistic_regression() -> Baseline:
    """A weighted sum and a sigmoid, or one sum per class and a softmax, fitted to the optimum."""

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("logistic_regression", schema, CLASSES, "baselines.ridge() for numbers")
        return scaled("logistic_regression", schema, ("model", LogisticRegression(max_iter=1000)))

    return Baseline(
        name="logistic_regression",
        about="weighted sum and sigmoid, solved exactly; tunes the penalty",
        approach="machine learning",
        estimator=estimator,
        space={"model__C": loguniform(1e-4, 1e3)},
    )


def ridge() -> Baseline:
    """A weighted sum with small weights, fitted in closed form."""

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("ridge", schema, NUMBERS, "baselines.logistic_regression() for classes")
        return scaled("ridge", schema, ("model", Ridge()))

    return Baseline(
        name="ridge",
        about="weighted sum, solved exactly; tunes the penalty",
        approach="machine learning",
        estimator=estimator,
        space={"model__alpha": loguniform(1e-3, 1e4)},
    )
