"""GRU: a memory that its gates let through unchanged.

h_t = z_t ∘ h_(t−1) + (1 − z_t) ∘ c_t
"""

from dlfund import layers
from dlfund.zoo.recurrent import recurrent


def gru(task, hp):
    """A gated memory: it keeps what it needs for as long as it needs it, with fewer weights than an LSTM.

    The first recurrent network to try.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(40, 1), classes=("calm", "restless"))
        >>> gru(task, HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("gru", layers.GRU, task, hp)
