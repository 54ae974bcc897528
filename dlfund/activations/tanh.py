"""Hyperbolic tangent: a sigmoid that is centred on zero.

    tanh(x) = (e^x − e^(−x)) / (e^x + e^(−x)) = 2 · sigmoid(2x) − 1

e is Euler's number; the second form shows that it is a stretched and shifted sigmoid.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def tanh(x):
    """The S-curve centred on zero, so that the next layer's inputs are balanced.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> float(tanh(0.0))
        0.0

    Derivative: d/dx tanh(x) = 1 − tanh(x)²
    Range: (−1, 1)
    Saturates: for |x| > 3 the slope is under 0.01
    Use: for the candidate state of recurrent cells, and where an output must lie between −1 and 1.
    Misconception: "tanh does not suffer from vanishing gradients." Its slope reaches 1, but only at zero; a saturated
        tanh passes on as little gradient as a saturated sigmoid.
    Interview: Why is tanh better than the sigmoid in a hidden layer? — It is centred on zero, so the next layer's
        gradients don't all share one sign, and its slope at zero is 1 instead of 1/4.
    Reference: LeCun, Bottou, Orr and Müller, 1998, Efficient BackProp (doi:10.1007/3-540-49430-8_2).
    """
    return ops.tanh(x)


@derivative_of(tanh)
def tanh_derivative(x):
    return 1 - ops.square(tanh(x))
