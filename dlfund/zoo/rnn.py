"""RNN: a cell that reads a sequence step by step; which cell is one more dial.

h_t = cell(x_t, h_(t−1))
"""

from dlfund import layers
from dlfund.zoo.recurrent import recurrent

CELLS = {"simple_rnn": layers.SimpleRNN, "gru": layers.GRU, "lstm": layers.LSTM}


def rnn(task, hp):
    """A recurrent network whose cell is chosen on the validation rows.

    Take `simple_rnn`, `gru` or `lstm` where the cells themselves are compared.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> rnn(Task(kind="regression", input_shape=(24, 3)), HyperParameters()).output_shape
        (None, 1)
    """
    return recurrent("rnn", CELLS[hp.Choice("cell", ["gru", "lstm", "simple_rnn"])], task, hp)
