"""Leaky ReLU: a ReLU that lets a small part of negative values through.

    leaky_relu(x) = x if x ≥ 0, otherwise negative_slope · x

With a negative_slope of 0 it is ReLU, with 1 it is linear.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def leaky_relu(x, negative_slope=0.2):
    """ReLU without dead units: below zero the slope is small instead of none.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.
        negative_slope: float. The slope below zero; 0 brings dead units back, 1 makes it linear.

    Example:
        >>> [round(float(y), 3) for y in leaky_relu([-2.0, 3.0], negative_slope=0.1)]
        [-0.2, 3.0]

    Derivative: 1 for x > 0, negative_slope for x < 0
    Range: (−∞, ∞)
    Saturates: never
    Use: where many ReLU units have died, and in discriminators of adversarial networks.
    Misconception: "A leaky ReLU is always better than ReLU." Exact zeros make ReLU's outputs sparse and cheap;
        the gain of a leak is small where few units die.
    Interview: How does it prevent dying units? — Its slope is not 0 (where the leak is above 0), so a unit that is
        negative for every row still gets a gradient and can recover.
    Reference: Maas, Hannun and Ng, 2013, Rectifier Nonlinearities Improve Neural Network Acoustic Models
        (ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf).
    """
    return ops.leaky_relu(x, negative_slope=negative_slope)


@derivative_of(leaky_relu)
def leaky_relu_derivative(x, negative_slope=0.2):
    x = ops.convert_to_tensor(x)
    return ops.where(x > 0, ops.ones_like(x), negative_slope * ops.ones_like(x))
