"""With another minor version of Keras than the tested one, Keras's own loop trains, and the notes say so."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from dlfund import training
from dlfund.comparison.result.contender_notes import notes_of_contenders
from dlfund.core.keras_internals import TESTED
from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.training import replay
from dlfund.training.compiled import blueprint

X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
Y = (X.sum(axis=1, keepdims=True) > 0).astype("float32")
NEXT = "3.99.0"

pytestmark = pytest.mark.skipif(keras.backend.backend() == "torch", reason="torch compiles no training anyway")


def network():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "tanh"), keras.layers.Dense(1, "sigmoid")])
    model.compile(keras.optimizers.Adam(0.01), loss="binary_crossentropy")
    return model


def member(**options):
    return training.Member(network, TrainRows(X, Y), epochs=2, **options)


@pytest.fixture
def next_keras(monkeypatch):
    """Keras of another minor version, whose private names are all gone."""
    monkeypatch.setattr(keras, "__version__", NEXT)
    for name in ("weights_left_out", "stateless_optimizers", "start_of", "why_not", "objects_to_read"):
        monkeypatch.setattr(blueprint, name, None)


def test_training_falls_back_to_keras_and_says_so(next_keras):
    before = len(training.compilations())
    fitted = training.fit_population([member(seed=seed) for seed in (0, 1)], batch_size=8)
    assert len(training.compilations()) == before
    for first in fitted:
        assert first.epochs_run == 2
        assert first.notes == [
            "Trained by model.fit, not in a compiled program: dlfund's compiled training is tested with Keras "
            f"{TESTED}, and Keras {NEXT} is installed."
        ]


def test_it_trains_what_fit_trains(next_keras):
    validation = ValidationRows(X, Y)
    fitted = training.fit_population([member(seed=3, validation=validation)], batch_size=8)[0]
    expected = training.fit(
        member(seed=3).new_model(), TrainRows(X, Y), validation, epochs=2, batch_size=8, seed=3, patience=None
    )
    for ours, theirs in zip(fitted.weights, expected.weights, strict=True):
        assert np.array_equal(ours, theirs)


def test_a_training_is_replayed_there_too(next_keras):
    epochs = [epoch for epoch, _ in replay(member(seed=0), [1, 2], batch_size=8)]
    assert epochs == [0, 1, 2]


def test_an_estimator_warns(next_keras):
    from dlfund.training.estimators import NetworkRegressor

    with pytest.warns(UserWarning, match=f"Keras's own loop.*Keras {NEXT} is installed"):
        NetworkRegressor("perceptron", members=1, epochs=1, random_state=0).fit(X, Y[:, 0])


def test_a_run_says_it_once_for_all_its_networks():
    note = "Trained by model.fit, not in a compiled program: because."
    entries = [SimpleNamespace(name=name, notes=[note]) for name in ("ann", "rnn", "cnn")]
    assert notes_of_contenders(entries) == [f"neural network, RNN, CNN: {note}"]


def test_what_failed_is_said_of_each_contender():
    entries = [SimpleNamespace(name=name, notes=["failed in fold 1-1: out of memory"]) for name in ("ann", "rnn")]
    assert [note.partition(":")[0] for note in notes_of_contenders(entries)] == ["neural network", "RNN"]
