"""Which belong together?

Question  Without labels, are the groups still found, and does a network's code help to find them?
Data      datasets/four_groups (generated; optimum on average: adjusted Rand index 0.777), beside datasets/digits_groups
Concepts  autoencoder, code, reconstruction error, k-means, Gaussian mixture, principal components
Run       make recipe NAME=groups_without_labels
"""

import math

import keras

from dlfund import Question, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search


def autoencoder(task, hp):
    """Reproduces its input through a narrow layer, the code; k-means then groups the codes."""
    features = math.prod(task.input_shape)
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Flatten()(inputs)
    x = layers.Dense(64, activation=activations.relu, kernel_initializer="he_uniform")(x)
    x = layers.Dense(min(features, len(task.classes)), name="code")(x)  # as wide as there are groups
    x = layers.Dense(64, activation=activations.relu, kernel_initializer="he_uniform")(x)
    model = keras.Model(inputs, keras.layers.Reshape(task.input_shape)(task.head()(x)))
    learning_rate = hp.Float("learning_rate", 1e-3, 1e-2, sampling="log", default=3e-3)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


recipe = Recipe(
    dataset="four_groups",
    beside=["digits_groups"],
    metric="adjusted_rand",
    protocol=protocol.repeated_k_fold(folds=5, repeats=1),
    search=search.random(trials=8, epochs=100, patience=10, batch_size=32),
    contenders=[
        baselines.k_means(),
        baselines.pca_k_means(),
        baselines.gaussian_mixture(),
        autoencoder,
    ],
    reference="k_means",
    margin=0.02,
    question=Question("autoencoder", "k_means"),  # without labels no validation score could choose within a family
    lesson=[
        lessons.better(
            "gaussian_mixture", than="k_means", because="its clusters may be long, tilted and of different sizes."
        ),
        lessons.near_best(
            "gaussian_mixture", 0.02, because="the data are such clusters: the right model is better than any network."
        ),
        lessons.same(
            "autoencoder", "k_means", because="a code that keeps everything is the data in other coordinates."
        ),
        lessons.better(
            "autoencoder", than="k_means", on="digits_groups", because="its code keeps shapes and drops single pixels."
        ),
        lessons.better(
            "k_means",
            than="gaussian_mixture",
            on="digits_groups",
            because="with 64 pixels its clusters have too many parameters.",
        ),
    ],
)
