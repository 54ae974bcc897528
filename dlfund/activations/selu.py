"""Scaled exponential linear unit: a network that normalises itself.

    selu(x) = λ · x if x > 0, otherwise λ · α · (e^x − 1)
    λ = 1.0507, α = 1.6733

The two constants make mean 0 and variance 1 a fixed point from layer to layer.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register

SCALE = 1.0507009873554805  # λ
ALPHA = 1.6732632423543772  # α


@register
def selu(x):
    """An ELU whose two constants are chosen so that signals keep mean 0 and variance 1.

    This requires LeCun-normal weights, standardised inputs and plain dense layers.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [round(float(y), 4) for y in selu([-1.0, 1.0])]
        [-1.1113, 1.0507]

    Derivative: λ for x > 0, λ · α · e^x for x < 0
    Range: (−1.7581, ∞)
    Saturates: for x < −5 the slope is under 0.012; never for x > 0
    Use: in deep dense networks on standardised inputs, with LeCun-normal weights; RealMLP uses a parametric form. As of
        2026; with normalisation or shortcuts in the network it brings nothing.
    Misconception: "SELU replaces batch normalisation everywhere." It works for plain dense stacks with
        LeCun-normal weights; skip connections, dropout or convolutions break its assumptions.
    Interview: What is self-normalising? — Mean and variance of the outputs move towards 0 and 1 with every layer,
        instead of away from them.
    Reference: Klambauer, Unterthiner, Mayr and Hochreiter, 2017, Self-Normalizing Neural Networks
        (arXiv:1706.02515).
    """
    return ops.selu(x)


@derivative_of(selu)
def selu_derivative(x):
    x = ops.convert_to_tensor(x)
    return SCALE * ops.where(x > 0, ops.ones_like(x), ALPHA * ops.exp(-ops.relu(-x)))
