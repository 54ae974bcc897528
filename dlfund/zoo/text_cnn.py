"""Text CNN: phrases of a few words, looked for everywhere in the text.

y = f(W · max_t relu(conv(E[words])_t) + b)
"""

import keras

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_words


def text_cnn(task: Task, hp: HyperParameters) -> keras.Model:
    """Each filter responds to a phrase of neighbouring words; its largest or its mean output is used, wherever
    the phrase occurs.

    "Not good" is a phrase, so it detects a negation that a bag of words misses. Empty positions (code 0) have their
    own vector, which it learns to ignore.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(24,), classes=("bad", "good"), vocabulary=(200,))
        >>> text_cnn(task, HyperParameters()).output_shape
        (None, 1)
    """
    check_words("text_cnn", task)
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], 16)(inputs)
    window = hp.Choice("window", [2, 3])
    x = layers.Conv1D(32, window, padding="same", activation=activations.relu)(x)
    pooling = (
        layers.GlobalAveragePooling1D if hp.Choice("pool", ["max", "mean"]) == "mean" else layers.GlobalMaxPooling1D
    )
    x = pooling()(x)
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 1e-2, sampling="log", default=3e-3)
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
