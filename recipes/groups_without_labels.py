"""Which belong together?

Question  Nobody says what is what: are the groups found all the same, and does a network's code help to find them?
Data      datasets/four_groups (generated; best possible adjusted Rand index 0.777), beside datasets/digits_groups
Concepts  autoencoder, code, reconstruction error, k-means, Gaussian mixture, principal components
Run       make recipe NAME=groups_without_labels
"""

import math

import keras

from dlfund import Recipe, activations, baselines, layers, lessons, optimizers, protocol, search


def autoencoder(task, hp):
    """Says its input again through a narrow place, the code; k-means then groups the codes."""
    features = math.prod(task.input_shape)
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Flatten()(inputs)
    x = layers.Dense(64, activation=activations.relu, kernel_initializer="he_uniform")(x)
    x = layers.Dense(min(features, len(task.classes)), name="code")(x)  # as wide as there are groups
    x = layers.Dense(64, activation=activations.relu, kernel_initializer="he_uniform")(x)
    model = keras.Model(inputs, keras.layers.Reshape(task.input_shape)(task.head()(x)))
    learning_rate = hp.Float("learning_rate", 1e-3, 1e-2, sampling="log")
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
    lesson=[
        lessons.better("gaussian_mixture", than="k_means", because="its clouds may be long, tilted and of many sizes."),
        lessons.near_best(
            "gaussian_mixture", 0.02, because="the data are such clouds: the right model beats any network."
        ),
        lessons.same(
            "autoencoder", "k_means", because="a code that keeps everything is the data in other coordinates."
        ),
        lessons.better(
            "autoencoder", than="k_means", on="digits_groups", because="its code keeps shapes and drops single pixels."
        ),
        lessons.better(
            "k_means", than="gaussian_mixture", on="digits_groups", because="64 pixels give clouds too much room."
        ),
    ],
)
