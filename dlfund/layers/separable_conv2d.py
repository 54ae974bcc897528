"""2-D separable convolution: first along the positions, channel by channel, then across the channels.

    z_{t,u,c} = Σ_k Σ_l x_{t·s + k, u·s + l, c} · D_{k,l,c}        y_{t,u} = f(z_{t,u} P + b)

D holds one filter for each channel c, P mixes the channels, s is the stride, f the activation.
"""

from dlfund.core.registration import register
from dlfund.layers.separable_convolution import SeparableConvolution


@register
class SeparableConv2D(SeparableConvolution):
    """A convolution of a picture in two factors, with a fraction of its weights.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, filters)

    Args:
        filters: int. Channels of the output.
        kernel_size: size of the window.
        strides: from one position of the window to the next.
        padding: "valid" or "same".
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        dilation_rate: from one entry of the window to the next.
        depth_multiplier: int. Filters for each channel, before they are mixed.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool.
        depthwise_initializer, pointwise_initializer, bias_initializer, their regularizers and constraints: as in
            `Dense`.

    Example:
        >>> from keras import ops
        >>> layer = SeparableConv2D(16, 3)
        >>> tuple(layer(ops.ones((2, 8, 8, 4))).shape)
        (2, 6, 6, 16)
        >>> layer.count_params()  # 3 · 3 · 4 + 4 · 16 weights and 16 biases
        116

    Derivative: by the chain rule through both factors
    Use: where weights or operations are scarce, and for wide layers, which lose little by it.
    Misconception: "It computes what a full convolution does, only cheaper." Only a kernel that is such a product; the
        network learns around that.
    Interview: How many weights does a full convolution have in comparison? — window · channels · filters instead of
        window · channels + channels · filters.
    Reference: Chollet, 2017, Xception: Deep Learning with Depthwise Separable Convolutions (arXiv:1610.02357).
    """

    axes = 2
