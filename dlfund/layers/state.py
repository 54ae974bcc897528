"""State: numbers that a layer keeps and changes, and that are no weights.

A weight is counted, shown, copied between networks and written into files of weights. A dropout's rate is none of that.
But a compiled step has to be handed every number that may change, so the layer's `variables` list it, as they list the
state of Keras's random seeds; `weights` do not. torch hands nothing over: it would count it among a module's
parameters.
"""

import keras
import numpy as np
from keras import ops


class State:
    """A layer's variables by name, hidden from Keras's search for weights.

    Example:
        >>> state = State()
        >>> state.add("rate", "float32", 0.5)
        >>> float(state["rate"].value)
        0.5
    """

    def __init__(self):
        self.by_name = {}
        self.starts = {}

    def add(self, name, dtype, start):
        initializer = keras.initializers.Constant(start)
        self.starts[name] = np.asarray(start, dtype)
        self.by_name[name] = keras.Variable(
            initializer, shape=(), dtype=dtype, trainable=False, autocast=False, name=name
        )

    def __getitem__(self, name):
        return self.by_name[name]

    @property
    def variables(self):
        return list(self.by_name.values())

    @property
    def handed_over(self):
        """What a layer's `variables` list beside its weights on this backend."""
        return [] if keras.backend.backend() == "torch" else self.variables

    def save(self, store):
        """What changed since the layer was made: an untouched layer's file is empty, like that of Keras's own layer."""
        for name, variable in self.by_name.items():
            value = ops.convert_to_numpy(variable)
            if value != self.starts[name]:
                store[name] = value

    def load(self, store, earlier=()):
        """`earlier` names the variables that an earlier version wrote as weights, by number."""
        for key in store.keys():  # noqa: SIM118 - a file's group, no dict
            name = earlier[int(key)] if key.isdigit() and int(key) < len(earlier) else key
            if name not in self.by_name:
                raise ValueError(
                    f"Expected a file of {' and '.join(self.by_name)}. Received: {key!r} in it. "
                    "Load it into a network with the same layers in the same order."
                )
            self.by_name[name].assign(store[key])
