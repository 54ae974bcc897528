"""Straight-through step: a step in the forward pass, the identity in the backward pass.

    forward   y = 1 if x ≥ 0, otherwise 0
    backward  dy/dx := 1

The backward line is a definition, not a derivative.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.activations.step import step
from dlfund.core.registration import register


@register
def straight_through_step(x):
    """A step that gradient descent can train through, because its slope is replaced by 1.

    The value is the step's. In the backward pass the gradient passes straight through, as if the step were
    the identity: wrong in size, but often right in direction.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor of finite numbers; infinity gives NaN, because the replacement is computed as x − x.

    Example:
        >>> [float(y) for y in straight_through_step([-0.1, 0.0, 2.0])]
        [0.0, 1.0, 1.0]

    Derivative: dy/dx := 1 by definition; the true slope is 0
    Range: {0, 1}
    Saturates: never in the backward direction
    Use: when a network must decide 0 or 1 inside (binary codes, gates) and still be trained by gradient descent.
    Misconception: "The straight-through gradient is the gradient of something smooth." It is a biased substitute: no
        function has the step's value and this slope. It often has a useful sign; nothing guarantees that.
    Interview: How do you train through a decision? — Use a substitute for its slope (straight-through), a smooth
        relaxation (sigmoid with a temperature), or an estimator of the expected gradient (REINFORCE).
    Reference: Bengio, Léonard and Courville, 2013, Estimating or Propagating Gradients Through Stochastic Neurons
        (arXiv:1308.3432).
    """
    x = ops.convert_to_tensor(x)
    line = x - ops.stop_gradient(x)  # its value is 0, its slope is 1
    return step(x) + line


@derivative_of(straight_through_step)
def straight_through_step_derivative(x):
    return ops.ones_like(x)
