"""Weighted sums, fitted to the optimum: the linear models to beat."""

from __future__ import annotations

from scipy.stats import loguniform
from sklearn.linear_model import LogisticRegression, Ridge

from dlfund.baselines.baseline import CLASSES, Baseline, check_kind, scaled


def logistic_regression() -> Baseline:
    """A weighted sum and a sigmoid, or one sum a class and a softmax, fitted to the optimum."""

    def estimator(schema, seed):
        check_kind("logistic_regression", schema, CLASSES, "baselines.ridge() for numbers")
        return scaled("logistic_regression", schema, ("model", LogisticRegression(max_iter=1000)))

    return Baseline(
        name="logistic_regression",
        about="weighted sum and sigmoid, solved exactly; tunes the penalty",
        rung="machine learning",
        estimator=estimator,
        space={"model__C": loguniform(1e-4, 1e3)},
    )


def ridge() -> Baseline:
    """A weighted sum with small weights, fitted in closed form."""

    def estimator(schema, seed):
        check_kind("ridge", schema, ("regression",), "baselines.logistic_regression() for classes")
        return scaled("ridge", schema, ("model", Ridge()))

    return Baseline(
        name="ridge",
        about="weighted sum, solved exactly; tunes the penalty",
        rung="machine learning",
        estimator=estimator,
        space={"model__alpha": loguniform(1e-3, 1e4)},
    )
