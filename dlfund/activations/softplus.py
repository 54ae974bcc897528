"""Softplus: a ReLU without the corner.

    softplus(x) = log(1 + e^x)

For large x it is nearly x, for very negative x nearly 0.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def softplus(x):
    """A smooth function with positive values: it turns any output into a rate, a width or a variance.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> round(float(softplus(0.0)), 4)
        0.6931

    Derivative: s(x), the sigmoid
    Range: (0, ∞)
    Saturates: for x < −6 the slope is under 0.0025; never for x > 0
    Use: on an output that must be positive (the mean of counts, a standard deviation); rarely between hidden layers. As
        of 2026; between hidden layers SiLU or GELU would have to do worse.
    Misconception: "Being smooth, softplus beats ReLU in hidden layers." It usually trains no better and costs an
        exponential and a logarithm.
    Interview: What is the derivative of softplus? — The sigmoid; softplus is the integral of the sigmoid.
    Reference: Dugas, Bengio, Bélisle, Nadeau and Garcia, 2001, Incorporating Second-Order Functional Knowledge for
        Better Option Pricing (NIPS 13, pages 472–478).
    """
    return ops.softplus(x)


@derivative_of(softplus)
def softplus_derivative(x):
    return ops.sigmoid(x)
