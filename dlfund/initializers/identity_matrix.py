"""Identity matrix: a square kernel that passes its input on unchanged.

    W_ij = gain if i = j, otherwise 0

Rows and columns beyond the shorter side are 0.
"""

import keras
from keras import ops

from dlfund.core.registration import register


@register
class IdentityMatrix(keras.initializers.Initializer):
    """A matrix with `gain` on its diagonal: every unit starts as a copy of one input.

    `initializers.Identity` is this initializer under Keras's name; `layers.Identity` is a layer.

    In a recurrent layer of ReLUs the memory is then kept as it is until training changes it.

    Args:
        gain: float. The number on the diagonal; below 1 a memory fades, above 1 it grows.

    Example:
        >>> ops.convert_to_numpy(IdentityMatrix()((2, 3))).tolist()
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]

    Use: for the recurrent kernel of a simple recurrent layer with ReLU, and for layers that should begin as a copy.
    Misconception: "Zeros everywhere else stop the gradient." The gradient of a kernel depends on inputs and errors,
        not on the kernel's own entries: zeros off the diagonal learn as fast.
    Interview: Why start a recurrent kernel at the identity? — Its powers are the identity, so neither memory nor
        gradient shrinks or grows along the sequence at the start.
    Reference: Le, Jaitly and Hinton, 2015, A simple way to initialize recurrent networks of rectified linear units
        (arXiv:1504.00941).
    """

    def __init__(self, gain: float = 1.0):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        if len(shape) != 2:
            raise ValueError(
                f"Expected a weight of two axes. Received: shape={tuple(shape)}. "
                "Only a matrix has a diagonal; use another initializer for biases and filters."
            )
        return self.gain * ops.eye(*shape, dtype=dtype or keras.config.floatx())

    def get_config(self):
        return {"gain": self.gain}
