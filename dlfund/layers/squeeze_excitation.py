"""Squeeze and excitation: each channel is weighted by what the whole picture shows.

    s = mean of x over all positions        e = σ(relu(s W₁ + b₁) W₂ + b₂)        y = x · e

s and e have one number per channel; σ is the sigmoid.
"""

from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.layers.options import KernelAndBias
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole


@register
class SqueezeExcitation(Weighted):
    """A gate for every channel, from a small network that sees the mean of all channels.

    Shape:
        Input:  (batch, ..., channels)
        Output: the same

    Args:
        ratio: int. The small network's hidden layer has channels / ratio units, at least one.
        activation: of the hidden layer.
        kernel_initializer, bias_initializer, their regularizers and constraints: of both layers, as in `Dense`.

    Example:
        >>> layer = SqueezeExcitation(ratio=4)
        >>> tuple(layer(ops.ones((2, 6, 6, 8))).shape), layer.count_params()  # 8 · 2 + 2 and 2 · 8 + 8
        ((2, 6, 6, 8), 42)

    Derivative: ∂y/∂x = e, and through the mean a small share to every position
    Use: at the end of a convolutional block, before its shortcut is added.
    Misconception: "It attends to places." Its gates are the same at every position; it chooses among channels.
    Interview: What does it cost? — Two small matrices and a mean: about a hundredth of a block's operations.
    Reference: Hu, Shen and Sun, 2018, Squeeze-and-Excitation Networks (arXiv:1709.01507).
    """

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "bias": "zeros"}

    def __init__(self, ratio: int = 16, activation: ActivationLike = "relu", **layer_options: Unpack[KernelAndBias]):
        super().__init__(**layer_options)
        check_whole(ratio=ratio)
        self.ratio = ratio
        self.activation = activations.get(activation)

    def build(self, input_shape):
        if len(input_shape) < 3:
            raise ValueError(
                f"Expected an input of shape (batch, ..., channels). Received: input_shape={tuple(input_shape)}."
            )
        channels = input_shape[-1]
        hidden = max(1, channels // self.ratio)
        self.squeeze_kernel = self.new_weight("squeeze_kernel", (channels, hidden), options="kernel")
        self.squeeze_bias = self.new_weight("squeeze_bias", (hidden,), options="bias")
        self.excite_kernel = self.new_weight("excite_kernel", (hidden, channels), options="kernel")
        self.excite_bias = self.new_weight("excite_bias", (channels,), options="bias")
        self.input_spec = keras.layers.InputSpec(ndim=len(input_shape), axes={-1: channels})

    def call(self, x):
        s = ops.mean(x, axis=tuple(range(1, len(x.shape) - 1)), keepdims=True)  # (batch, 1, ..., channels)
        h = self.activation(ops.matmul(s, self.squeeze_kernel) + self.squeeze_bias)  # (batch, 1, ..., hidden)
        e = activations.sigmoid(ops.matmul(h, self.excite_kernel) + self.excite_bias)  # (batch, 1, ..., channels)
        return x * e

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "ratio": self.ratio,
            "activation": activations.serialize(self.activation),
        }
