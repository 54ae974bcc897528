"""Transformer for series: every step looks at every other, and takes what matters to it.

y = f(W · mean_t block(block(E x))_t + b)        block: attention, then a small network at every step
"""

import keras

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_places

WIDTH, HEADS = 32, 2


def transformer(task: Task, hp: HyperParameters) -> keras.Model:
    """Attention compares every step with every other one, however far apart; the mean of all steps is used.

    Steps know their distance by rotation of queries and keys. A recurrent network passes the past on from step to step;
    here each pair of steps meets at once, which costs steps² comparisons.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> series = Task(kind="regression", input_shape=(24, 3))
        >>> transformer(series, HyperParameters()).output_shape
        (None, 1)
    """
    check_places("transformer", task, (2,), "sequences (steps, channels)")
    inputs = keras.Input(task.input_shape)
    x = layers.Dense(WIDTH)(inputs)
    return attending(inputs, x, task, hp)


def attending(inputs: keras.KerasTensor, x: keras.KerasTensor, task: Task, hp: HyperParameters) -> keras.Model:
    """Transformer blocks on a sequence of vectors, the mean of its steps, the task's head, and the training."""
    dropout = hp.Float("dropout", 0.05, 0.5)
    for _ in range(hp.Choice("blocks", [1, 2])):
        x = layers.TransformerBlock(HEADS, 2 * WIDTH, dropout=dropout, attention_options={"rotary": True})(x)
    x = layers.GlobalAveragePooling1D()(layers.LayerNormalization()(x))
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 3e-4, 1e-2, sampling="log", default=2e-3)
    decay = hp.Float("weight_decay", 1e-4, 0.3, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay, clipnorm=1.0), loss=task.loss())
    return model
