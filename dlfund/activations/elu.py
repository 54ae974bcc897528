"""Exponential linear unit: linear above zero, exponential below.

    elu(x) = x if x > 0, otherwise alpha · (e^x − 1)

−alpha is the value that it approaches for very negative x.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def elu(x, alpha=1.0):
    """ReLU above zero, a smooth curve down to −alpha below: the mean output comes closer to zero.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.
        alpha: float. The lower bound is −alpha; 1 makes the slope continuous at zero.

    Example:
        >>> [round(float(y), 3) for y in elu([-1.0, 2.0])]
        [-0.632, 2.0]

    Derivative: 1 for x > 0, alpha · e^x for x < 0
    Range: (−alpha, ∞)
    Saturates: for x < −5 the slope is under 0.007 · alpha; never for x > 0
    Use: between hidden layers without batch normalisation, when dead ReLU units are a problem.
    Misconception: "The negative part only costs time." It moves the mean of the outputs towards zero, as
        normalisation layers do.
    Interview: What does ELU add to leaky ReLU? — A lower bound: very negative inputs all give nearly the same
        output, so noise there is not passed on.
    Reference: Clevert, Unterthiner and Hochreiter, 2016, Fast and Accurate Deep Network Learning by ELUs
        (arXiv:1511.07289).
    """
    return ops.elu(x, alpha=alpha)


@derivative_of(elu)
def elu_derivative(x, alpha=1.0):
    x = ops.convert_to_tensor(x)
    return ops.where(x > 0, ops.ones_like(x), alpha * ops.exp(-ops.relu(-x)))
