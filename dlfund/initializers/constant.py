"""Constant: every weight starts at the same value.

    W_ij = value

The same for every i and j.
"""

from typing import Any

import keras
from keras import ops

from dlfund.core.registration import register


@register
class Constant(keras.initializers.Initializer):
    """Every weight gets the same number: right for scales and biases, harmful for kernels.

    Units that start equal, with equal outgoing weights, get equal gradients and stay equal: such a hidden layer
    is worth one unit.

    Args:
        value: float, or an array of the weight's shape (or one that broadcasts to it). The initial value of
            every weight.

    Example:
        >>> [float(w) for w in Constant(0.5)((2,))]
        [0.5, 0.5]

    Use: for biases, for scales (1) and for the bias of a rare class (the log of its odds).
    Misconception: "Starting from ones is as good as from zeros or from noise." With any constant kernel, units whose
        outgoing weights are equal too stay equal.
    Interview: What goes wrong when all weights start equal? — The symmetry is not broken: every unit of a layer
        computes the same, gets the same gradient, and the layer never becomes more than one unit.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __init__(self, value: Any = 0.0):
        self.value = value

    def __call__(self, shape, dtype=None):
        return ops.full(shape, ops.convert_to_tensor(self.value), dtype=dtype or keras.config.floatx())

    def get_config(self):
        return {"value": keras.saving.serialize_keras_object(self.value)}  # an array becomes a list and its dtype

    @classmethod
    def from_config(cls, config):
        return cls(keras.saving.deserialize_keras_object(config["value"]))
