"""Linear, trees, recurrent or convolutional: which model reads a signal?

Question  Ten digits as noisy signals of 40 numbers: which family of models reads them, and why?
Data      datasets/mnist1d (number for number the paper's, arXiv:2011.14439), beside it with its positions shuffled
Concepts  hidden layer, convolution, stride, GRU, bidirectional, weight sharing, locality
Run       make recipe NAME=mnist1d
"""

import keras

from dlfund import QuickBudget, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search


def ann(task, hp):
    """The paper's MLP: two hidden layers of 100 that see all 40 numbers at once."""
    inputs = keras.Input(task.input_shape)
    x = layers.Dense(100, activation=activations.relu)(keras.layers.Flatten()(inputs))
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.25))(x)
    x = layers.Dense(100, activation=activations.relu)(x)
    return finished(x, inputs, task, hp)


def cnn(task, hp):
    """The paper's CNN: three layers of 25 filters, each half as long as the one before."""
    x = inputs = keras.Input(task.input_shape)
    for window in (5, 3, 3):
        x = layers.Conv1D(25, window, strides=2, padding="same", activation=activations.relu)(x)
    return finished(keras.layers.Flatten()(x), inputs, task, hp)  # 5 places × 25


def gru(task, hp):
    """The paper's GRU: memories of 6 numbers in both directions; the head uses all 40 states."""
    inputs = keras.Input(task.input_shape)
    x = layers.Bidirectional(layers.GRU(6, return_sequences=True))(inputs)  # (batch, 40, 12)
    return finished(keras.layers.Flatten()(x), inputs, task, hp)


def finished(x, inputs, task, hp):
    """Dropout, the head, and Adam at a learning rate near the paper's 0.01."""
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.25))(x)  # the paper's networks have none, and 150 epochs for all
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 5e-3, 2e-2, sampling="log", default=0.01)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


recipe = Recipe(
    dataset="mnist1d",
    beside=["mnist1d_shuffled"],
    metric="accuracy",
    protocol=protocol.predefined_test(rows=1_000),  # the paper's 4,000 and 1,000
    search=search.random(trials=5, epochs=150, patience=30, batch_size=100),  # at most the paper's 6,000 steps
    contenders=[
        baselines.majority_class(),
        baselines.logistic_regression(),
        baselines.support_vectors(),
        baselines.random_forest(),
        baselines.extra_trees(),
        baselines.gradient_boosting(),
        ann,
        gru,
        cnn,
    ],
    reference="extra_trees",
    published={"logistic_regression": 0.32, "ann": 0.68, "gru": 0.91, "cnn": 0.94},
    quick=QuickBudget(rows=1_800, trials=2, epochs=20),
    lesson=[
        lessons.cannot(
            "logistic_regression", below=0.4, because="a digit may begin anywhere: no position has a fixed meaning."
        ),
        lessons.better(
            "extra_trees", than="ann", because="the published table omits trees, which are better than the MLP."
        ),
        lessons.better("gru", than="extra_trees", because="it reads along the signal, over any distance."),
        lessons.better("cnn", than="extra_trees", because="a filter finds its shape wherever the digit is shifted to."),
        lessons.published("cnn"),
        lessons.published("gru"),
        lessons.better(
            "extra_trees",
            than="cnn",
            on="mnist1d_shuffled",
            because="neighbours no longer belong together, so filters find nothing; trees never used the order.",
        ),
    ],
)
