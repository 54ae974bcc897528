"""The monitor writes an honest line an epoch and leaves the training what it was."""

import json

import keras
import numpy as np
import pytest
from keras import layers

from dlfund import explain
from dlfund.core.errors import UserError

X = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
Y = X[:, :1] * X[:, 1:2]


def trained(callbacks):
    keras.utils.set_random_seed(0)
    hidden = layers.Dense(8, "relu", name="hidden")
    model = keras.Sequential([keras.Input((4,)), hidden, layers.Dropout(0.2, seed=3), layers.Dense(1, name="head")])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(X, Y, epochs=2, batch_size=8, verbose=0, callbacks=callbacks)
    return model


def test_training_is_the_same_with_and_without(tmp_path):
    monitor = explain.LayerMonitor(X[:16], Y[:16], folder=tmp_path, every=3)
    watched, alone = trained([monitor]), trained([])
    for a, b in zip(watched.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_line_an_epoch_and_an_event_file(tmp_path):
    monitor = explain.LayerMonitor(X[:16], Y[:16], folder=tmp_path, every=3)
    model = trained([monitor])
    lines = [json.loads(line) for line in (tmp_path / "layers.jsonl").read_text().splitlines()]
    assert [(line["epoch"], line["step"], line["samples"]) for line in lines] == [(0, 8, 2), (1, 16, 3)]
    last = lines[-1]
    assert set(last["weights"]) == {"hidden/kernel", "hidden/bias", "head/kernel", "head/bias"}
    assert last["units"][0]["units"] == 8
    shown = explain.activations(model, X[:16])["hidden"]
    assert last["histograms"]["hidden"]["counts"] == list(shown.counts)
    assert list(tmp_path.glob("events.out.tfevents*"))


def test_a_look_measures_the_gradient_on_its_rows(tmp_path):
    """Without noise, what the last look says is what a trace says."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, "relu", name="hidden"), layers.Dense(1, name="head")])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    monitor = explain.LayerMonitor(X[:16], Y[:16], folder=tmp_path, every=1)
    model.fit(X, Y, batch_size=32, verbose=0, callbacks=[monitor])
    step = explain.trace(model, X[:16], Y[:16])
    seen = monitor.lines[-1]
    for name, update in step.updates.items():
        assert seen["weights"][name]["gradient"] == pytest.approx(np.linalg.norm(update.gradient), rel=1e-4)
    assert seen["layers"]["hidden"]["mean"] == pytest.approx(step["hidden"].output.mean(), rel=1e-4)
    assert seen["loss"] == pytest.approx(step.loss, rel=1e-4)


def test_every_must_be_a_number_of_steps(tmp_path):
    with pytest.raises(UserError, match="Expected every to be a whole number"):
        explain.LayerMonitor(X, Y, folder=tmp_path, every=0)
