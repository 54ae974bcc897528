"""Neural collaborative filtering: a network, not only a product, predicts how well a user and an item match.

score = f(p_user ∘ q_item, mlp(p_user, q_item))
"""

import keras
from keras import ops

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_identifiers


def neural_collaborative_filtering(task: Task, hp: HyperParameters) -> keras.Model:
    """Combines the product of a user's and an item's vector with hidden layers that get both.

    It can learn interactions that a product cannot represent. Whether they exist is shown by a comparison with
    `two_tower`; with equal tuning, the plain product is often as good (Rendle et al., 2020, arXiv:2005.09683).

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="regression", input_shape=(2,), vocabulary=(600, 400))
        >>> neural_collaborative_filtering(task, HyperParameters()).output_shape
        (None, 1)
    """
    check_identifiers("neural_collaborative_filtering", task)
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    width = hp.Choice("width", [4, 8])
    users, items = task.vocabulary
    start = keras.initializers.RandomNormal(stddev=0.3)
    p = layers.Embedding(users, width, embeddings_initializer=start, name="user")(inputs[:, 0])
    q = layers.Embedding(items, width, embeddings_initializer=start, name="item")(inputs[:, 1])
    both = ops.concatenate([p, q], axis=-1)  # (batch, 2 · width)
    hidden = layers.Dense(32, activation=activations.relu, kernel_initializer="he_uniform")(both)
    hidden = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(hidden)
    model = keras.Model(inputs, task.head()(ops.concatenate([p * q, both, hidden], axis=-1)))
    learning_rate = hp.Float("learning_rate", 1e-3, 2e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-2, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model
