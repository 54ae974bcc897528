"""Gated linear unit: one half decides how much of the other passes.

    glu(x) = a · s(b)        x = (a, b), halves along an axis

s is the sigmoid; the output is half as wide as the input.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def glu(x, axis=-1):
    """A gate that the network learns: half of the features are values, the other half decide how much of them passes.

    Shape:
        Input:  (..., 2 · features)
        Output: (..., features)

    Args:
        x: tensor.
        axis: int. The axis that is halved; its length must be even.

    Example:
        >>> [float(y) for y in glu(ops.array([2.0, 0.0]))]
        [1.0]

    Derivative: ∂y/∂a = s(b); ∂y/∂b = a · s(b) · (1 − s(b)); returned in the shape of x, for each input the
        derivative of the one output that it feeds
    Range: (−∞, ∞)
    Saturates: where |b| > 6: the gate is open or closed and hardly learns; while it is open, the derivative with
        respect to a does not vanish
    Use: in gated convolutions; the feed-forward blocks of language models use it with SiLU in place of the sigmoid
        (SwiGLU). The layer before it must be twice as wide.
    Misconception: "GLU is an activation like any other." It halves the width: a layer of 64 units gives 32 outputs.
    Interview: Why does a linear path help? — The gradient with respect to a has the single factor s(b) and no
        derivative of a saturating function.
    Reference: Dauphin, Fan, Auli and Grangier, 2017, Language Modeling with Gated Convolutional Networks
        (arXiv:1612.08083); SwiGLU: Shazeer, 2020, GLU Variants Improve Transformer (arXiv:2002.05202).
    """
    return ops.glu(x, axis=axis)


@derivative_of(glu)
def glu_derivative(x, axis=-1):
    a, b = ops.split(x, 2, axis=axis)
    s = ops.sigmoid(b)
    return ops.concatenate([s, a * s * (1 - s)], axis=axis)
