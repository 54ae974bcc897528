"""Zeros: every weight starts at 0.

    W_ij = 0

The same for every i and j.
"""

import keras
from keras import ops

from dlfund.core.registration import register


@register
class Zeros(keras.initializers.Initializer):
    """All weights zero: right for biases and for a single neuron, wrong for a hidden layer.

    With a zero kernel all units of a hidden layer are equal, and as long as it is zero the layers before it get no
    gradient.

    Example:
        >>> [float(w) for w in Zeros()((3,))]
        [0.0, 0.0, 0.0]

    Use: for biases, and for the last layer of a branch that should have no effect at the start (residual blocks,
        low-rank adapters).
    Misconception: "A layer that starts at zero never learns." Where all kernels are zero, none gets a gradient. A
        single zero kernel between random ones does learn, if its activation has a slope at 0 (tanh yes, ReLU no); the
        last layer of a branch is often started so.
    Interview: Why not start all kernels at zero? — No gradient passes back through a zero kernel, and a kernel whose
        inputs are all 0 gets none: with tanh or ReLU between the layers only the last bias learns.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press); Zhang, Dauphin and Ma,
        2019, Fixup initialization (arXiv:1901.09321), for branches that start at zero.
    """

    def __call__(self, shape, dtype=None):
        return ops.zeros(shape, dtype=dtype or keras.config.floatx())
