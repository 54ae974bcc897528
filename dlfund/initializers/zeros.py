"""Zeros: every weight starts at nothing.

    W_ij = 0

The same for every i and j.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class Zeros(keras.initializers.Initializer):
    """Start at zero: right for biases and for a single neuron, wrong for a hidden layer.

    With a zero kernel every hidden unit is the same unit, and the layer before it gets no gradient at all.

    Example:
        >>> [float(w) for w in Zeros()((3,))]
        [0.0, 0.0, 0.0]

    Use: for biases, and for the last layer of a branch that should start as if it were not there.
    Misconception: "Zero is a neutral start." For logistic regression it is (the problem is convex); in a network with
        hidden layers it keeps twins and stops the gradient.
    Interview: Why not start all weights at zero? — All units of a layer stay equal, and the gradient that passes back
        through zero weights is zero.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __call__(self, shape, dtype=None):
        return ops.zeros(shape, dtype=dtype or keras.config.floatx())
