"""Dense layer in the NTK parametrisation: the weights' scale is part of the formula, not of their initialisation.

    y = f(x W / √d + c · b̃)        d inputs; W_ij ~ N(0, 1); the bias is b = c · b̃

f is the activation.
"""

import math
from typing import Unpack

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.core.arguments import ActivationLike, Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class NTKDense(keras.layers.Layer):
    """A dense layer whose best learning rate depends far less on its width.

    All weights start at a size of about 1, and 1/√d does what a Glorot or He initialisation would do. Adam's steps
    are about as long as the learning rate, so relative to the weights they are equally long in a wide and in a
    narrow layer.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. Width of the output.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool.
        kernel_initializer: initial values of W; None draws them from a normal distribution of standard deviation 1,
            right for hidden layers; the last layer of RealMLP uses `"zeros"`.
        bias_initializer: initial values of b; None as above.
        bias_learning_rate_factor: float c above 0. How much faster than W the bias learns under Adam (stored as b/c).

    Example:
        >>> layer = NTKDense(256, activation="selu", bias_learning_rate_factor=0.1)
        >>> tuple(layer(ops.ones((2, 3))).shape)
        (2, 256)

    Derivative: ∂y/∂W = f'(z) · x / √d, so wide layers get small gradients on large weights
    Use: where layers of different widths share one learning rate, as in RealMLP.
    Misconception: "It represents other functions than a dense layer." It represents exactly the same functions; only
        the course of training differs.
    Interview: Why 1/√d? — A sum of d terms of variance 1 has the variance d.
    Reference: Jacot, Gabriel and Hongler, 2018, Neural tangent kernel (arXiv:1806.07572).
    """

    def __init__(
        self,
        units: int,
        *,
        activation: ActivationLike = None,
        use_bias: bool = True,
        kernel_initializer: Initializer | None = None,
        bias_initializer: Initializer | None = None,
        bias_learning_rate_factor: float = 1.0,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        if not bias_learning_rate_factor > 0:
            raise ValueError(
                f"Expected bias_learning_rate_factor above 0. Received: {bias_learning_rate_factor!r}. "
                "To leave the bias out, pass use_bias=False."
            )
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = _unit_normal() if kernel_initializer is None else initializers.get(kernel_initializer)
        self.bias_initializer = _unit_normal() if bias_initializer is None else initializers.get(bias_initializer)
        self.bias_learning_rate_factor = bias_learning_rate_factor
        self.supports_masking = True

    def build(self, input_shape):
        shape = (input_shape[-1], self.units)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer=self.kernel_initializer)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=self._start_of_bias)
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns
            self.activation.build(self.compute_output_shape(input_shape))

    def _start_of_bias(self, shape, dtype=None):
        return self.bias_initializer(shape, dtype=dtype) / self.bias_learning_rate_factor

    def call(self, x):
        z = ops.matmul(x, self.kernel) / math.sqrt(x.shape[-1])  # (batch, ..., units)
        if self.use_bias:
            z = z + self.bias_learning_rate_factor * self.bias
        return self.activation(z)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "bias_learning_rate_factor": self.bias_learning_rate_factor,
        }


def _unit_normal():
    return keras.initializers.RandomNormal(stddev=1.0)
