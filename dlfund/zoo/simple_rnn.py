"""Simple RNN: a memory that is written anew at every step.

h_t = tanh(W x_t + U h_(t−1) + b)
"""

from dlfund import layers
from dlfund.zoo.recurrent import recurrent


def simple_rnn(task, hp):
    """The plainest memory: what was seen is mixed into what is seen, and fades with every step.

    It is the network that shows why gates were invented: over many steps its gradient vanishes or explodes.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(40, 1), classes=("calm", "restless"))
        >>> simple_rnn(task, HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("simple_rnn", layers.SimpleRNN, task, hp)
