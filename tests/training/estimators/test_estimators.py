"""Networks as scikit-learn estimators: tables in, labels and numbers out, the same again for the same seed."""

import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris, make_friedman1
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from dlfund import NetworkClassifier, NetworkRegressor

SMALL = {"members": 1, "epochs": 40, "random_state": 0}


def customers(rows=200, seed=0):
    """A column of every kind, some cells empty; who visited often and is no child says yes."""
    generator = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "visits": generator.normal(size=rows),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(generator.integers(0, 300, rows), "D"),
            "town": generator.choice(["Ulm", "Rom", "Oslo"], rows),
            "grade": pd.Categorical(generator.choice(["a", "b"], rows)),
            "child": generator.random(rows) < 0.3,
            "count": pd.array(generator.integers(0, 9, rows), dtype="Int64"),
        }
    )
    answer = np.where((table["visits"] > 0) & ~table["child"], "yes", "no")
    table.loc[::7, "visits"] = np.nan
    table.loc[::11, "town"] = None
    table.loc[::13, "count"] = pd.NA
    table.loc[::17, "day"] = pd.NaT
    return table, answer


@pytest.fixture(scope="module")
def fitted():
    table, answer = customers()
    return NetworkClassifier("ann", members=2, epochs=60, random_state=0).fit(table, answer)


def test_a_frame_of_every_kind_is_learned(fitted):
    table, answer = customers(seed=1)
    assert fitted.classes_.tolist() == ["no", "yes"]
    assert fitted.feature_names_in_.tolist() == list(table)
    assert fitted.n_features_in_ == 6
    assert fitted.score(table, answer) > 0.8  # visits are empty in a seventh of the rows
    probabilities = fitted.predict_proba(table)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


def test_an_unseen_town_and_a_wholly_empty_row_get_an_answer(fitted):
    table, _ = customers(3)
    table["town"] = "Lima"
    table["child"] = table["child"].astype(object)
    table.loc[0] = [np.nan, pd.NaT, None, None, None, pd.NA]
    with pytest.warns(UserWarning, match=r"Column 'town': 2 of 2 cells \(100 %\) hold texts that no training row had"):
        assert np.isfinite(fitted.predict_proba(table)).all()
    assert np.isfinite(fitted.predict_proba(table.iloc[:1])).all()
    with pytest.raises(
        ValueError, match=r"Expected column 'visits' to be numeric.*Received: categorical, such as 'often'"
    ):
        fitted.predict(table.assign(visits="often"))


def test_a_rows_answer_does_not_depend_on_its_company(fitted):
    table, _ = customers(seed=2)
    np.testing.assert_array_equal(fitted.predict_proba(table)[5:9], fitted.predict_proba(table.iloc[5:9]))


def test_pickled_and_read_it_answers_the_same_and_holds_no_model(fitted):
    table, _ = customers(seed=2)
    fitted.predict(table)
    texts = pickle.dumps(fitted)
    assert b"keras.src" not in texts
    np.testing.assert_array_equal(pickle.loads(texts).predict_proba(table), fitted.predict_proba(table))  # noqa: S301


def test_the_seed_decides_and_nobodys_generators_are_moved():
    x, y = load_iris(return_X_y=True)
    before = np.random.get_state()[1].copy()
    first, same, other = (
        NetworkClassifier("perceptron", members=1, epochs=5, random_state=s).fit(x, y) for s in (0, 0, 1)
    )
    np.testing.assert_array_equal(np.random.get_state()[1], before)
    np.testing.assert_array_equal(first.predict_proba(x), same.predict_proba(x))
    assert not np.array_equal(first.predict_proba(x), other.predict_proba(x))


def test_a_perceptron_is_a_logistic_regression():
    x, y = load_iris(return_X_y=True)
    x, y = StandardScaler().fit_transform(x[50:]), y[50:]
    network = NetworkClassifier("perceptron", members=1, epochs=300, patience=300, random_state=0).fit(x, y)
    reference = LogisticRegression().fit(x, y)
    assert log_loss(y, network.predict_proba(x)) == pytest.approx(log_loss(y, reference.predict_proba(x)), abs=0.05)
    assert (network.predict(x) == reference.predict(x)).mean() > 0.95


def test_numbers_are_predicted_in_their_own_units_and_range():
    x, y = make_friedman1(400, random_state=0)
    model = NetworkRegressor("ann", members=2, epochs=80, random_state=0).fit(x[:300], 1e4 + 100 * y[:300])
    assert model.score(x[300:], 1e4 + 100 * y[300:]) > 0.6
    table = NetworkRegressor("realmlp_td_s", members=2, epochs=2, random_state=0).fit(x[:300], 1e4 + 100 * y[:300])
    far = table.predict(x * 1e6)
    assert far.min() >= 1e4 + 100 * y[:300].min()
    assert far.max() <= 1e4 + 100 * y[:300].max()


def test_heavy_rows_count_more():
    x = np.zeros((100, 1))
    y = np.repeat([0, 1], 50)
    weight = np.where(y == 1, 9.0, 1.0)
    model = NetworkClassifier("perceptron", members=1, epochs=100, random_state=0).fit(x, y, sample_weight=weight)
    assert model.predict_proba(x[:1])[0, 1] == pytest.approx(0.9, abs=0.05)


def test_it_stands_in_pipelines_searches_and_cross_validation():
    x, y = load_iris(return_X_y=True)
    model = NetworkClassifier("perceptron", **SMALL)
    assert clone(model).get_params() == model.get_params()
    assert cross_val_score(make_pipeline(StandardScaler(), model), x, y, cv=2).mean() > 0.8
    search = GridSearchCV(model, {"hyperparameters": [{"learning_rate": 0.1}, {"learning_rate": 0.003}]}, cv=2).fit(
        x, y
    )
    assert search.best_params_ == {"hyperparameters": {"learning_rate": 0.1}}


def test_a_network_of_ones_own_is_a_function():
    import keras

    def two_layers(task, hp):
        hidden = keras.layers.Dense(hp.Choice("width", [4, 8]), "tanh")
        return keras.Sequential([keras.Input(task.input_shape), hidden, task.head()])

    x, y = load_iris(return_X_y=True)
    model = NetworkClassifier(two_layers, **SMALL, hyperparameters={"width": 8, "learning_rate": 0.05}).fit(x, y)
    assert model.score(x, y) > 0.9


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"warm_start": True}, "Expected warm_start=False"),
        ({"network": "resnet"}, "Expected network to be one of realmlp.*Received: network='resnet'"),
        ({"members": 0}, "Expected members to be a whole number above 0"),
        ({"epochs": 1.5}, "Expected epochs to be a whole number"),
        ({"validation_fraction": 20}, "Expected validation_fraction between 0 and 1"),
        ({"hyperparameters": {"wdith": 3}}, "Expected hyperparameters of perceptron: learning_rate. Received: wdith"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(arguments, message):
    with pytest.raises(ValueError, match=message):
        NetworkClassifier(**{"network": "perceptron"} | arguments).fit([[0.0], [1.0]] * 10, [0, 1] * 10)


@pytest.mark.parametrize(
    "x, y, message",
    [
        ([[1.0], [np.inf]] * 10, [0, 1] * 10, "infinity"),
        ([[1.0], [2.0]] * 10, ["a"] * 20, "1 class, 'a', in all rows"),
        ([[1.0], [2.0]], [0, 1, 2], "inconsistent numbers of samples"),
        (np.array([[1 + 1j], [2.0]]), [0, 1], "Complex data not supported"),
    ],
)
def test_bad_rows_get_a_sentence(x, y, message):
    with pytest.raises(ValueError, match=message):
        NetworkClassifier("perceptron").fit(x, y)


def test_unfitted_and_misnamed_columns_are_told():
    table, answer = customers(40)
    with pytest.raises(NotFittedError):
        NetworkClassifier("perceptron").predict(table)
    model = NetworkClassifier("perceptron", **SMALL).fit(table, answer)
    with pytest.raises(ValueError, match="feature names should match"):
        model.predict(table.rename(columns={"town": "city"}))


def test_importing_the_estimators_is_cheap():
    program = "import dlfund, sys; dlfund.NetworkClassifier(); sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], timeout=120).returncode == 0
