"""What convolutions share: a window of weights, how it moves, and the arguments of both.

    kernel: (window…, channels / groups, filters)        bias: (filters,)

A convolution of its own file says along how many axes it moves (`axes`), which paddings it knows, and its formula.
"""

from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike, PerAxis
from dlfund.layers.data_format import along_channels, channel_axis, check_axes, known_data_format, parts_of, shape_of
from dlfund.layers.options import KernelAndBias
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole
from dlfund.layers.windows import known_padding, window_of, window_positions


class Convolution(Weighted):
    """A window of weights that moves along `axes` axes, and what is done with its sums."""

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "bias": "zeros"}
    axes = 2
    paddings: ClassVar[tuple[str, ...]] = ("valid", "same")

    def __init__(
        self,
        filters: int,
        kernel_size: PerAxis,
        strides: PerAxis = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: PerAxis = 1,
        groups: int = 1,
        activation: ActivationLike = None,
        use_bias: bool = True,
        **layer_options: Unpack[KernelAndBias],
    ):
        super().__init__(**layer_options)
        check_whole(filters=filters, groups=groups)
        self.filters = filters
        self.kernel_size = window_of("kernel_size", kernel_size, self.axes)
        self.strides = window_of("strides", strides, self.axes)
        self.padding = known_padding(padding, self.paddings)
        self.data_format = known_data_format(data_format)
        self.dilation_rate = window_of("dilation_rate", dilation_rate, self.axes)
        self.groups = groups
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self._check()

    def _check(self):
        if self.filters % self.groups:
            raise ValueError(
                "Expected filters to be a multiple of groups: each group makes as many. "
                f"Received: filters={self.filters}, groups={self.groups}."
            )
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                "Expected strides or dilation_rate to be 1: not every backend computes both above 1. "
                f"Received: strides={self.strides}, dilation_rate={self.dilation_rate}."
            )

    def build(self, input_shape):
        channels = input_shape[channel_axis(self.data_format)]
        if channels % self.groups:
            raise ValueError(
                "Expected as many input channels as can be split into groups. "
                f"Received: {channels} channels, groups={self.groups}."
            )
        self.kernel = self.new_weight("kernel", self.kernel_shape(channels))
        self.bias = self.new_weight("bias", (self.filters,)) if self.use_bias else None
        self._build_the_rest(input_shape)

    def _build_the_rest(self, input_shape):
        axis = channel_axis(self.data_format)
        output_shape = self.compute_output_shape(input_shape)  # refuses an input that is shorter than the window
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns, such as ParametricBlend
            self.activation.build(output_shape)
        self.input_spec = keras.layers.InputSpec(ndim=self.axes + 2, axes={axis: input_shape[axis]})

    def kernel_shape(self, channels):
        return (*self.kernel_size, channels // self.groups, self.filters)

    def with_bias(self, z):
        """b added to every position's sums."""
        return ops.add(z, along_channels(self.bias, self.axes, self.data_format)) if self.use_bias else z

    def over_windows(self, operation, x, *kernels, **options):
        """A convolution of x, with the channels last: not every processor has one with the channels first."""
        first = self.data_format == "channels_first"
        settings = {"strides": self.strides, "padding": self.padding, "dilation_rate": self.dilation_rate} | options
        x = ops.moveaxis(x, 1, -1) if first else x
        z = operation(x, *kernels, data_format="channels_last", **settings)
        return ops.moveaxis(z, -1, 1) if first else z

    def no_rows(self, x):
        """The output of a batch without rows: TensorFlow's convolution would keep the input's shape."""
        return ops.zeros(self.compute_output_shape(x.shape), x.dtype)

    def compute_output_shape(self, input_shape):
        check_axes(type(self).__name__, input_shape, self.axes)
        batch, lengths, _ = parts_of(input_shape, self.data_format)
        windows = zip(lengths, self.kernel_size, self.strides, self.dilation_rate, strict=True)
        places = [window_positions(n, k, stride=s, padding=self.padding, dilation=d) for n, k, s, d in windows]
        return shape_of(batch, places, self.filters, self.data_format)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "data_format": self.data_format,
            "dilation_rate": self.dilation_rate,
            "groups": self.groups,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
        }
