"""SiLU, also called swish: each input is its own gate.

    silu(x) = x · s(x)        s(x) = 1 / (1 + e^(−x))

s is the sigmoid.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def silu(x):
    """A smooth ReLU: x times its own sigmoid, which acts as a gate.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.

    Example:
        >>> [round(float(y), 4) for y in silu([-1.0, 0.0, 1.0])]
        [-0.2689, 0.0, 0.7311]

    Derivative: s(x) · (1 + x · (1 − s(x)))
    Range: [−0.28, ∞)
    Saturates: for x < −8 the slope is under 0.003 in size; never for x > 0
    Use: in deep convolutional networks (EfficientNet) and inside gated blocks of language models.
    Misconception: "SiLU and swish differ." Swish has a factor inside the sigmoid; with the factor 1, as nearly
        always used, they are the same.
    Interview: Why can a dip below zero help? — Small negative inputs keep a non-zero slope, so units there
        continue to learn, while very negative ones are still switched off.
    Reference: Elfwing, Uchibe and Doya, 2018, Sigmoid-weighted linear units (arXiv:1702.03118).
    """
    return ops.silu(x)  # x · sigmoid(x)


@derivative_of(silu)
def silu_derivative(x):
    x = ops.convert_to_tensor(x)
    s = ops.sigmoid(x)
    return s * (1 + x * (1 - s))
