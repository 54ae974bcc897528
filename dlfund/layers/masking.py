"""Masking: steps that are filled up are marked, and later layers leave them out.

    mask_t = any feature of x_t differs from mask_value
    y_t = x_t where the mask is true, otherwise 0

t counts the steps.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class Masking(keras.layers.Layer):
    """Marks the steps in which every feature has one agreed value: they only fill a sequence up.

    Shape:
        Input:  (batch, steps, features)
        Output: the same, with a mask (batch, steps)

    Args:
        mask_value: float. What all features of a step have where it is left out. Choose a number that no real step has.

    Example:
        >>> x = ops.array([[[1.0, 0.0], [0.0, 0.0]]])
        >>> ops.convert_to_numpy(Masking().compute_mask(x)).tolist()
        [[True, False]]

    Derivative: 1 where the mask is true, otherwise 0
    Use: before recurrent layers, for sequences of numbers with different lengths; for words use mask_zero of
        `Embedding`.
    Misconception: "A masked step costs nothing." It is computed like the others; its result is left out.
    Interview: What goes wrong without it? — The memory of a recurrent layer goes on changing on the zeros at the end,
        so that short sequences are read as long ones.
    Reference: Chollet, 2021, Deep Learning with Python, second edition, chapter 10 (Manning).
    """

    def __init__(self, mask_value: float = 0.0, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.mask_value = mask_value
        self.supports_masking = True
        nothing_to_build(self)

    def call(self, x):
        counts = ops.any(ops.not_equal(x, self.mask_value), axis=-1, keepdims=True)  # (batch, steps, 1)
        return ops.where(counts, x, ops.zeros_like(x))

    def compute_mask(self, x, mask=None):
        return ops.any(ops.not_equal(x, self.mask_value), axis=-1)  # (batch, steps)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "mask_value": self.mask_value}
