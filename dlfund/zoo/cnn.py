"""CNN: small patterns, looked for at every position.

steps (steps, channels) → Conv1D;   images (height, width, channels) → Conv2D
"""

from typing import Any

import keras

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_places

FILTERS = 24


def cnn(task: Task, hp: HyperParameters) -> keras.Model:
    """Two layers of filters, the second at half the resolution, then either the positions or only the strength of
    their outputs.

    The same few weights are used at every position, so a pattern learned at one position is found at all others: a CNN
    has far fewer weights than an ANN and suits data whose neighbours belong together.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> digits = Task(kind="multiclass", input_shape=(8, 8, 1), classes=tuple("0123456789"))
        >>> cnn(digits, HyperParameters()).output_shape
        (None, 10)
    """
    check_places("cnn", task, (2, 3), "sequences (steps, channels) or images (height, width, channels)")
    flat = len(task.input_shape) == 2
    convolution = layers.Conv1D if flat else layers.Conv2D
    pooling = layers.MaxPooling1D if flat else layers.MaxPooling2D
    window = hp.Choice("window", [3, 5])
    options: dict[str, Any] = {"padding": "same", "activation": activations.relu, "kernel_initializer": "he_normal"}
    x = inputs = keras.Input(task.input_shape)
    x = convolution(FILTERS, window, **options)(x)
    if hp.Choice("read", ["where", "whether"]) == "where":
        if min(task.input_shape[:-1]) >= 2:
            x = pooling(2)(x)
        x = convolution(FILTERS, window, strides=2, **options)(x)
        x = keras.layers.Flatten()(x)
    else:
        x = convolution(FILTERS, 1, **options)(x)
        x = (layers.GlobalMaxPooling1D if flat else layers.GlobalMaxPooling2D)()(x)
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 2e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-4, 0.3, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
