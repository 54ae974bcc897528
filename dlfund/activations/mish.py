"""Mish: a smooth ReLU, with derivatives of every order.

    mish(x) = x · tanh(softplus(x))        softplus(x) = log(1 + e^x)

A relative of SiLU with a slightly deeper dip.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def mish(x):
    """A smooth ReLU: x times a gate that opens smoothly as x grows.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [round(float(y), 4) for y in mish([-1.0, 0.0, 1.0])]
        [-0.3034, 0.0, 0.8651]

    Derivative: g + x · (1 − g²) · s(x), with the gate g = tanh(softplus(x)) and the sigmoid s
    Range: [−0.31, ∞)
    Saturates: for x < −8 the slope is under 0.003 in size; never for x > 0
    Use: where SiLU works, if a little more time per step does not matter; RealMLP uses a parametric form for
        regression.
    Misconception: "A smoother activation always trains better." The gain over ReLU or SiLU is small and depends on
        the task; measure it.
    Interview: What do GELU, SiLU and Mish share? — Each is x times a smooth gate of x: near 0 for very negative x,
        near x for large x, with a dip in between.
    Reference: Misra, 2019, Mish: A Self Regularized Non-Monotonic Activation Function (arXiv:1908.08681).
    """
    x = ops.convert_to_tensor(x)
    return x * ops.tanh(ops.softplus(x))


@derivative_of(mish)
def mish_derivative(x):
    x = ops.convert_to_tensor(x)
    gate = ops.tanh(ops.softplus(x))
    return gate + x * (1 - ops.square(gate)) * ops.sigmoid(x)
