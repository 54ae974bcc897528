"""RNN: a cell that reads a sequence step by step; the kind of cell is a hyperparameter.

h_t = cell(x_t, h_(t−1))
"""

import keras

from dlfund import layers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.recurrent import recurrent

CELLS = {"simple_rnn": layers.SimpleRNN, "gru": layers.GRU, "lstm": layers.LSTM}


def rnn(task: Task, hp: HyperParameters) -> keras.Model:
    """A recurrent network whose cell is chosen on the validation rows.

    Use `simple_rnn`, `gru` or `lstm` to compare the cells themselves.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> rnn(Task(kind="regression", input_shape=(24, 3)), HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("rnn", CELLS[hp.Choice("cell", ["gru", "lstm", "simple_rnn"])], task, hp)
