"""Residual CNN: layers that add to a picture instead of replacing it.

y = f(W · mean over places of block(block(x)) + b)        block: relu(x + conv(relu(conv(x))))
"""

import keras

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_places

FILTERS = 24
GROUPS = 4


def residual_cnn(task: Task, hp: HyperParameters) -> keras.Model:
    """Blocks of two convolutions whose result is added to their input, each next one at half the resolution.

    Because every block passes its input on, the gradient reaches the first layer whole, so that more blocks make a
    network better or leave it as it is. Group normalisation keeps sums in size without asking for large batches.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> digits = Task(kind="multiclass", input_shape=(8, 8, 1), classes=tuple("0123456789"))
        >>> residual_cnn(digits, HyperParameters()).output_shape
        (None, 10)
    """
    check_places("residual_cnn", task, (3,), "images (height, width, channels)")
    x = inputs = keras.Input(task.input_shape)
    x = _normalised(x, FILTERS, 1)
    for block in range(hp.Choice("blocks", [1, 2, 3])):
        x = _block(x, FILTERS * (1 if block == 0 else 2), strides=1 if block == 0 else 2)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 2e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-4, 0.3, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model


def _block(x: keras.KerasTensor, filters: int, strides: int) -> keras.KerasTensor:
    y = layers.Activation("relu")(_normalised(x, filters, strides))
    y = _normalised(y, filters, 1)
    if x.shape[-1] != filters or strides > 1:  # the shortcut has to fit
        x = layers.Conv2D(filters, 1, strides, use_bias=False)(x)
    return layers.Activation("relu")(layers.Add()([x, y]))


def _normalised(x: keras.KerasTensor, filters: int, strides: int) -> keras.KerasTensor:
    x = layers.Conv2D(filters, 3, strides, "same", use_bias=False, kernel_initializer="he_normal")(x)
    return layers.GroupNormalization(GROUPS)(x)
