"""Text transformer: every word looks at every other one, and takes what changes its meaning.

y = f(W · mean_t block(block(E[words]))_t + b)        block: attention, then a small network at every word
"""

import keras

from dlfund import layers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_words
from dlfund.zoo.transformer import WIDTH, attending


def text_transformer(task: Task, hp: HyperParameters) -> keras.Model:
    """Attention lets a word take from any other one of the text; the mean of all words is used.

    "Not ... good" is one phrase for it, however many words stand between. Empty positions (code 0) are left out. It
    starts without any knowledge of language, and needs more texts than a bag of words to gain from its freedom.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> task = Task(kind="binary", input_shape=(24,), classes=("bad", "good"), vocabulary=(200,))
        >>> text_transformer(task, HyperParameters()).output_shape
        (None, 1)
    """
    check_words("text_transformer", task)
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], WIDTH, mask_zero=True)(inputs)
    return attending(inputs, x, task, hp)
