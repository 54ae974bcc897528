"""Bias: it shifts a neuron's weighted sum, and with it the decision line.

    y = x + b

b holds one learned number per feature.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund import initializers
from dlfund.core.arguments import Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class Bias(keras.layers.Layer):
    """One learned number per feature, added to it: it moves the decision line away from the origin.

    Shape:
        Input:  (batch, ..., features)
        Output: the same

    Args:
        bias_initializer: initial values of the biases.

    Example:
        >>> layer = Bias(bias_initializer="ones")
        >>> ops.convert_to_numpy(layer(ops.array([[1.0, 2.0]])))[0].tolist()
        [2.0, 3.0]

    Derivative: ∂y/∂b = 1
    Use: after every weighted sum, unless a normalisation with its own shift follows.
    Misconception: "The bias of a neuron is the bias of a model." One is a shift of a sum, the other a systematic error.
    Interview: Why does a neuron need a bias? — Without it every decision line passes through the origin, whatever the
        data.
    Reference: Rosenblatt, 1958, The perceptron (doi:10.1037/h0042519).
    """

    def __init__(self, *, bias_initializer: Initializer = "zeros", **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.bias_initializer = initializers.get(bias_initializer)
        self.supports_masking = True

    def build(self, input_shape):
        self.bias = self.add_weight(name="bias", shape=(input_shape[-1],), initializer=self.bias_initializer)
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        return ops.add(x, self.bias)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "bias_initializer": initializers.serialize(self.bias_initializer)}
