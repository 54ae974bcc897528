"""What separable convolutions share: a filter for each channel, then a mixture of the channels.

depthwise kernel: (window…, channels, depth_multiplier)        pointwise kernel: (1…, channels · multiplier, filters)
"""

from typing import ClassVar, Unpack

from keras import ops

from dlfund.core.arguments import ActivationLike, PerAxis
from dlfund.layers.convolution import Convolution
from dlfund.layers.data_format import channel_axis
from dlfund.layers.options import SeparableAndBias
from dlfund.layers.whole_numbers import check_whole


class SeparableConvolution(Convolution):
    """A convolution in two factors: along the positions, then across the channels."""

    initial: ClassVar[dict] = {"depthwise": "glorot_uniform", "pointwise": "glorot_uniform", "bias": "zeros"}
    refused: ClassVar[dict] = {"groups": 1}

    def __init__(
        self,
        filters: int,
        kernel_size: PerAxis,
        strides: PerAxis = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: PerAxis = 1,
        depth_multiplier: int = 1,
        activation: ActivationLike = None,
        use_bias: bool = True,
        **layer_options: Unpack[SeparableAndBias],
    ):
        settings = strides, padding, data_format, dilation_rate
        super().__init__(  # type: ignore[misc]  # its weights have other names than a convolution's
            filters, kernel_size, *settings, activation=activation, use_bias=use_bias, **layer_options
        )
        check_whole(depth_multiplier=depth_multiplier)
        self.depth_multiplier = depth_multiplier

    def build(self, input_shape):
        channels = input_shape[channel_axis(self.data_format)]
        depthwise = (*self.kernel_size, channels, self.depth_multiplier)
        pointwise = (*(1,) * self.axes, channels * self.depth_multiplier, self.filters)
        self.depthwise_kernel = self.new_weight("depthwise_kernel", depthwise, options="depthwise")
        self.pointwise_kernel = self.new_weight("pointwise_kernel", pointwise, options="pointwise")
        self.bias = self.new_weight("bias", (self.filters,)) if self.use_bias else None
        self._build_the_rest(input_shape)

    def call(self, x):
        if x.shape[0] == 0:
            return self.no_rows(x)
        z = self.over_windows(
            ops.separable_conv, x, self.depthwise_kernel, self.pointwise_kernel
        )  # (batch, positions…, filters)
        return self.activation(self.with_bias(z))

    def get_config(self):
        config = {name: value for name, value in super().get_config().items() if name != "groups"}
        return {**config, "depth_multiplier": self.depth_multiplier}
