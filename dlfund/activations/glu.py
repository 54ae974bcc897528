"""Gated linear unit: one half decides how much of the other passes.

    glu(x) = a · s(b)        x = (a, b), halves along an axis

s is the sigmoid; the output is half as wide as the input.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.registration import register


@register
def glu(x, axis=-1):
    """A gate that the network learns: half of the features say what, the other half say how much.

    Shape:
        Input:  (..., 2 · features)
        Output: (..., features)

    Args:
        x: tensor.
        axis: int. The axis that is halved; its length must be even.

    Example:
        >>> [float(y) for y in glu(ops.array([2.0, 0.0]))]
        [1.0]

    Derivative: ∂y/∂a = s(b); ∂y/∂b = a · s(b) · (1 − s(b)); given in the shape of x, each input's slope on the one
        output that it feeds
    Range: (−∞, ∞)
    Saturates: where |b| > 6: the gate is open or shut and hardly learns; the slope by a never fades while it is
        open
    Use: in gated convolutions and in the feed-forward blocks of language models; the layer before it must be twice
        as wide.
    Misconception: "GLU is an activation like any other." It halves the width: a layer of 64 units gives 32 outputs.
    Interview: Why does a linear path help? — The gradient by a passes through a single factor s(b), with no slope
        of a squashing function in between.
    Reference: Dauphin, Fan, Auli and Grangier, 2017, Language Modeling with Gated Convolutional Networks
        (arXiv:1612.08083).
    """
    return ops.glu(x, axis=axis)


@derivative_of(glu)
def glu_derivative(x, axis=-1):
    a, b = ops.split(x, 2, axis=axis)
    s = ops.sigmoid(b)
    return ops.concatenate([s, a * s * (1 - s)], axis=axis)
