"""Flatten: a row's numbers in one line.

    y_{i · width + j} = x_{i,j}

i counts the rows of a picture (or steps), j what is in each; with more axes likewise, the last counting fastest.
"""

import math
from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.data_format import known_data_format
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class Flatten(keras.layers.Layer):
    """Writes all of a row's numbers one after the other, so that a dense layer can weigh each of them.

    Shape:
        Input:  (batch, ...)
        Output: (batch, product of the other lengths)

    Args:
        data_format: "channels_last", "channels_first" (the channels are moved to the end first, so that a dense layer's
            weights mean the same), or None for Keras's setting.

    Example:
        >>> tuple(Flatten()(ops.ones((2, 4, 3))).shape)
        (2, 12)

    Derivative: the gradient in the shape of x
    Use: between a picture or a short sequence of fixed length and a dense layer.
    Misconception: "Flattening keeps the neighbourhood." The dense layer that follows gets a list of numbers; which of
        them were neighbours it would have to learn.
    Interview: Flatten or global average pooling before the head? — Pooling gives far fewer weights and takes pictures
        of any size; flattening keeps where something was.
    Reference: LeCun, Bottou, Bengio and Haffner, 1998, Gradient-based learning applied to document recognition
        (doi:10.1109/5.726791).
    """

    def __init__(self, data_format: str | None = None, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.data_format = known_data_format(data_format)
        self.input_spec = keras.layers.InputSpec(min_ndim=1)
        nothing_to_build(self)

    def call(self, x):
        rank = len(x.shape)
        if self.data_format == "channels_first" and rank > 2:
            x = ops.transpose(x, (0, *range(2, rank), 1))  # (batch, ..., channels)
        width = self.compute_output_shape(x.shape)[1]
        return ops.reshape(x, (ops.shape(x)[0], -1 if width is None else width))  # (batch, width)

    def compute_output_shape(self, input_shape):
        batch, *lengths = input_shape
        return (batch, None if None in lengths else math.prod(lengths))

    def compute_output_spec(self, x):
        return keras.KerasTensor(self.compute_output_shape(x.shape), dtype=x.dtype, sparse=x.sparse)

    def get_config(self):
        return {**super().get_config(), "data_format": self.data_format}
