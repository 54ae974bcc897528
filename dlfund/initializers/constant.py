"""Constant: every weight starts at one value.

    W_ij = value

The same for every i and j.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class Constant(keras.initializers.Initializer):
    """Every weight the same number: right for scales and biases, fatal for kernels.

    Units that start equal get equal gradients and stay equal for ever: a hidden layer of such twins is one unit.

    Args:
        value: float. Where every weight starts.

    Example:
        >>> [float(w) for w in Constant(0.5)((2,))]
        [0.5, 0.5]

    Use: for biases, for scales (1) and for the bias of a rare class (the log of its odds).
    Misconception: "Starting from ones is as good as from zeros or from noise." Any constant kernel keeps twins.
    Interview: What breaks when all weights start equal? — Symmetry does not: every unit of a layer computes the same,
        gets the same gradient, and the layer never becomes more than one unit.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __init__(self, value=0.0):
        self.value = value

    def __call__(self, shape, dtype=None):
        return ops.full(shape, self.value, dtype=dtype or keras.config.floatx())

    def get_config(self):
        return {"value": self.value}
