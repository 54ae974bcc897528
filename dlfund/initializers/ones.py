"""Ones: every weight starts at 1.

    W_ij = 1

The same for every i and j.
"""

import keras
from keras import ops

from dlfund.core.registration import register


@register
class Ones(keras.initializers.Initializer):
    """All weights one: right for scales, which then change nothing at first; wrong for a hidden layer's kernel.

    Example:
        >>> [float(w) for w in Ones()((3,))]
        [1.0, 1.0, 1.0]

    Use: for γ of a normalisation and for every other factor that should have no effect at the start.
    Misconception: "One is a neutral start for every weight." It is neutral for a factor; a kernel of ones makes all
        units of a layer equal, and with equal outgoing weights they stay equal.
    Interview: Why does γ of a normalisation start at 1 and β at 0? — So that the layer begins as the plain
        standardisation, and training decides how far to leave it.
    Reference: Ioffe and Szegedy, 2015, Batch Normalization (arXiv:1502.03167).
    """

    def __call__(self, shape, dtype=None):
        return ops.ones(shape, dtype=dtype or keras.config.floatx())
