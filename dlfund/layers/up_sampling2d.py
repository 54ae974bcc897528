"""Upsampling of a picture: every pixel becomes a block.

    y_{t,u} = x_{⌊t / height⌋, ⌊u / width⌋}        (nearest neighbour)

t and u count the pixels of the output; there is nothing to learn.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.arguments import PerAxis
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.data_format import known_data_format, parts_of, shape_of
from dlfund.layers.nothing_to_build import nothing_to_build
from dlfund.layers.windows import window_of

INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")


@register
class UpSampling2D(keras.layers.Layer):
    """Enlarges a picture: pixels are repeated, or values between them interpolated.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, size · height, size · width, channels)

    Args:
        size: int or (int, int). The factors of height and width.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        interpolation: "nearest" repeats pixels; "bilinear", "bicubic", "lanczos3" and "lanczos5" are smooth.

    Example:
        >>> y = UpSampling2D(2)(ops.reshape(ops.array([1.0, 5.0]), (1, 1, 2, 1)))
        >>> ops.convert_to_numpy(y)[0, :, :, 0].tolist()
        [[1.0, 1.0, 5.0, 5.0], [1.0, 1.0, 5.0, 5.0]]

    Derivative: ∂loss/∂x of a pixel = the sum of the gradients of its block (nearest neighbour)
    Use: in decoders that draw a picture, before a convolution that smooths the blocks.
    Misconception: "Upsampling adds detail." It adds pixels; the detail has to come from the convolutions that follow.
    Interview: Why upsample and convolve instead of a transposed convolution? — Every output is then made of equally
        many inputs, so that no checkerboard pattern appears.
    Reference: Odena, Dumoulin and Olah, 2016, Deconvolution and Checkerboard Artifacts (doi:10.23915/distill.00003).
    """

    def __init__(
        self,
        size: PerAxis = 2,
        data_format: str | None = None,
        interpolation: str = "nearest",
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if interpolation not in INTERPOLATIONS:
            raise ValueError(
                f"Expected interpolation to be one of {INTERPOLATIONS}. Received: interpolation={interpolation!r}."
            )
        self.size = window_of("size", size, 2)
        self.data_format = known_data_format(data_format)
        self.interpolation = interpolation
        self.input_spec = keras.layers.InputSpec(ndim=4)
        nothing_to_build(self)

    def call(self, inputs):
        x = inputs
        rows, columns = (1, 2) if self.data_format == "channels_last" else (2, 3)
        if self.interpolation == "nearest":
            x = ops.repeat(x, self.size[0], axis=rows)
            return ops.repeat(x, self.size[1], axis=columns)  # (batch, size · height, size · width, channels)
        shape = ops.shape(x)
        target = shape[rows] * self.size[0], shape[columns] * self.size[1]
        y = ops.image.resize(x, target, interpolation=self.interpolation, data_format=self.data_format)
        return ops.cast(y, x.dtype)

    def compute_output_shape(self, input_shape):
        batch, lengths, channels = parts_of(input_shape, self.data_format)
        larger = [None if n is None else n * factor for n, factor in zip(lengths, self.size, strict=True)]
        return shape_of(batch, larger, channels, self.data_format)

    def get_config(self):
        return {
            **super().get_config(),
            "size": self.size,
            "data_format": self.data_format,
            "interpolation": self.interpolation,
        }
