"""Concatenate: several inputs side by side.

    y = [x_1, x_2, …, x_n]        along one axis

The other axes of all inputs have the same lengths.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.merging import check_masks, like, several


@register
class Concatenate(keras.layers.Layer):
    """Puts its inputs side by side, so that the next layer has weights for each.

    Shape:
        Input:  a list of tensors that differ in the length of one axis at most
        Output: their shape, with that axis as long as all of theirs together

    Args:
        axis: int. The axis along which they are joined; −1 joins features.

    Example:
        >>> tuple(Concatenate()([ops.ones((2, 3)), ops.ones((2, 1))]).shape)
        (2, 4)

    Derivative: each input gets its own part of the gradient
    Use: to join embeddings and numeric columns, and the two ends of a skip connection.
    Misconception: "The order of the inputs matters for what can be learned." The weights that follow are permuted with
        it; only a saved model depends on the order.
    Interview: What does joining instead of adding cost? — A wider input, so that many more weights in the layer that
        follows.
    Reference: Huang, Liu, van der Maaten and Weinberger, 2017, Densely Connected Convolutional Networks
        (arXiv:1608.06993).
    """

    def __init__(self, axis: int = -1, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.axis = axis
        self.supports_masking = True

    def build(self, input_shape):
        several("Concatenate", input_shape)
        rests = {tuple(_without(shape, self.axis)) for shape in input_shape}
        ranks = {len(shape) for shape in input_shape}
        alike = len(ranks) == 1 and all(len(set(axis) - {None}) < 2 for axis in zip(*rests, strict=True))
        if not alike:
            raise ValueError(
                f"Expected inputs that differ along axis {self.axis} alone. "
                f"Received: {[tuple(shape) for shape in input_shape]}."
            )

    def call(self, inputs):
        return ops.concatenate(inputs, axis=self.axis)

    def compute_mask(self, inputs, mask=None):
        if mask is None:
            return None
        check_masks("Concatenate", inputs, mask)
        if all(part is None for part in mask):
            return None
        whole = [_mask_of(x, part) for x, part in zip(inputs, mask, strict=True)]
        return ops.any(ops.concatenate(whole, axis=self.axis), axis=-1)

    def compute_output_spec(self, inputs):
        shape = self.compute_output_shape([tuple(x.shape) for x in several("Concatenate", inputs)])
        return keras.KerasTensor(shape, self.compute_dtype, sparse=all(getattr(x, "sparse", False) for x in inputs))

    def compute_output_shape(self, input_shape):
        several("Concatenate", input_shape)
        joined = [shape[self.axis] for shape in input_shape]
        output = list(input_shape[0])
        for shape in input_shape[1:]:
            output = [length if length is not None else other for length, other in zip(output, shape, strict=True)]
        output[self.axis] = None if None in joined else sum(joined)
        return tuple(output)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}


def _without(shape, axis):
    shape = list(shape)
    del shape[axis]
    return shape


def _mask_of(x, mask):
    if mask is None:
        return ops.ones_like(x, dtype="bool")
    if len(mask.shape) == len(x.shape):
        return mask
    return ops.logical_or(like(mask, x), ops.zeros_like(x, dtype="bool"))  # of the input's shape, known or not
