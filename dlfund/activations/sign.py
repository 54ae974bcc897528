"""Sign: which side of zero.

    sign(x) = −1 if x < 0, 0 if x = 0, 1 if x > 0

Unlike the step function it treats both classes symmetrically.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def sign(x):
    """A decision between −1 and 1: the step function with labels −1 and 1, for margins and for binary networks.

    Its slope is 0, so weights before it can't be trained by gradient descent.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [float(y) for y in sign([-2.0, 0.0, 0.5])]
        [-1.0, 0.0, 1.0]

    Derivative: d/dx sign(x) = 0 wherever there is one (at x = 0 there is none)
    Range: {−1, 0, 1}
    Saturates: everywhere: the slope is 0
    Use: to read a decision from a margin (hinge loss, perceptron rule); not inside what gradient descent trains.
    Misconception: "Sign and step are the same decision." They differ in the value of "no": −1 lowers the next
        layer's sum, 0 leaves it unchanged.
    Interview: Why do margin losses label classes −1 and 1? — Because label · score is then positive exactly when
        the answer is right.
    Reference: Courbariaux, Hubara, Soudry, El-Yaniv and Bengio, 2016, Binarized neural networks (arXiv:1602.02830).
    """
    return ops.sign(x)


@derivative_of(sign)
def sign_derivative(x):
    return ops.zeros_like(x)
