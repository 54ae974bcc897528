"""Multiply: the product of several inputs, entry by entry.

    y = x_1 · x_2 · … · x_n

All inputs have one shape, or axes of length 1. A masked step of an input counts as 1; where all are masked, y is 0.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.merging import Merging, like


@register
class Multiply(Merging):
    """Multiplies its inputs: with one of them between 0 and 1 it is a gate.

    Shape:
        Input:  a list of tensors of one shape
        Output: the same shape

    Example:
        >>> from keras import ops
        >>> [float(y) for y in Multiply()([ops.array([3.0, 2.0]), ops.array([0.0, 1.0])])]
        [0.0, 2.0]

    Derivative: ∂y/∂x_i = the product of the other inputs
    Use: for gates, attention over channels, and interactions of two features.
    Misconception: "Two inputs multiplied are two inputs added in the logarithm, so nothing is new." A dense network has
        to approximate a product piece by piece; here it is exact.
    Interview: What happens to the gradient where a gate is 0? — The gated input gets none there; the gate itself still
        gets the input's value as its slope.
    Reference: Dauphin, Fan, Auli and Grangier, 2017, Language Modeling with Gated Convolutional Networks
        (arXiv:1612.08083).
    """

    def call(self, inputs, mask=None):
        masks = [None] * len(inputs) if mask is None else mask
        factors = [x if m is None else ops.where(like(m, x), x, 1) for x, m in zip(inputs, masks, strict=True)]
        y, *others = self.aligned(factors)
        for x in others:
            y = ops.multiply(y, x)
        counts = self.compute_mask(inputs, mask)
        return y if counts is None else ops.where(like(counts, y), y, 0)
