"""Step: the all-or-nothing output of the first artificial neurons.

    step(x) = 1 if x ≥ 0, otherwise 0

At zero the output is 1.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def step(x):
    """A decision: 1 from zero upwards, 0 below. Its slope is 0, so gradient descent learns nothing through it.

    Rosenblatt's perceptron used it and needed its own learning rule. To train through a step by gradient descent, use
    `straight_through_step`, which makes the same decisions and replaces the slope by 1.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [float(y) for y in step([-0.1, 0.0, 2.0])]
        [0.0, 1.0, 1.0]

    Derivative: d/dx step(x) = 0 wherever there is one (at x = 0 there is none)
    Range: {0, 1}
    Saturates: everywhere: the slope is 0
    Use: to show what a perceptron decides, and for decisions after training; not inside what gradient descent trains.
    Misconception: "A network with steps only trains slowly." The weights before a step do not train at all: their
        gradient is exactly zero.
    Interview: Why can't backpropagation train a step? — The chain rule multiplies by its slope, which is 0, so every
        weight before it gets the gradient 0.
    Reference: McCulloch and Pitts, 1943, A logical calculus of the ideas immanent in nervous activity
        (doi:10.1007/BF02478259).
    """
    x = ops.convert_to_tensor(x)
    return ops.where(ops.isnan(x), x, ops.cast(x >= 0, x.dtype))  # not a number stays not a number


@derivative_of(step)
def step_derivative(x):
    return ops.zeros_like(x)
