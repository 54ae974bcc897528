"""GRU: a memory that its gates can keep unchanged.

h_t = z_t ∘ h_(t−1) + (1 − z_t) ∘ c_t
"""

import keras

from dlfund import layers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.recurrent import recurrent


def gru(task: Task, hp: HyperParameters) -> keras.Model:
    """A recurrent network with a gated memory that can keep values over many steps, with fewer weights than an LSTM.

    The first recurrent network to try.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(40, 1), classes=("calm", "restless"))
        >>> gru(task, HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("gru", layers.GRU, task, hp)
