"""Networks as scikit-learn estimators: tables in, predictions out, in pipelines, searches and cross-validation."""

from dlfund.training.estimators.network_classifier import NetworkClassifier
from dlfund.training.estimators.network_regressor import NetworkRegressor

__all__ = ["NetworkClassifier", "NetworkRegressor"]
