"""Autoencoder: a network that reproduces its input through a narrow layer.

code = f(x),   x' = g(code)        learned so that x' ≈ x
"""

import math

import keras

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task


def autoencoder(task: Task, hp: HyperParameters) -> keras.Model:
    """Learns without labels: the narrow layer named `code` has to represent how the rows differ.

    The code has as many values as there are groups to be found, and is not tuned: a wider code always reproduces
    its input better, which says nothing about groups.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> task = Task(kind="clustering", input_shape=(8, 8, 1), classes=tuple("0123456789"), metric="adjusted_rand")
        >>> model = autoencoder(task, HyperParameters())
        >>> model.output_shape, tuple(model.get_layer("code").output.shape)
        ((None, 8, 8, 1), (None, 10))
    """
    if task.task_kind.labelled or task.vocabulary:
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
    learning_rate = hp.Float("learning_rate", 3e-4, 1e-2, sampling="log", default=2e-3)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model
