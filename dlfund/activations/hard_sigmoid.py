"""Hard sigmoid: a sigmoid made of three straight lines.

    hard_sigmoid(x) = min(1, max(0, x/6 + 1/2))

It reaches 0 at −3 and 1 at 3 and stays there.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def hard_sigmoid(x):
    """A sigmoid for devices on which an exponential is too expensive.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [float(y) for y in hard_sigmoid([-3.0, 0.0, 3.0])]
        [0.0, 0.5, 1.0]

    Derivative: 1/6 for |x| < 3, otherwise 0
    Range: [0, 1]
    Saturates: for |x| ≥ 3 the slope is exactly 0
    Use: for gates on small devices and in quantised networks.
    Misconception: "It is the sigmoid, only faster." Beyond ±3 its slope is exactly 0, so a unit there gets no
        gradient at all.
    Interview: What does a hard sigmoid trade? — It gives up smoothness and a slope that is never exactly zero
        for arithmetic without exponentials.
    Reference: Howard et al., 2019, Searching for MobileNetV3 (arXiv:1905.02244).
    """
    return ops.hard_sigmoid(x)  # relu6(x + 3) / 6


@derivative_of(hard_sigmoid)
def hard_sigmoid_derivative(x):
    x = ops.convert_to_tensor(x)
    return ops.cast(ops.abs(x) < 3, x.dtype) / 6
