"""Groups without labels. How many is given; which row belongs to which is found, and nothing is tuned by labels."""

from __future__ import annotations

from scipy.stats import loguniform
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

from dlfund.baselines.baseline import Baseline, check_kind, scaled

LABELS = "baselines.logistic_regression() where the labels are known"


def k_means() -> Baseline:
    """Each row to the nearest of k means, each mean to the middle of its rows."""

    def estimator(schema, seed):
        check_kind("k_means", schema, ("clustering",), LABELS)
        return scaled("k_means", schema, ("model", _k_means(schema, seed)))

    return Baseline(
        name="k_means",
        about="k centres, ten starts; nothing to tune",
        rung="machine learning",
        estimator=estimator,
    )


def pca_k_means(variance: float = 0.8) -> Baseline:
    """K-means in the few directions that hold most of the variance."""
    if not 0 < variance < 1:
        raise ValueError(f"Expected variance to be a share between 0 and 1. Received: variance={variance!r}.")

    def estimator(schema, seed):
        check_kind("pca_k_means", schema, ("clustering",), LABELS)
        fewer = PCA(n_components=variance, svd_solver="full")
        return scaled("pca_k_means", schema, ("fewer", fewer), ("model", _k_means(schema, seed)))

    return Baseline(
        name="pca_k_means",
        about=f"k-means on the principal components that hold {variance:.0%} of the variance; nothing to tune",
        rung="machine learning",
        estimator=estimator,
    )


def gaussian_mixture() -> Baseline:
    """K bell-shaped clouds, each with its own size, shape and direction."""

    def estimator(schema, seed):
        check_kind("gaussian_mixture", schema, ("clustering",), LABELS)
        model = GaussianMixture(len(schema.classes), n_init=3, max_iter=300, random_state=seed)
        return scaled("gaussian_mixture", schema, ("model", model))

    return Baseline(
        name="gaussian_mixture",
        about="k Gaussian clouds; tunes their shape by the likelihood of held-out rows, which needs no labels",
        rung="machine learning",
        estimator=estimator,
        space={
            "model__covariance_type": ["full", "tied", "diag", "spherical"],
            # less than a thousandth of a column's variance, and the likelihood rewards columns that hardly vary
            "model__reg_covar": loguniform(1e-3, 3e-2),
        },
    )


def _k_means(schema, seed):
    return KMeans(len(schema.classes), n_init=10, random_state=seed)
