"""Weighted sum: what a neuron does first.

    y = wᵀx        y_j = Σ_i w_ij · x_i

x are the inputs, w the weights, j counts the units.
"""

import keras
from keras import ops

from dlfund import initializers
from dlfund.registration import register


@register
class WeightedSum(keras.layers.Layer):
    """Every input counts as much as its weight says: nothing else, no bias, no activation.

    It is the part of a neuron that is learned most of; a perceptron adds a bias and an activation to it.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. How many sums are formed side by side.
        kernel_initializer: where the weights start.

    Example:
        >>> layer = WeightedSum(kernel_initializer="ones")
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 2.0, 3.0]]))).tolist()
        [[6.0]]

    Derivative: ∂y/∂w = x; ∂y/∂x = w
    Use: to show what a linear model is, and as the first half of a perceptron.
    Misconception: "A large weight means an important input." Only among inputs of one scale: hours and minutes of the
        same study time get weights that differ by sixty.
    Interview: What can a weighted sum without a bias not say? — Anything but 0 at the origin: its decision line always
        passes through it.
    Reference: McCulloch and Pitts, 1943, A logical calculus of the ideas immanent in nervous activity
        (doi:10.1007/BF02478259).
    """

    def __init__(self, units=1, *, kernel_initializer="glorot_uniform", **layer_options):
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
