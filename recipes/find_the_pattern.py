"""Where is the pattern, and who can find it?

Question  One of four patterns is somewhere in a noisy picture: which models find it, and which stay at chance?
Data      datasets/hidden_pattern (generated; optimum on average: accuracy 0.884, chance 0.25)
Concepts  convolution, filter, weight sharing, locality, padding, global max pooling, inductive bias
Run       make recipe NAME=find_the_pattern
"""

import keras
from keras import ops

from dlfund import QuickBudget, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search


def ann(task, hp):
    """Every neuron has a weight for every pixel: what it learns at one position does not apply at another."""
    inputs = keras.Input(task.input_shape)
    x = layers.Dense(64, activation=activations.relu)(keras.layers.Flatten()(inputs))
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    return learning(keras.Model(inputs, task.head()(x)), task, hp)


def cnn(task, hp):
    """16 filters of 5 × 5, applied everywhere, of which only the largest output counts: 484 weights in all."""
    x = inputs = keras.Input(task.input_shape)
    x = ops.concatenate([x, x[:, :4]], axis=1)  # the borders are glued together:
    x = ops.concatenate([x, x[:, :, :4]], axis=2)  # a pattern may lie across them
    x = layers.Conv2D(16, 5, activation=activations.relu)(x)  # (batch, 16, 16, 16)
    x = layers.GlobalMaxPooling2D()(x)  # (batch, 16): whether, not where
    return learning(keras.Model(inputs, task.head()(x)), task, hp)


def learning(model, task, hp):
    """Both are trained in the same way."""
    learning_rate = hp.Float("learning_rate", 2e-3, 3e-2, sampling="log", default=0.01)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


recipe = Recipe(
    dataset="hidden_pattern",
    rows=5_000,
    metric="accuracy",
    protocol=protocol.predefined_test(rows=1_000),
    search=search.random(trials=8, epochs=40, patience=8, batch_size=64),
    contenders=[
        baselines.majority_class(),
        baselines.logistic_regression(),
        baselines.nearest_neighbors(),
        baselines.support_vectors(),
        baselines.random_forest(),
        baselines.extra_trees(),
        baselines.gradient_boosting(),
        ann,
        cnn,
    ],
    reference="gradient_boosting",
    quick=QuickBudget(rows=2_500, trials=2, epochs=30),
    lesson=[
        lessons.at_chance("random_forest", 0.25, because="it tests single pixels, and a single pixel tells nothing."),
        lessons.cannot(
            "gradient_boosting", below=0.35, because="a better sum of such tests uses the same single pixels."
        ),
        lessons.cannot("support_vectors", below=0.35, because="two pictures with one pattern are as far apart as any."),
        lessons.cannot("ann", below=0.35, because="a hidden layer learns each position separately."),
        lessons.better(
            "cnn", than="gradient_boosting", because="what a filter learns at one position applies everywhere."
        ),
        lessons.near_best(
            "cnn",
            0.06,
            because="its structure fits these pictures: nearby pixels matter, in the same way everywhere.",
        ),
    ],
)
