"""Each illness is found in a network made to have it; a healthy one has none."""

import keras
import numpy as np
import pytest
from keras import layers

from dlfund import explain
from dlfund.explain.trace.rules import RULES

RNG = np.random.default_rng(0)
X = RNG.normal(size=(128, 6))
Y = (X[:, :1] + X[:, 1:2] > 0).astype("float32")


def network(*hidden, head=None, width=6):
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.Input((width,)), *hidden, head or layers.Dense(1, activation="sigmoid")])


def dense(units, activation="relu", **options):
    return layers.Dense(units, activation=activation, kernel_initializer=options.pop("start", "he_normal"), **options)


def diagnosis_of(model, x=X, y=Y, loss="binary_crossentropy", **options):
    return explain.diagnose(model, (x, y), loss=loss, **options)


def test_a_healthy_network_has_nothing():
    model = network(dense(16), dense(16))
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    assert diagnosis_of(model).rules == set()
    history = model.fit(X, Y, epochs=5, validation_split=0.25, verbose=0)
    result = diagnosis_of(model, loss=None, history=history)
    assert result.rules == set(), str(result)
    assert "found nothing" in str(result)


def grown(*parts, shape):
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.Input(shape), *parts, layers.Dense(1, activation="sigmoid")])


HEALTHY = {
    "normalised": lambda: (grown(layers.Dense(16), layers.BatchNormalization(), layers.ReLU(), shape=(6,)), X),
    "tanh": lambda: (grown(layers.Dense(16, activation="tanh"), layers.Dense(16, activation="tanh"), shape=(6,)), X),
    "convolution": lambda: (
        grown(layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten(), shape=(8, 8, 1)),
        np.random.default_rng(1).uniform(size=(128, 8, 8, 1)),
    ),
    "recurrent": lambda: (grown(layers.LSTM(8), shape=(10, 2)), np.random.default_rng(1).normal(size=(128, 10, 2))),
    "words": lambda: (
        grown(layers.Embedding(9, 8), layers.GlobalAveragePooling1D(), layers.Dense(8, "relu"), shape=(5,)),
        np.random.default_rng(1).integers(0, 9, size=(128, 5)),
    ),
}


@pytest.mark.parametrize("kind", HEALTHY)
def test_no_false_alarm(kind):
    model, x = HEALTHY[kind]()
    result = diagnosis_of(model, x)
    assert result.rules == set(), str(result)


def small(value):
    return keras.initializers.Constant(value)


ILL = {
    "dead units": lambda: diagnosis_of(network(dense(8, bias_initializer=small(-50.0)))),
    "saturated units": lambda: diagnosis_of(network(dense(8, "tanh", start=keras.initializers.RandomNormal(0, 500)))),
    "twin units": lambda: diagnosis_of(network(dense(8, "tanh", start=small(0.5)))),
    "vanishing gradients": lambda: diagnosis_of(
        network(*[dense(16, "sigmoid", start="glorot_uniform") for _ in range(12)])
    ),
    "exploding gradients": lambda: diagnosis_of(
        network(*[dense(64, start=keras.initializers.RandomNormal(0, 0.6)) for _ in range(15)], head=layers.Dense(1)),
        loss="mse",
    ),
    "not finite": lambda: diagnosis_of(network(dense(4, start=small(np.nan)))),
    "unscaled inputs": lambda: diagnosis_of(network(dense(16)), x=X * np.array([1, 1, 1, 1, 1, 5000.0])),
}


@pytest.mark.parametrize("rule", ILL)
def test_the_illness_is_found(rule):
    result = ILL[rule]()
    assert rule in result.rules, str(result)
    finding = next(entry for entry in result.findings if entry.rule == rule)
    assert finding.evidence
    assert finding.hint in str(result)


def test_zero_start_keeps_twins():
    """With zeros every unit is the same; one trained step later still."""
    model = network(dense(8, "tanh", start="zeros"))
    assert "twin units" in diagnosis_of(model).rules


LABELS = RNG.integers(0, 3, size=(128, 1))
PAIRS = [
    (layers.Dense(3, activation="softmax"), "binary_crossentropy", np.eye(3)[LABELS[:, 0]], "softmax with a binary"),
    (layers.Dense(3, activation="sigmoid"), "sparse_categorical_crossentropy", LABELS, "do not sum to 1"),
    (layers.Dense(1, activation="softmax"), "binary_crossentropy", Y, "always 1"),
    (layers.Dense(1), "binary_crossentropy", Y, "expects probabilities"),
    (
        layers.Dense(3, activation="softmax"),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        LABELS,
        "again",
    ),
]


@pytest.mark.filterwarnings("ignore::UserWarning")  # Keras knows two of them itself
@pytest.mark.parametrize("head, loss, y, message", PAIRS, ids=[text for *_, text in PAIRS])
def test_a_head_and_a_loss_that_do_not_fit(head, loss, y, message):
    result = diagnosis_of(network(dense(8), head=head), y=y, loss=loss)
    assert any(entry.rule == "loss mismatch" and message in entry.evidence for entry in result.findings), str(result)


FITTING = [
    (layers.Dense(3, activation="softmax"), "sparse_categorical_crossentropy", LABELS),
    (layers.Dense(1), keras.losses.BinaryCrossentropy(from_logits=True), Y),
    (layers.Dense(1), "mse", Y),
]


@pytest.mark.parametrize("head, loss, y", FITTING, ids=["softmax", "logits", "number"])
def test_a_head_and_a_loss_that_fit(head, loss, y):
    assert "loss mismatch" not in diagnosis_of(network(dense(8), head=head), y=y, loss=loss).rules


def test_what_only_a_history_shows():
    model = network(dense(16), dense(16))
    diverged = diagnosis_of(model, history={"loss": [0.7, 2.0, 9.0, 40.0]})
    assert "too high learning rate" in diverged.rules
    learned_by_heart = diagnosis_of(model, history={"loss": [0.7, 0.4, 0.2, 0.1], "val_loss": [0.7, 0.6, 0.8, 1.1]})
    assert "overfitting" in learned_by_heart.rules
    well = diagnosis_of(model, history={"loss": [0.7, 0.5, 0.45], "val_loss": [0.7, 0.55, 0.56]})
    assert well.rules == set()


def test_every_rule_has_a_test():
    tested = {*ILL, "loss mismatch", "too high learning rate", "overfitting"}
    assert tested == set(RULES)
