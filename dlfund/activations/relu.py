"""Rectified linear unit: keep what is positive, drop the rest.

    relu(x) = max(0, x)

The larger of nothing and x.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.registration import register


@register
def relu(x):
    """A hinge: the cheapest function that lets layers bend, with a slope that never fades.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [float(y) for y in relu([-2.0, 0.0, 3.0])]
        [0.0, 0.0, 3.0]

    Derivative: d/dx relu(x) = 1 for x > 0, otherwise 0 (at 0 the corner has no slope; 0 is the convention)
    Range: [0, ∞)
    Saturates: for x < 0 the slope is exactly 0; never for x > 0
    Use: as the first choice between hidden layers, with He initialisation.
    Misconception: "ReLU is linear, so stacking it adds nothing." Each piece is linear, the whole is not: a network of
        hinges approximates any continuous function.
    Interview: What is a dying ReLU? — A unit whose weighted sum is negative for every row: its slope is 0 everywhere,
        no gradient reaches it, and it never comes back. Smaller steps or a leaky ReLU avoid it.
    Reference: Nair and Hinton, 2010, Rectified Linear Units Improve Restricted Boltzmann Machines.
    """
    return ops.relu(x)  # max(0, x)


@derivative_of(relu)
def relu_derivative(x):
    x = ops.convert_to_tensor(x)
    return ops.cast(x > 0, x.dtype)
