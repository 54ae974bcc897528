"""Reshape: the same numbers in another shape.

    y = x, read in the same order and laid out in rows of another length

No number is changed, added or lost.
"""

import math
from collections.abc import Sequence
from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class Reshape(keras.layers.Layer):
    """Lays a row's numbers out in another shape, the last axis counting fastest.

    Shape:
        Input:  (batch, ...)
        Output: (batch, *target_shape)

    Args:
        target_shape: tuple of ints, without the batch. One of them may be −1: it is what the others leave.

    Example:
        >>> tuple(Reshape((3, -1))(ops.ones((2, 12))).shape)
        (2, 3, 4)

    Derivative: the gradient in the shape of x
    Use: between a dense layer and convolutions, and to split features into heads or groups.
    Misconception: "Reshape can swap axes." It keeps the order of the numbers; to swap height and width, transpose.
    Interview: What does −1 mean? — The length that the number of entries and the other lengths determine; there can be
        one at most.
    Reference: Harris et al., 2020, Array programming with NumPy (doi:10.1038/s41586-020-2649-2).
    """

    def __init__(self, target_shape: Sequence[int], **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        lengths = tuple(target_shape) if isinstance(target_shape, tuple | list) else (target_shape,)
        if lengths.count(-1) > 1 or not all(isinstance(n, int) and (n > 0 or n == -1) for n in lengths):
            raise ValueError(
                "Expected target_shape to be a tuple of whole numbers above 0, one of which may be -1. "
                f"Received: target_shape={target_shape!r}. The batch is not part of it."
            )
        self.target_shape = lengths
        nothing_to_build(self)

    def call(self, x):
        target = self.compute_output_shape(x.shape)[1:]
        target = [-1 if length is None else length for length in target]
        return ops.reshape(x, (ops.shape(x)[0], *target))  # (batch, *target_shape)

    def compute_output_shape(self, input_shape):
        batch, *lengths = input_shape
        known = math.prod(length for length in self.target_shape if length != -1)
        if None in lengths:
            return (batch, *(None if length == -1 else length for length in self.target_shape))
        total = math.prod(lengths)
        if total % known or (-1 not in self.target_shape and total != known):
            raise ValueError(
                f"Expected a target_shape of {total} numbers, as many as a row of the input has. "
                f"Received: target_shape={self.target_shape}, input_shape={tuple(input_shape)}."
            )
        return (batch, *(total // known if length == -1 else length for length in self.target_shape))

    def compute_output_spec(self, x):
        return keras.KerasTensor(self.compute_output_shape(x.shape), dtype=x.dtype, sparse=x.sparse)

    def get_config(self):
        return {**super().get_config(), "target_shape": self.target_shape}
