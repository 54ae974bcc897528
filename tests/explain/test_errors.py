"""What a user can get wrong is answered with a sentence, not from deep inside."""

import keras
import numpy as np
import pandas as pd
import pytest
from keras import layers
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from dlfund import explain
from dlfund.core.errors import UserError

X = np.random.default_rng(0).normal(size=(10, 3)).astype("float32")
Y = (X[:, :1] > 0).astype("float32")
TABLE = pd.DataFrame(X, columns=["a", "b", "c"])
WORDS = TABLE.assign(w=list("xxxxxxyyyy"))


@pytest.fixture(scope="module")
def model():
    hidden = layers.Dense(4, activation="relu", name="hidden")
    model = keras.Sequential([keras.Input((3,)), hidden, layers.Dense(1, activation="sigmoid", name="head")])
    model.compile("adam", "binary_crossentropy")
    return model


ROWS = {
    "too narrow": (X[:, :2], Y, {}, r"\(rows, 3\)\. Received: x of shape \(10, 2\)"),
    "one row": (X[0], Y[0], {}, r"Give a single row as x\[None\]"),
    "no target": (X, None, {}, "Expected y, the targets"),
    "fewer targets": (X, Y[:5], {}, "Expected 10 rows in y, as in x. Received: 5."),
    "wide targets": (X, np.ones((10, 4)), {}, r"y of shape \(10, 4\), predictions of shape \(10, 1\)"),
    "fewer weights": (X, Y, {"sample_weight": [1.0, 2.0]}, "Expected 10 rows in sample_weight"),
    "words": (WORDS, Y, {}, "Expected numbers. Received: 'x' among them"),
    "no rows": (X[:0], Y[:0], {}, "Expected at least one row"),
    "a mistyped loss": (X, Y, {"loss": "binary_crosentropy"}, "Perhaps binarycrossentropy"),
    "a mistyped optimizer": (X, Y, {"optimizer": "adamm"}, "Perhaps adam"),
    "a class": (X, Y, {"optimizer": keras.optimizers.Adam}, "Expected an optimizer: an instance"),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_and_names_that_do_not_fit(model, case):
    x, y, options, sentence = ROWS[case]
    with pytest.raises(UserError, match=sentence):
        explain.trace(model, x, y, **options)


LOOKS = {
    "check": lambda model, x, y: explain.gradient_check(model, x, y),
    "flow": lambda model, x, y: explain.gradient_flow(model, x, y),
    "diagnose": lambda model, x, y: explain.diagnose(model, (x, y)),
    "landscape": lambda model, x, y: explain.loss_landscape(model, x, y, points=3),
    "units": lambda model, x, y: explain.units(model, x),
    "activations": lambda model, x, y: explain.activations(model, x),
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_knows_its_rows(model, look):
    with pytest.raises(UserError, match="Expected rows as the model"):
        LOOKS[look](model, X[:, :2], Y)
    if look not in ("units", "activations"):
        with pytest.raises(UserError, match="Expected 10 rows in y"):
            LOOKS[look](model, X, Y[:3])


def test_a_monitor_knows_its_rows_before_training(model, tmp_path):
    with pytest.raises(UserError, match="Expected rows as the model"):
        model.fit(X, Y, verbose=0, callbacks=[explain.LayerMonitor(X[:, :2], Y, folder=tmp_path)])


def test_a_wrong_name_hears_the_near_ones(model):
    step = explain.trace(model, X, Y)
    paths = explain.optimizer_paths(keras.optimizers.SGD(0.1), steps=1)
    looks = (step, step.updates, explain.units(model, X), explain.activations(model, X))
    for look, name in [*((look, "hiden") for look in looks[:1] + looks[2:]), (looks[1], "hiden/kernel"), (paths, "sg")]:
        with pytest.raises(UserError, match=r"Perhaps (hidden|sgd)"):
            look[name]
    with pytest.raises(KeyError):
        step["nothing like it"]


def test_two_optimizers_of_one_name_both_walk():
    paths = explain.optimizer_paths([keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.2), "adam"], steps=1)
    assert [path.optimizer for path in paths.paths] == ["sgd", "sgd:2", "adam"]


BOUNDARIES = {
    "one column twice": ((0, 0), {}, "two different columns"),
    "three columns": ((0, 1, 2), {}, "two different columns"),
    "a short row": ((0, 1), {"fixed": [1.0]}, "Expected fixed to be a row of 3"),
}


@pytest.mark.parametrize("case", BOUNDARIES)
def test_boundaries_of_no_plane(model, case):
    features, options, sentence = BOUNDARIES[case]
    with pytest.raises(UserError, match=sentence):
        explain.decision_boundary(model, X, features, **options)


def test_a_boundary_along_words_is_refused_and_a_fixed_column_must_exist(model):
    with pytest.raises(UserError, match=r"Expected two columns of numbers. Received: 'w'"):
        explain.decision_boundary(DecisionTreeClassifier(), WORDS, ("a", "w"))
    with pytest.raises(UserError, match=r"Expected fixed to name columns: a, b, c. Received: 'd'"):
        explain.decision_boundary(model, TABLE, ("a", "b"), fixed={"d": 1.0})


def test_some_columns_may_be_fixed_and_classes_may_be_words():
    estimator = SVC().fit(TABLE, np.where(X[:, 2] > 0, "yes", "no"))
    low, high = (explain.decision_boundary(estimator, TABLE, ("a", "b"), fixed={"c": c}, points=4) for c in (-1, 1))
    assert (low.classes, low.values.max(), high.values.max()) == (2, 0, 1)
