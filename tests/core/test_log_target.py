"""The logarithm of a target is learned, and what is predicted is the target."""

import numpy as np
import pytest

from dlfund.core.log_target import FUNCTIONS, is_skewed, log_for, logged, skewness


def test_the_logarithm_suits_the_lowest_target():
    assert [log_for(np.array(y)) for y in ([0.5, 2], [0, 2], [-0.1, 2])] == ["log", "log1p", ""]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_way_back_gives_the_target_again(name):
    y = np.array([0.01, 1.0, 1e6])
    np.testing.assert_allclose(FUNCTIONS[name][1](logged(y, name)), y)
    assert logged(y, "") is y


def test_prices_are_skewed_and_their_logarithms_are_not():
    normal = np.random.default_rng(0).normal(size=500)
    assert is_skewed(np.exp(normal))
    assert not is_skewed(normal)
    assert not is_skewed(np.exp(normal) - 5)  # some are below 0
    assert skewness(np.ones(3)) == 0
