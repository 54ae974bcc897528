"""Does it hold, or does it switch?

Question  A chain of 40 signs: does it tend to keep its sign or to change it? What does a memory bring?
Data      datasets/switching_sequence (generated; optimum on average: accuracy 0.937)
Concepts  recurrent state, vanishing gradient, gates, SimpleRNN, GRU, LSTM, convolution over time, gradient clipping
Run       make recipe NAME=switching_sequence
"""

import keras

from dlfund import QuickBudget, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search


def with_memory(layer, task, hp):
    """One cell reads the chain; the head uses its last state."""
    model = keras.Sequential([keras.Input(task.input_shape), layer(8), task.head()])
    learning_rate = hp.Float("learning_rate", 3e-3, 3e-2, sampling="log", default=0.01)
    model.compile(optimizer=optimizers.Adam(learning_rate, global_clipnorm=1.0), loss=task.loss())
    return model


def simple_rnn(task, hp):
    """A memory of 8 numbers that every step overwrites."""
    return with_memory(layers.SimpleRNN, task, hp)


def gru(task, hp):
    """Two gates decide how much of the memory is overwritten."""
    return with_memory(layers.GRU, task, hp)


def lstm(task, hp):
    """Three gates, and a second memory that is only added to."""
    return with_memory(layers.LSTM, task, hp)


def cnn(task, hp):
    """A window of two neighbours, everywhere, and the mean of its outputs: no memory, but the right features."""
    inputs = keras.Input(task.input_shape)
    x = layers.Conv1D(8, 2, activation=activations.relu)(inputs)
    x = layers.GlobalAveragePooling1D()(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-2, 1e-1, sampling="log", default=0.03)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


BY_HAND = "logistic_regression_on_switches"
recipe = Recipe(
    dataset="switching_sequence",
    metric="accuracy",
    protocol=protocol.predefined_test(rows=1_500),
    search=search.random(trials=12, epochs=40, patience=8, batch_size=64),
    contenders=[
        baselines.majority_class(),
        baselines.logistic_regression(),
        baselines.support_vectors(),
        baselines.gradient_boosting(),
        baselines.with_features(baselines.logistic_regression(), "switches"),
        baselines.with_features(baselines.gradient_boosting(), "switches"),
        simple_rnn,
        gru,
        lstm,
        cnn,
    ],
    reference="gradient_boosting",
    quick=QuickBudget(rows=2_500, trials=3, epochs=30),
    lesson=[
        lessons.at_chance("logistic_regression", 0.5, because="a single sign tells nothing; only pairs do."),
        lessons.better("cnn", than="gradient_boosting", because="trees must learn each of the 39 pairs separately."),
        lessons.near_best("cnn", 0.02, because="two neighbours and a mean are all it takes."),
        lessons.near_best("gru", 0.02, because="it learned to keep the last sign and to count."),
        lessons.same("gru", BY_HAND, because="with the right feature, neither a memory nor a network is needed."),
    ],
)
