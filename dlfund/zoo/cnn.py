"""CNN: small patterns, looked for everywhere.

steps (steps, channels) → Conv1D;   images (height, width, channels) → Conv2D
"""

import keras

from dlfund import activations, layers, optimizers
from dlfund.zoo.checked import check_places

FILTERS = 24


def cnn(task, hp):
    """Two layers of filters, each half as fine as the one before, and then either where or whether they answered.

    The same few weights serve every place, so a pattern that is learned here is found there: far fewer weights than an
    ANN, and the right ones where neighbours belong together.

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
    options = {"padding": "same", "activation": activations.relu, "kernel_initializer": "he_normal"}
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
    learning_rate = hp.Float("learning_rate", 1e-3, 2e-2, sampling="log")
    decay = hp.Float("weight_decay", 1e-4, 0.3, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
