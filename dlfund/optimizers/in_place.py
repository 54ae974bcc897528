"""In place: a weight is updated without a copy.

    w ← w + step,   w ← w − step,   w ← factor · w          without a second w

Keras offers `assign_add` and `assign_sub` to optimizers so that a backend can make them faster. TensorFlow and JAX are
fast already; on torch Keras makes a new tensor of the weight's size and copies it back.
"""

import keras

from dlfund.core.keras_internals import inside_stateless_scope

ADDS_IN_PLACE = keras.backend.backend() == "torch"


class InPlace:
    """Stands before keras.optimizers.Optimizer among an `UpdateRule`'s parents, and adds to weights without a copy.

    Inside a StatelessScope a weight's value is the caller's tensor: that one is left alone, as Keras does.
    """

    def assign_add(self, variable, value):
        if ADDS_IN_PLACE and not inside_stateless_scope():
            variable.value.detach().add_(value)  # detached: the same numbers, which no gradient asks for
        else:
            super().assign_add(variable, value)

    def assign_sub(self, variable, value):
        if ADDS_IN_PLACE and not inside_stateless_scope():
            variable.value.detach().sub_(value)
        else:
            super().assign_sub(variable, value)

    def assign_mul(self, variable, factor):
        if ADDS_IN_PLACE and not inside_stateless_scope():
            variable.value.detach().mul_(factor)
        else:
            self.assign(variable, variable * factor)
