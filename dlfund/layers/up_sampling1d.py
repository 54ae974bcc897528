"""Upsampling of a sequence: every step, several times.

    y_t = x_{⌊t / size⌋}

t counts the steps of the output; there is nothing to learn.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build
from dlfund.layers.windows import window_of


@register
class UpSampling1D(keras.layers.Layer):
    """Repeats every step, so that a sequence becomes `size` times as long.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, size · steps, channels)

    Args:
        size: int. How often each step is repeated.

    Example:
        >>> [float(y) for y in UpSampling1D(2)(ops.array([[[1.0], [5.0]]]))[0, :, 0]]
        [1.0, 1.0, 5.0, 5.0]

    Derivative: ∂loss/∂x_t = the sum of the gradients of its copies
    Use: in the second half of an autoencoder, before a convolution that smooths the steps.
    Misconception: "Upsampling brings back what pooling dropped." It repeats what is left; only a skip connection brings
        back what was dropped.
    Interview: Why upsample and convolve instead of a transposed convolution? — Every output is then made of equally
        many inputs, so that no checkerboard pattern appears.
    Reference: Odena, Dumoulin and Olah, 2016, Deconvolution and Checkerboard Artifacts (doi:10.23915/distill.00003).
    """

    def __init__(self, size: int = 2, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        (self.size,) = window_of("size", size, 1)
        self.input_spec = keras.layers.InputSpec(ndim=3)
        nothing_to_build(self)

    def call(self, x):
        return ops.repeat(x, self.size, axis=1)  # (batch, size · steps, channels)

    def compute_output_shape(self, input_shape):
        batch, steps, channels = input_shape
        return (batch, None if steps is None else steps * self.size, channels)

    def get_config(self):
        return {**super().get_config(), "size": self.size}
