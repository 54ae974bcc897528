"""Weighted sum: the first thing that a neuron computes.

    y = wᵀx        y_j = Σ_i w_ij · x_i

x are the inputs, w the weights, j counts the units.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund import initializers
from dlfund.core.arguments import Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class WeightedSum(keras.layers.Layer):
    """Every input times its weight, added up: no bias, no activation.

    Most of what a neuron learns is in these weights; a perceptron adds a bias and an activation.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. Number of sums.
        kernel_initializer: initial values of the weights.

    Example:
        >>> layer = WeightedSum(kernel_initializer="ones")
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 2.0, 3.0]]))).tolist()
        [[6.0]]

    Derivative: ∂y/∂w = x; ∂y/∂x = w; with several units ∂loss/∂W = x δᵀ and ∂loss/∂x = W δ, δ = ∂loss/∂y
    Use: to show what a linear model is, and as the first part of a perceptron.
    Misconception: "A large weight means an important input." Only among inputs on the same scale: hours and minutes of
        the same study time get weights that differ by a factor of sixty.
    Interview: What can a weighted sum without a bias not do? — Be anything but 0 at the origin: its decision line
        always passes through the origin.
    Reference: Rosenblatt, 1958, The perceptron (doi:10.1037/h0042519); Widrow and Hoff, 1960, Adaptive switching
        circuits (IRE WESCON convention record 4, pages 96–104).
    """

    def __init__(
        self,
        units: int = 1,
        *,
        kernel_initializer: Initializer = "glorot_uniform",
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        self.units = units
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.supports_masking = True

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], self.units), initializer=self.kernel_initializer
        )
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        return ops.matmul(x, self.kernel)  # (batch, ..., units)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
        }
