"""ANN: hidden layers of neurons, each connected to all neurons of the layer before.

h = relu(W₁x + b₁),   y = f(W₂h + b₂)
"""

import keras

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_numbers


def ann(task: Task, hp: HyperParameters) -> keras.Model:
    """Hidden layers of ReLU neurons, which can bend the perceptron's straight line where the data requires it.

    Images and sequences are flattened first, so the network does not know which values are neighbours; a
    CNN does.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> ann(Task(kind="regression", input_shape=(3,)), HyperParameters()).output_shape
        (None, 1)
    """
    check_numbers("ann", task)
    x = inputs = keras.Input(task.input_shape)
    if len(task.input_shape) > 1:
        x = keras.layers.Flatten()(x)
    rate = hp.Float("dropout", 0.01, 0.5, sampling="log")
    width = hp.Choice("width", [16, 64])
    for _ in range(hp.Int("hidden_layers", 1, 2)):
        x = layers.Dense(width, activation=activations.relu, kernel_initializer="he_uniform")(x)
        x = layers.Dropout(rate)(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 3e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-4, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
