"""LSTM: a long-term and a short-term memory.

c_t = f_t ∘ c_(t−1) + i_t ∘ g_t,   h_t = o_t ∘ tanh(c_t)
"""

import keras

from dlfund import layers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.recurrent import recurrent


def lstm(task: Task, hp: HyperParameters) -> keras.Model:
    """A recurrent network with two states: a memory that changes only as far as its gates allow, and an output.

    It made long sequences learnable; the GRU is a simpler form of it.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(40, 1), classes=("calm", "restless"))
        >>> lstm(task, HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("lstm", layers.LSTM, task, hp)
