"""Bag of words: a vector for every word, and their mean.

y = f(W · mean(E[word]) + b)
"""

import keras

from dlfund import layers, optimizers
from dlfund.zoo.checked import check_words


def bag_of_words(task, hp):
    """What is said, not in which order: "not bad, good" and "not good, bad" are the same to it.

    The floor for networks of text; what a CNN or RNN wins over it is what the order of the words says.

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
    learning_rate = hp.Float("learning_rate", 1e-3, 3e-2, sampling="log")
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
