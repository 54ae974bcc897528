"""Highway layer: a gate decides how much of the input is changed.

    t = σ(x W_t + b_t)        y = t ∘ f(x W + b) + (1 − t) ∘ x

σ is the sigmoid, f the activation, ∘ multiplies entry by entry; b_t starts below 0.
"""

from typing import ClassVar, Unpack

import keras
from keras import ops

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.registration import register
from dlfund.initializers.another_draw import another_draw
from dlfund.layers.options import KernelAndBias
from dlfund.layers.weighted import Weighted


@register
class Highway(Weighted):
    """A dense layer that learns, for every unit and row, whether to change the input or to pass it on.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        activation: name, function or layer.
        gate_bias: float. Where b_t starts; the further below 0, the more the layer begins as the identity.
        kernel_initializer, bias_initializer, their regularizers and constraints: as in `Dense`; the kernel's also for
            the gate.

    Example:
        >>> layer = Highway()
        >>> tuple(layer(ops.ones((2, 3))).shape), layer.count_params()  # 2 · (3 · 3 + 3)
        ((2, 3), 24)

    Derivative: ∂y/∂x contains diag(1 − t): a path past the layer
    Use: to train tens of layers of one width; today mostly replaced by residual connections. As of 2026; a task that
        needs its gate would change it.
    Misconception: "It is a residual connection with more weights." A residual block always passes x on; here the gate
        can close that path.
    Interview: Why does the gate's bias start below 0? — So that every layer begins near the identity, and the gradient
        reaches the first layers of a deep stack.
    Reference: Srivastava, Greff and Schmidhuber, 2015, Highway Networks (arXiv:1505.00387).
    """

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "bias": "zeros"}

    def __init__(
        self, activation: ActivationLike = "relu", gate_bias: float = -2.0, **layer_options: Unpack[KernelAndBias]
    ):
        super().__init__(**layer_options)
        self.activation = activations.get(activation)
        self.gate_bias_start = gate_bias
        self.supports_masking = True

    def build(self, input_shape):
        features = input_shape[-1]
        start = keras.initializers.Constant(self.gate_bias_start)
        gate = another_draw(self.kernel_initializer)
        self.kernel = self.new_weight("kernel", (features, features))
        self.bias = self.new_weight("bias", (features,))
        self.gate_kernel = self.new_weight("gate_kernel", (features, features), options="kernel", initializer=gate)
        self.gate_bias = self.add_weight(name="gate_bias", shape=(features,), initializer=start)
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: features})

    def call(self, x):
        t = activations.sigmoid(ops.matmul(x, self.gate_kernel) + self.gate_bias)  # (batch, ..., features)
        changed = self.activation(ops.matmul(x, self.kernel) + self.bias)
        return t * changed + (1 - t) * x

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "activation": activations.serialize(self.activation),
            "gate_bias": self.gate_bias_start,
        }
