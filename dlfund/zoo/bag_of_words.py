"""Bag of words: a vector for every word, and their mean.

y = f(W · mean(E[word]) + b)
"""

import keras

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_words


def bag_of_words(task: Task, hp: HyperParameters) -> keras.Model:
    """Uses which words occur, not their order: "not bad, good" and "not good, bad" look the same to it.

    It is the baseline for networks of text: what a CNN or RNN gains over it comes from the order of
        the words.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(24,), classes=("bad", "good"), vocabulary=(200,))
        >>> bag_of_words(task, HyperParameters()).output_shape
        (None, 1)
    """
    check_words("bag_of_words", task)
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], hp.Choice("width", [8, 32]), mask_zero=True)(inputs)
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 3e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
