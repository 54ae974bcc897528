"""What is read from a network itself: filters, maps, embeddings, words, codes. Built by hand, so that it is known."""

import keras
import numpy as np
import pandas as pd
import pytest
from comparison.result.finished_runs import arrays, one_hot, run_of
from keras import ops

from dlfund import layers
from dlfund.comparison.result.views.code_map import code_map
from dlfund.comparison.result.views.first_layer import first_layer
from dlfund.comparison.result.views.neighbours import neighbours
from dlfund.comparison.result.views.word_effects import word_effects
from dlfund.data import Column, Dataset, Schema, TextFormat
from dlfund.data.encode import for_network
from dlfund.training.tuning.fitted_network import Network


def network_of(dataset, model, groups=None):
    return Network(model, for_network(dataset.schema).fit(dataset.x), groups)


def run_with(dataset, network, predictions=None):
    rows = len(dataset)
    predictions = np.zeros(rows) if predictions is None else predictions
    return run_of(dataset, {"net": predictions}, models={"net": network})


@pytest.mark.parametrize("made_by", [keras.layers, layers], ids=["Keras", "dlfund"])
@pytest.mark.parametrize("nested", [False, True])
def test_the_first_convolutions_filters_and_where_they_answer(made_by, nested):
    dataset = arrays((6, 6, 1), ("dark", "bright"), rows=20)
    convolution = made_by.Conv2D(3, 3, name="looks")
    model = keras.Sequential([keras.Input((6, 6, 1)), convolution, keras.layers.Flatten(), keras.layers.Dense(1)])
    kernel = np.zeros((3, 3, 1, 3))
    kernel[1, 1, 0] = [1, 2, 0]  # the middle pixel, twice as much of it, nothing
    convolution.set_weights([kernel, np.zeros(3)])
    if nested:
        inputs = keras.Input((6, 6, 1))
        model = keras.Model(inputs, model(inputs))
    view = first_layer(run_with(dataset, network_of(dataset, model)))
    assert (view["layer"], view["filters_in_all"], view["shape"], view["label"]) == ("looks", 3, [3, 3], "bright")
    assert view["filters"][0] == ["555", "595", "555"]  # the strongest first
    assert view["filters"][2] == ["555", "555", "555"]
    assert [len(line) for line in view["maps"][0]] == [4] * 4
    assert {digit for line in view["maps"][0] for digit in line} >= {"0", "9"}


def test_a_sequences_filters_are_lines():
    dataset = arrays((30, 1), ("a", "b", "c"), rows=30)
    model = keras.Sequential([keras.Input((30, 1)), layers.Conv1D(4, 5), keras.layers.Flatten(), keras.layers.Dense(3)])
    view = first_layer(run_with(dataset, network_of(dataset, model), one_hot(dataset.y, 3)))
    assert [len(line) for line in view["filters"]] == [5] * 4
    assert [len(line) for line in view["maps"]] == [26] * 4


def test_a_network_without_a_window_has_no_filters():
    dataset = arrays((6, 6, 1), ("dark", "bright"), rows=20)
    model = keras.Sequential([keras.Input((6, 6, 1)), keras.layers.Flatten(), layers.Dense(1)])
    assert first_layer(run_with(dataset, network_of(dataset, model))) is None


def test_nearest_items_point_the_same_way():
    schema = Schema("ratings", "", "stars", (Column("user", role="identifier"), Column("film", role="identifier")))
    generator = np.random.default_rng(0)
    x = pd.DataFrame({"user": generator.integers(0, 9, 200).astype(str), "film": generator.choice(list("abcdef"), 200)})
    dataset = Dataset(schema, x, generator.normal(size=200))
    inputs = keras.Input((2,), dtype="int32")
    user = layers.Embedding(10, 2, name="user")(inputs[:, 0])
    table = layers.Embedding(7, 2, name="film")
    model = keras.Model(inputs, ops.sum(user * table(inputs[:, 1]), axis=-1, keepdims=True))
    angles = np.deg2rad([0, 0, 10, 90, 100, 180, 190])  # row 0 is the stranger; a b | c d | e f
    table.set_weights([np.column_stack([np.cos(angles), np.sin(angles)])])
    view = neighbours(run_with(dataset, network_of(dataset, model)))
    first = {entry["item"]: entry["nearest"][0] for entry in view["nearest"]}
    assert {item: near[0] for item, near in first.items()} == {
        "a": "b",
        "b": "a",
        "c": "d",
        "d": "c",
        "e": "f",
        "f": "e",
    }
    assert first["a"][1] == pytest.approx(np.cos(np.deg2rad(10)), abs=1e-3)
    assert sorted(view["map"]["names"]) == list("abcdef")


def test_the_word_that_decides_tells_the_most():
    schema = Schema(
        "said", "", "good", (Column("text", role="text"),), ("no", "yes"), text=TextFormat(vocabulary=8, length=4)
    )
    texts = ["good film here", "bad film here", "good here", "bad film"] * 10
    dataset = Dataset(schema, pd.DataFrame({"text": texts}), np.array([1, 0, 1, 0] * 10))
    encoder = for_network(schema).fit(dataset.x)
    inputs = keras.Input((4,), dtype="int32")
    table = layers.Embedding(8, 2)
    x = keras.layers.GlobalAveragePooling1D()(table(inputs))
    model = keras.Model(inputs, keras.layers.Activation("sigmoid")(ops.sum(x, axis=-1, keepdims=True)))
    vectors = np.zeros((8, 2))
    codes = {word: code for code, word in enumerate(encoder.words_, start=2)}
    vectors[codes["good"]], vectors[codes["bad"]] = [2, 1], [-2, -1]
    table.set_weights([vectors])
    view = word_effects(run_with(dataset, Network(model, encoder)))
    change = dict(zip(view["effects"]["words"], view["effects"]["change"], strict=True))
    assert set(view["effects"]["words"][:2]) == {"good", "bad"}
    assert change["good"] > 0.1 > 0 > -0.1 > change["bad"]
    assert change["film"] == change["here"] == 0
    assert len(view["effects"]["map"]["x"]) == len(change)


def test_groups_take_the_name_of_the_label_that_they_hold():
    class Swapped:
        """Groups by the first code alone, numbered the other way round."""

        def predict(self, codes):
            return np.where(codes[:, 0] > 0, 0, 1)

    schema = Schema("groups", "", "side", (Column("p"), Column("q")), ("left", "right"), kind="clustering")
    generator = np.random.default_rng(0)
    side = np.arange(100) % 2
    x = pd.DataFrame({"p": np.where(side, 3, -3) + generator.normal(size=100), "q": generator.normal(size=100)})
    dataset = Dataset(schema, x, side)
    inputs = keras.Input((2,))
    code = keras.layers.Dense(1, name="code", kernel_initializer="ones")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(2)(code))
    model.get_layer("code").set_weights([np.array([[1.0], [0.0]]), np.zeros(1)])
    view = code_map(run_with(dataset, network_of(dataset, model, Swapped()), side))
    (first,) = view["maps"]
    assert first["groups"] == view["hidden"]  # group 1 was renamed 0, and 0 renamed 1
    assert first["shared"] == [[50, 0], [0, 50]]
    assert first["kind"] == "code"
