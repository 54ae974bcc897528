"""What transposed convolutions share: each input spreads a window of weights over the output.

kernel: (window…, filters, channels)        bias: (filters,)

valid   length of y = length of x · stride + max(window − stride, 0)
same    length of y = length of x · stride

With output_padding p these are (length of x − 1) · stride + window + p, and + (window mod 2) + p with "same".
"""

from typing import ClassVar, Unpack

from keras import ops

from dlfund.core.arguments import ActivationLike, PerAxis
from dlfund.layers.convolution import Convolution
from dlfund.layers.data_format import check_axes, parts_of, shape_of
from dlfund.layers.options import TransposedKernelAndBias


class TransposedConvolution(Convolution):
    """A convolution's way back: the output is larger than the input by the stride."""

    refused: ClassVar[dict] = {"groups": 1}

    def __init__(
        self,
        filters: int,
        kernel_size: PerAxis,
        strides: PerAxis = 1,
        padding: str = "valid",
        output_padding: PerAxis | None = None,
        data_format: str | None = None,
        dilation_rate: PerAxis = 1,
        activation: ActivationLike = None,
        use_bias: bool = True,
        **layer_options: Unpack[TransposedKernelAndBias],
    ):
        super().__init__(
            filters,
            kernel_size,
            strides,
            padding,
            data_format,
            dilation_rate,
            activation=activation,
            use_bias=use_bias,
            **layer_options,
        )
        self.output_padding = _known_output_padding(output_padding, self.strides)

    def kernel_shape(self, channels):
        return (*self.kernel_size, self.filters, channels)

    def call(self, x):
        if x.shape[0] == 0:
            return self.no_rows(x)
        z = self.over_windows(
            ops.conv_transpose, x, self.kernel, output_padding=self.output_padding
        )  # (batch, positions…, filters)
        return self.activation(self.with_bias(z))

    def compute_output_shape(self, input_shape):
        check_axes(type(self).__name__, input_shape, self.axes)
        batch, lengths, _ = parts_of(input_shape, self.data_format)
        extra = self.output_padding or (None,) * self.axes
        windows = zip(lengths, self.kernel_size, self.strides, self.dilation_rate, extra, strict=True)
        places = [_spread(n, (k - 1) * d + 1, s, self.padding, more) for n, k, s, d, more in windows]
        return shape_of(batch, places, self.filters, self.data_format)

    def get_config(self):
        config = {name: value for name, value in super().get_config().items() if name != "groups"}
        return {**config, "output_padding": self.output_padding}


def _spread(length, window, stride, padding, more):
    if length is None:
        return None
    if more is None:
        return length * stride + (max(window - stride, 0) if padding == "valid" else 0)
    return (length - 1) * stride + (window if padding == "valid" else window % 2) + more


def _known_output_padding(padding, strides):
    if padding is None:
        return None
    lengths = tuple(padding) if isinstance(padding, tuple | list) else (padding,) * len(strides)
    fits = len(lengths) == len(strides) and all(isinstance(n, int) for n in lengths)
    if not fits or not all(0 <= n < stride for n, stride in zip(lengths, strides, strict=True)):
        raise ValueError(
            "Expected output_padding to be None, or along each axis a whole number from 0 to below the stride. "
            f"Received: output_padding={padding!r}, strides={strides}."
        )
    return lengths
