"""Two towers: a vector for every user, a vector for every item, and their product.

score = p_user · q_item + b_user + b_item
"""

import keras
from keras import ops

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_identifiers


def two_tower(task: Task, hp: HyperParameters) -> keras.Model:
    """Matrix factorization as a network: a rating is a product of learned tastes of the user and traits of the item.

    Code 0, for unseen users and items, has its own vector and bias, which stay near their initial values: its
    prediction is near the mean.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="regression", input_shape=(2,), vocabulary=(600, 400))
        >>> two_tower(task, HyperParameters()).output_shape
        (None, 1)
    """
    check_identifiers("two_tower", task)
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    width = hp.Choice("width", [4, 8])
    users, items = task.vocabulary
    start = keras.initializers.RandomNormal(stddev=0.3)
    p = layers.Embedding(users, width, embeddings_initializer=start, name="user")(inputs[:, 0])
    q = layers.Embedding(items, width, embeddings_initializer=start, name="item")(inputs[:, 1])
    user_bias = layers.Embedding(users, 1, embeddings_initializer="zeros", name="user_bias")(inputs[:, 0])
    item_bias = layers.Embedding(items, 1, embeddings_initializer="zeros", name="item_bias")(inputs[:, 1])
    agreement = ops.sum(p * q, axis=-1, keepdims=True)  # (batch, 1)
    model = keras.Model(inputs, task.head()(agreement + user_bias + item_bias))
    learning_rate = hp.Float("learning_rate", 1e-3, 2e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-2, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
