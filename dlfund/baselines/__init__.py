"""Contenders from scikit-learn: rules, linear models, trees. A network is compared with these."""

from dlfund.baselines.classic import (
    Baseline,
    gradient_boosting,
    logistic_regression,
    majority_class,
    random_forest,
    rule,
)

__all__ = [
    "Baseline",
    "gradient_boosting",
    "logistic_regression",
    "majority_class",
    "random_forest",
    "rule",
]
