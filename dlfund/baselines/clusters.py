"""Clustering: the number of groups is given, the groups are found without labels, and nothing is tuned with labels."""

from __future__ import annotations

from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import GROUPS, Baseline, check_kind, scaled
from dlfund.data import Schema

LEAST_VARIANCE = 1e-2  # of a scaled column: with much less, columns that hardly vary dominate the likelihood
LABELS = "baselines.logistic_regression() where the labels are known"


def k_means() -> Baseline:
    """K-means: each row belongs to the nearest of k centres, each centre is the mean of its rows."""

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("k_means", schema, GROUPS, LABELS)
        return scaled("k_means", schema, ("model", _k_means(schema, seed)))

    return Baseline(
        name="k_means",
        about="k centres, ten starts; nothing to tune",
        approach="machine learning",
        estimator=estimator,
    )


def pca_k_means(variance: float = 0.8) -> Baseline:
    """K-means on the few principal components that explain most of the variance."""
    if not 0 < variance < 1:
        raise ValueError(f"Expected variance to be a share between 0 and 1. Received: variance={variance!r}.")

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("pca_k_means", schema, GROUPS, LABELS)
        fewer = PCA(n_components=variance, svd_solver="full")
        return scaled("pca_k_means", schema, ("fewer", fewer), ("model", _k_means(schema, seed)))

    return Baseline(
        name="pca_k_means",
        about=f"k-means on the principal components that hold {variance:.0%} of the variance; nothing to tune",
        approach="machine learning",
        estimator=estimator,
    )


def gaussian_mixture() -> Baseline:
    """A mixture of k normal distributions, each with its own size, shape and direction."""

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("gaussian_mixture", schema, GROUPS, LABELS)
        model = GaussianMixture(
            len(schema.classes), n_init=3, max_iter=300, reg_covar=LEAST_VARIANCE, random_state=seed
        )
        return scaled("gaussian_mixture", schema, ("model", model))

    return Baseline(
        name="gaussian_mixture",
        about="k Gaussian clouds; tunes their shape by the likelihood of held-out rows, which needs no labels",
        approach="machine learning",
        estimator=estimator,
        space={"model__covariance_type": ["full", "tied", "diag", "spherical"]},
    )


def _k_means(schema: Schema, seed: int) -> KMeans:
    return KMeans(len(schema.classes), n_init=10, random_state=seed)
