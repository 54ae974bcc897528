"""What the recurrent networks share: one cell reads the sequence step by step, and a head uses its state.

h_t = cell(x_t, h_(t−1)),   y = f(W h + b)        h the last state, or all of them
"""

import keras

from dlfund import layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_places


def recurrent(name: str, layer: type[keras.Layer], task: Task, hp: HyperParameters) -> keras.Model:
    """A network of one recurrent `layer` for `task`."""
    check_places(name, task, (2,), "sequences (steps, channels)")
    every_state = hp.Choice("read", ["last", "every"]) == "every"
    x = inputs = keras.Input(task.input_shape)
    x = layer(hp.Choice("units", [8, 24]), return_sequences=every_state)(x)
    if every_state:
        x = keras.layers.Flatten()(x)
    x = layers.Dropout(hp.Float("dropout", 0.01, 0.3, sampling="log"))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 2e-3, 5e-2, sampling="log", default=0.01)
    # along many steps gradients may explode: a longer one is cut to this length
    optimizer = optimizers.Adam(learning_rate, global_clipnorm=1.0)
    model.compile(optimizer=optimizer, loss=task.loss())
    return model
