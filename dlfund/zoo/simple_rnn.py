"""Simple RNN: a memory that is overwritten at every step.

h_t = tanh(W x_t + U h_(t−1) + b)
"""

import keras

from dlfund import layers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.recurrent import recurrent


def simple_rnn(task: Task, hp: HyperParameters) -> keras.Model:
    """The simplest recurrent network: each step mixes the past with the new input, and the past fades with every step.

    It shows why gates were invented: over many steps its gradient vanishes or explodes.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(40, 1), classes=("calm", "restless"))
        >>> simple_rnn(task, HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("simple_rnn", layers.SimpleRNN, task, hp)
