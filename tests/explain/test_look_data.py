"""What a page is given of a network: numbers where it can compute them, else a summary; and what is refused."""

import json

import keras
import numpy as np
import pytest
from explain.four_models import specimens

from dlfund import explain, layers
from dlfund.core.errors import UserError
from dlfund.explain.look_data import ROWS, WEIGHTS

X = np.random.default_rng(0).normal(size=(300, 3)).astype("float32")
Y = X[:, :1]


def chain(*between, units=2, **options):
    model = keras.Sequential([keras.Input((3,)), *between, keras.layers.Dense(units, "tanh"), keras.layers.Dense(1)])
    model.compile("sgd", **({"loss": "mse"} | options))
    return model


def test_layers_that_keras_named_are_called_by_their_place():
    model = chain(keras.layers.Dense(4, "relu", name="mine"))
    names = [layer["name"] for layer in explain.look_data(model, X, Y).content["layers"]]
    assert names == ["mine", "hidden 2", "output"]


def test_activation_layers_belong_to_the_sum_before_them():
    model = chain(keras.layers.Flatten(), layers.Dense(4), keras.layers.ReLU(), keras.layers.Dropout(0.5, name="noise"))
    content = explain.look_data(model, X, Y).content
    assert [layer["activation"] for layer in content["layers"]] == ["relu", "tanh", "linear"]
    assert content["silent"] == ["noise"]


def test_a_layer_that_lays_out_flat_rows_flat_changes_nothing():
    model = chain(keras.layers.Dense(4, "relu"), keras.layers.Reshape((4,)))
    assert explain.look_data(model, X, Y).computed


@pytest.mark.parametrize(
    "between, why",
    [
        ([keras.layers.BatchNormalization()], "of the kind BatchNormalization"),
        ([keras.layers.Dense(3, activation=lambda x: x * 2)], "the activation <lambda>"),
        ([keras.layers.Dense(3, kernel_constraint="non_neg")], "a kernel_constraint"),
        ([keras.layers.Reshape((3, 1)), keras.layers.Flatten()], "changes the shape of rows"),
        ([keras.layers.ReLU()], "follows no weighted sum"),
    ],
)
def test_why_a_network_is_summed_up_is_said(between, why):
    actual = explain.look_data(chain(*between), X, Y)
    assert not actual.computed
    assert why in actual.content["why"]


def test_limits_of_what_is_computed():
    width = WEIGHTS // 5
    assert explain.look_data(chain(units=width - 2), X, Y).computed
    assert f"it has {5 * (width + 1) + 1:,} weights" in explain.look_data(chain(units=width + 1), X, Y).content["why"]
    unknown = explain.look_data(chain(loss="cosine_similarity"), X, Y)
    assert "its loss is not one of the common ones" in unknown.content["why"]
    assert unknown.content["loss_value"] is not None


@pytest.mark.parametrize("name", ["two inputs", "residual cnn", "bidirectional lstm", "subclassed"])
def test_any_network_has_a_summary(name):
    model, x, y, loss = specimens(name)
    content = explain.look_data(model, x, y, loss=loss).content
    assert content["mode"] == "summary"
    assert len(content["calls"]) >= 4
    json.dumps(content, allow_nan=False)


def test_a_summary_says_what_explain_says():
    model = chain(keras.layers.LayerNormalization(), keras.layers.Dense(4, "relu", name="hinge"))
    call = next(entry for entry in explain.look_data(model, X, Y).content["calls"] if entry["name"] == "hinge")
    rows, targets = X[:ROWS], Y[:ROWS]
    assert call["outputs"]["mean"] == pytest.approx(explain.activations(model, rows)["hinge"].mean)
    assert call["units"]["dead"] == len(explain.units(model, rows)["hinge"].dead)
    flow = explain.gradient_flow(model, rows[:32], targets[:32])
    assert call["gradient"] == pytest.approx(next(layer for layer in flow.layers if layer.name == "hinge").weight_norm)


def test_the_model_is_left_as_it_was():
    model = chain()
    before = model.get_weights()
    frames = [explain.Frame(epoch, [weight + epoch for weight in before]) for epoch in (1, 2)]
    actual = explain.look_data(model, X, Y, frames=frames)
    assert [frame["epoch"] for frame in actual.content["frames"]] == [1, 2]
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert actual.content["rows"]["count"] == ROWS


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"features": [explain.Feature("one")]}, "Expected a name for each of 3 inputs. Received: 1."),
        ({"frames": [explain.Frame(3, [np.zeros(2)])]}, "Expected the weights of epoch 3 as model.get_weights()"),
        ({"y": Y[:5]}, "Expected rows and as many targets."),
    ],
)
def test_bad_arguments_are_sentences(arguments, sentence):
    with pytest.raises(UserError) as error:
        explain.look_data(chain(), X, arguments.pop("y", Y), **arguments)
    assert sentence in str(error.value)


def test_a_model_without_a_loss_is_refused():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    with pytest.raises(UserError, match="Expected a loss"):
        explain.look_data(model, X, Y)
