"""Contenders from scikit-learn, from a rule to boosted trees. A network is compared with these.

Each is a function that returns a `Baseline`; the same one serves classes and numbers, as the data asks.
"""

from dlfund.baselines.baseline import Baseline
from dlfund.baselines.boosting import catboost, lightgbm, xgboost
from dlfund.baselines.clusters import gaussian_mixture, k_means, pca_k_means
from dlfund.baselines.features import with_features
from dlfund.baselines.floor import majority_class, mean_value, rule, seasonal_naive
from dlfund.baselines.linear import logistic_regression, ridge
from dlfund.baselines.n_gram import n_gram
from dlfund.baselines.neighbors import nearest_neighbors
from dlfund.baselines.ratings import biases, factorization
from dlfund.baselines.support_vectors import support_vectors
from dlfund.baselines.text import tfidf_logistic
from dlfund.baselines.trees import extra_trees, gradient_boosting, random_forest

__all__ = [
    "Baseline",
    "biases",
    "catboost",
    "extra_trees",
    "factorization",
    "gaussian_mixture",
    "gradient_boosting",
    "k_means",
    "lightgbm",
    "logistic_regression",
    "majority_class",
    "mean_value",
    "n_gram",
    "nearest_neighbors",
    "pca_k_means",
    "random_forest",
    "ridge",
    "rule",
    "seasonal_naive",
    "support_vectors",
    "tfidf_logistic",
    "with_features",
    "xgboost",
]
