"""Biases and factors are where the formula puts them: nothing near them is better."""

import numpy as np
import pandas as pd
import pytest
from made_data import ratings
from scipy.optimize import minimize
from sklearn.linear_model import Ridge
from sklearn.preprocessing import OneHotEncoder

from dlfund.baselines.damped_biases import DampedBiases
from dlfund.baselines.matrix_factorization import MatrixFactorization

NAMES = ("user", "item")
DATA = ratings()


def test_one_name_by_hand():
    table = pd.DataFrame({"user": ["ann", "ann", "bob"]})
    model = DampedBiases(("user",), damping=1.0).fit(table, [5.0, 4.0, 3.0])
    # the mean is 4; ann lies 1 and 0 above it, bob 1 below: 1 / (2 + 1) and −1 / (1 + 1)
    expected = [4 + 1 / 3, 4 - 1 / 2, 4]
    np.testing.assert_allclose(model.predict(pd.DataFrame({"user": ["ann", "bob", "new"]})), expected)


def test_biases_are_a_ridge_regression_on_one_hot_names():
    model = DampedBiases(NAMES, damping=3.0, sweeps=200).fit(DATA.x, DATA.y)
    encoder = OneHotEncoder().fit(DATA.x)
    ridge = Ridge(alpha=3.0, fit_intercept=False, solver="cholesky")
    ridge.fit(encoder.transform(DATA.x).toarray(), DATA.y - DATA.y.mean())

    np.testing.assert_allclose(np.concatenate(model.biases_), ridge.coef_, atol=1e-8)


def test_nothing_near_the_factors_is_better():
    model = MatrixFactorization(NAMES, rank=2, penalty=0.5, damping=0.7, sweeps=500, random_state=0)
    model.fit(DATA.x, DATA.y)
    user, item = (np.unique(DATA.x[name], return_inverse=True)[1] for name in NAMES)
    shapes = [side.shape for side in model.factors_]

    def objective(flat):
        users, items = flat[: np.prod(shapes[0])].reshape(shapes[0]), flat[np.prod(shapes[0]) :].reshape(shapes[1])
        products = (users[user, :-1] * items[item, :-1]).sum(axis=1)
        residuals = DATA.y - DATA.y.mean() - users[user, -1] - items[item, -1] - products
        penalty = sum(0.5 * (side[:, :-1] ** 2).sum() + 0.7 * (side[:, -1] ** 2).sum() for side in (users, items))
        return (residuals**2).sum() + penalty

    actual = np.concatenate([side.ravel() for side in model.factors_])
    better = minimize(objective, actual, method="L-BFGS-B").fun
    assert objective(actual) == pytest.approx(better, rel=1e-6)


def test_factors_find_what_biases_miss():
    residuals = [
        DATA.y - model.fit(DATA.x, DATA.y).predict(DATA.x)
        for model in (DampedBiases(NAMES), MatrixFactorization(NAMES, rank=1, penalty=0.1, damping=0.1, random_state=0))
    ]
    assert np.std(residuals[0]) > 0.5
    assert np.std(residuals[1]) < 0.15  # the noise is 0.1


def test_whoever_is_new_gets_what_is_known_of_the_other():
    model = MatrixFactorization(NAMES, random_state=0).fit(DATA.x, DATA.y)
    biases = DampedBiases(NAMES).fit(DATA.x, DATA.y)
    new = pd.DataFrame({"user": ["new", "new"], "item": ["3", "new"]})

    known = model.mean_ + model.factors_[1][3, -1]
    np.testing.assert_allclose(model.predict(new), [known, model.mean_])
    np.testing.assert_allclose(biases.predict(new), [biases.mean_ + biases.biases_[1][3], biases.mean_])


def test_the_same_seed_gives_the_same_factors():
    first, two = (MatrixFactorization(NAMES, random_state=4).fit(DATA.x, DATA.y).factors_ for _ in range(2))
    for side, again in zip(first, two, strict=True):
        np.testing.assert_array_equal(side, again)


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match=r"Expected the columns \['user', 'film'\]. Missing: \['film'\]"):
        DampedBiases(("user", "film")).fit(DATA.x, DATA.y)
