"""LSTM: a long memory beside a short one.

c_t = f_t ∘ c_(t−1) + i_t ∘ g_t,   h_t = o_t ∘ tanh(c_t)
"""

from dlfund import layers
from dlfund.zoo.recurrent import recurrent


def lstm(task, hp):
    """Two memories: one is carried along untouched unless a gate opens, the other is shown.

    The network that made long sequences learnable; the GRU is its shorter form.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(40, 1), classes=("calm", "restless"))
        >>> lstm(task, HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("lstm", layers.LSTM, task, hp)
