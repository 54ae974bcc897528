"""Text RNN: reads a text word by word into a memory.

h_t = gru(E[word_t], h_(t−1)),   y = f(W h_T + b)
"""

import keras

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_words


def text_rnn(task: Task, hp: HyperParameters) -> keras.Model:
    """A gated memory reads the words one by one; empty positions (code 0) are skipped.

    It can connect a "not" to the word that it negates, however many words are in between.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(24,), classes=("bad", "good"), vocabulary=(200,))
        >>> text_rnn(task, HyperParameters()).output_shape
        (None, 1)
    """
    check_words("text_rnn", task)
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], 16, mask_zero=True)(inputs)
    x = layers.GRU(hp.Choice("units", [8, 24]))(x)
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 2e-3, 2e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay, global_clipnorm=1.0), loss=task.loss())
    return model
