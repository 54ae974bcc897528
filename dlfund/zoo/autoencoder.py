"""Autoencoder: a network that has to say its input again, through a narrow place.

code = f(x),   x' = g(code)        learned so that x' ≈ x
"""

import math

import keras

from dlfund import activations, layers, optimizers
from dlfund.task import Task


def autoencoder(task: Task, hp):
    """Learns without labels: whatever passes through the narrow layer named `code` is what the rows differ in.

    The code is as wide as there are groups to be found, and no dial: a wider one always repeats its input better,
    and says nothing about groups by it.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> task = Task(kind="clustering", input_shape=(8, 8, 1), classes=tuple("0123456789"), metric="adjusted_rand")
        >>> model = autoencoder(task, HyperParameters())
        >>> model.output_shape, tuple(model.get_layer("code").output.shape)
        ((None, 8, 8, 1), (None, 10))
    """
    if task.kind != "clustering" or task.vocabulary:
        raise ValueError(
            f"Expected a clustering task of numbers for zoo.autoencoder. Received: kind={task.kind!r}, "
            f"vocabulary={task.vocabulary}. Use zoo.ann where there are labels."
        )
    features = math.prod(task.input_shape)
    width = hp.Choice("width", [32, 128])
    x = inputs = keras.Input(task.input_shape)
    if len(task.input_shape) > 1:
        x = keras.layers.Flatten()(x)
    x = layers.Dense(width, activation=activations.relu, kernel_initializer="he_uniform")(x)
    x = layers.Dense(min(features, max(2, len(task.classes))), name="code")(x)
    x = layers.Dense(width, activation=activations.relu, kernel_initializer="he_uniform")(x)
    x = task.head()(x)
    if len(task.input_shape) > 1:
        x = keras.layers.Reshape(task.input_shape)(x)
    model = keras.Model(inputs, x)
    learning_rate = hp.Float("learning_rate", 3e-4, 1e-2, sampling="log")
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model
