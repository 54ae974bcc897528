"""Add: the sum of several inputs, entry by entry.

    y = x_1 + x_2 + … + x_n

All inputs have one shape, or axes of length 1.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.merging import Merging


@register
class Add(Merging):
    """Sums its inputs: the meeting point of a residual block's two paths.

    Shape:
        Input:  a list of tensors of one shape
        Output: the same shape

    Example:
        >>> from keras import ops
        >>> [float(y) for y in Add()([ops.array([1.0, 2.0]), ops.array([10.0, 20.0])])]
        [11.0, 22.0]

    Derivative: ∂y/∂x_i = 1: every input gets the whole gradient
    Use: to join a shortcut and a block, and to add positions to embeddings.
    Misconception: "A sum mixes its inputs beyond recovery." In many dimensions the layers that follow can read both,
        because they may lie in different directions.
    Interview: Add or Concatenate? — A sum keeps the width and gives both inputs the same weights afterwards;
        concatenation widens, and each input gets weights of its own.
    Reference: He, Zhang, Ren and Sun, 2016, Deep residual learning for image recognition (arXiv:1512.03385).
    """

    def call(self, inputs):
        y, *others = self.aligned(inputs)
        for x in others:
            y = y + x if 0 in x.shape else ops.add(y, x)  # without rows, Keras takes x for a bias
        return y
