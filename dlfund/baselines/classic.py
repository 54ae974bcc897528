"""The contenders that a network has to beat, each with the search space that gets the best from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scipy.stats import loguniform, randint, uniform
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from dlfund.baselines.rule import RuleClassifier
from dlfund.data import encode


@dataclass(frozen=True)
class Baseline:
    """A scikit-learn contender.

    Args:
        name: str. As in the result.
        about: str. One line for the page.
        rung: str. Where it stands on the ladder: `"rule"` or `"machine learning"`.
        estimator: function (schema, seed) -> an unfitted estimator that takes the raw table.
        space: dict. Parameter name to distribution, for RandomizedSearchCV; empty means nothing to tune.
        probabilistic: bool. Whether its probabilities mean something; a rule's 0 and 1 do not.
    """

    name: str
    about: str
    rung: str
    estimator: Callable[..., Any]
    space: dict[str, Any] = field(default_factory=dict)
    probabilistic: bool = True


def majority_class() -> Baseline:
    """The floor: the share of each class, whatever the row says."""
    return Baseline(
        name="majority_class",
        about="the most frequent class, whatever the row says",
        rung="rule",
        estimator=lambda schema, seed: DummyClassifier(strategy="prior"),
    )


def rule(expression: str) -> Baseline:
    """A hand-written rule: artificial intelligence without learning."""
    return Baseline(
        name="rule",
        about=f"written by hand: {expression}",
        rung="rule",
        estimator=lambda schema, seed: RuleClassifier(expression),
        probabilistic=False,
    )


def logistic_regression() -> Baseline:
    """A weighted sum and a sigmoid, fitted to the optimum: the linear model to beat."""
    return Baseline(
        name="logistic_regression",
        about="weighted sum and sigmoid, solved exactly; tunes the penalty",
        rung="machine learning",
        estimator=lambda schema, seed: make_pipeline(encode.scaled(schema), LogisticRegression(max_iter=1000)),
        space={"logisticregression__C": loguniform(1e-3, 1e3)},
    )


def random_forest() -> Baseline:
    """Many deep trees on resampled rows, averaged."""
    return Baseline(
        name="random_forest",
        about="100 trees on resampled rows; tunes leaf size, depth and columns per split",
        rung="machine learning",
        estimator=lambda schema, seed: make_pipeline(
            encode.plain(schema), RandomForestClassifier(n_estimators=100, random_state=seed)
        ),
        space={
            "randomforestclassifier__min_samples_leaf": randint(1, 30),
            "randomforestclassifier__max_depth": [3, 5, 8, None],
            "randomforestclassifier__max_features": uniform(0.3, 0.7),
        },
    )


def gradient_boosting() -> Baseline:
    """Small trees, each mending what the sum before it got wrong."""
    prefix = "histgradientboostingclassifier__"
    return Baseline(
        name="gradient_boosting",
        about="small trees added one by one; tunes rate, rounds, leaves and penalty",
        rung="machine learning",
        estimator=lambda schema, seed: make_pipeline(
            encode.plain(schema), HistGradientBoostingClassifier(early_stopping=False, random_state=seed)
        ),
        space={
            f"{prefix}learning_rate": loguniform(0.01, 0.3),
            f"{prefix}max_iter": randint(20, 200),
            f"{prefix}max_leaf_nodes": randint(2, 16),
            f"{prefix}min_samples_leaf": randint(5, 50),
            f"{prefix}l2_regularization": loguniform(1e-3, 10),
        },
    )
