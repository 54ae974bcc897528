"""Perceptron: one neuron per class, no hidden layer.

y = f(wᵀx + b)
"""

import keras

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_numbers


def perceptron(task: Task, hp: HyperParameters) -> keras.Model:
    """A weighted sum, a bias and an activation, trained by gradient descent: the network to start with.

    It can draw one straight line between two classes. What a deeper network gains is what a straight line
    can't represent.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="multiclass", input_shape=(3,), classes=("a", "b", "c"))
        >>> perceptron(task, HyperParameters()).count_params()  # 3 neurons of 3 weights and a bias
        12
    """
    check_numbers("perceptron", task)
    x = inputs = keras.Input(task.input_shape)
    if len(task.input_shape) > 1:
        x = keras.layers.Flatten()(x)
    y = layers.Perceptron(task.outputs, activation=task.activation, name="head")(x)
    model = keras.Model(inputs, y)
    learning_rate = hp.Float("learning_rate", 3e-3, 0.3, sampling="log", default=0.03)
    model.compile(optimizer=optimizers.GradientDescent(learning_rate), loss=task.loss())
    return model
