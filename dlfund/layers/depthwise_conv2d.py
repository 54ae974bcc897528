"""2-D depthwise convolution: one small filter for each channel, and no mixing of channels.

    y_{t,u,c} = f(Σ_k Σ_l x_{t·s + k, u·s + l, c} · W_{k,l,c} + b_c)

c counts the channels, k and l run over the window, s is the stride.
"""

from typing import ClassVar, Unpack

from keras import ops

from dlfund.core.arguments import ActivationLike, PerAxis
from dlfund.core.registration import register
from dlfund.layers.convolution import Convolution
from dlfund.layers.data_format import channel_axis
from dlfund.layers.options import DepthwiseAndBias
from dlfund.layers.whole_numbers import check_whole


@register
class DepthwiseConv2D(Convolution):
    """Slides a filter of its own over every channel: the spatial half of a convolution, at a fraction of its cost.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, depth_multiplier · channels)

    Args:
        kernel_size: int or (int, int). Height and width of the window.
        strides: int or (int, int). Pixels from one position of the window to the next, the same both ways.
        padding: "valid" or "same".
        depth_multiplier: int. Filters for each channel.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        dilation_rate: int or (int, int).
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool.
        depthwise_initializer, bias_initializer, their regularizers and constraints: as in `Dense`.

    Example:
        >>> layer = DepthwiseConv2D(3)
        >>> tuple(layer(ops.ones((2, 8, 8, 4))).shape)
        (2, 6, 6, 4)
        >>> layer.count_params()  # 3 · 3 weights and a bias for each channel
        40

    Derivative: as of a convolution, channel by channel
    Use: in networks for telephones, followed by a 1 × 1 convolution that mixes the channels.
    Misconception: "Fewer operations means as much faster." It reads as many numbers as a full convolution; on graphics
        processors the memory sets its speed.
    Interview: How many weights does it save? — A full convolution has `filters` times as many: each of its filters has
        a window for every channel.
    Reference: Howard et al., 2017, MobileNets (arXiv:1704.04861).
    """

    initial: ClassVar[dict] = {"depthwise": "glorot_uniform", "bias": "zeros"}
    refused: ClassVar[dict] = {"groups": 1}

    def __init__(
        self,
        kernel_size: PerAxis,
        strides: PerAxis = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: PerAxis = 1,
        activation: ActivationLike = None,
        use_bias: bool = True,
        **layer_options: Unpack[DepthwiseAndBias],
    ):
        settings = strides, padding, data_format, dilation_rate
        super().__init__(  # type: ignore[misc]  # its weights have other names than a convolution's
            1, kernel_size, *settings, activation=activation, use_bias=use_bias, **layer_options
        )
        check_whole(depth_multiplier=depth_multiplier)
        self.depth_multiplier = depth_multiplier

    def build(self, input_shape):
        channels = input_shape[channel_axis(self.data_format)]
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        self.kernel = self.new_weight("kernel", shape, options="depthwise")
        width = channels * self.depth_multiplier
        self.bias = self.new_weight("bias", (width,)) if self.use_bias else None
        self._build_the_rest(input_shape)

    def call(self, x):
        if x.shape[0] == 0:
            return self.no_rows(x)
        z = self.over_windows(ops.depthwise_conv, x, self.kernel)  # (batch, rows, columns, depth_multiplier · channels)
        return self.activation(self.with_bias(z))

    def compute_output_shape(self, input_shape):
        axis = channel_axis(self.data_format)
        output = list(super().compute_output_shape(input_shape))
        output[axis] = input_shape[axis] * self.depth_multiplier
        return tuple(output)

    def get_config(self):
        config = {name: value for name, value in super().get_config().items() if name not in ("filters", "groups")}
        return {**config, "depth_multiplier": self.depth_multiplier}
