"""Linear: no activation at all.

    linear(x) = x

The identity.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def linear(x):
    """The weighted sum is passed on unchanged: the output of a regression.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> linear(3.0)
        3.0

    Derivative: d/dx x = 1
    Range: (−∞, ∞)
    Saturates: never
    Use: for the last layer of a regression, and for logits when the loss applies the sigmoid or softmax itself.
    Misconception: "More linear layers make a stronger model." A stack of linear layers is one linear layer.
    Interview: Why does a network need non-linear activations? — W₂(W₁x) = (W₂W₁)x: without them any number of
        layers is one weighted sum.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 6.1 (MIT Press).
    """
    return x


@derivative_of(linear)
def linear_derivative(x):
    return ops.ones_like(x)
