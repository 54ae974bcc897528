"""scikit-learn's own checks of an estimator, every one; what a network can't promise is listed with its reason."""

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from dlfund import NetworkClassifier, NetworkRegressor
from dlfund.training.estimators.expected_failures import EXPECTED_FAILURES

ONE = {"members": 1, "epochs": 60, "random_state": 0}
EVERY = [
    NetworkClassifier("ann", **ONE),
    NetworkRegressor("ann", **ONE),
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@parametrize_with_checks(EVERY, expected_failed_checks=lambda estimator: EXPECTED_FAILURES)
def test_scikit_learn_finds_nothing(estimator, check):
    check(estimator)
