"""RealMLP-style ANN: a plain network with small changes that make it strong on tables.

x → smooth clip → [waves(x), x] → scale → 3 × (linear in NTK form → blended activation → dropout) → head,
initially 0
"""

import keras

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_numbers


def realmlp(task: Task, hp: HyperParameters) -> keras.Model:
    """An ANN with RealMLP's layers: periodic embeddings of numbers, a learned scale per column, weights of unit size.

    The published network also uses a cyclic learning-rate schedule over a training of known length, smoothed
    labels and 256 epochs; here the rate is tuned and the epoch is chosen by patience, as for every other network.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> realmlp(Task(kind="regression", input_shape=(10,)), HyperParameters()).output_shape
        (None, 1)

    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """
    check_numbers("realmlp", task)
    x = inputs = keras.Input(task.input_shape)
    if len(task.input_shape) > 1:
        x = keras.layers.Flatten()(x)
    rate = hp.Float("dropout", 0.02, 0.4, sampling="log")
    x = layers.RobustScaling()(x)  # rows come scaled: not adapted, it clips smoothly at ±3 and does nothing else
    x = layers.PBLDEmbedding(4, learning_rate_factor=0.1)(x)  # (batch, features, 4)
    x = keras.layers.Flatten()(x)
    x = layers.Scale(learning_rate_factor=6.0)(x)
    for _ in range(3):
        x = layers.NTKDense(hp.Choice("width", [64, 128]), bias_learning_rate_factor=0.1)(x)
        x = activations.ParametricBlend("selu" if task.task_kind.has_classes else "mish")(x)
        x = layers.Dropout(rate)(x)
    head = layers.NTKDense(
        task.outputs, activation=task.activation, kernel_initializer="zeros", bias_initializer="zeros", name="head"
    )
    model = keras.Model(inputs, head(x))
    learning_rate = hp.Float("learning_rate", 5e-3, 0.2, sampling="log", default=0.03)
    decay = hp.Float("weight_decay", 1e-3, 0.1, sampling="log")
    optimizer = optimizers.AdamW(learning_rate, weight_decay=decay, beta_2=0.95)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    model.compile(optimizer=optimizer, loss=task.loss())
    return model
