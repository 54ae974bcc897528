"""Leaky ReLU as a layer: a small slope below zero.

    y = x if x ≥ 0, otherwise negative_slope · x

With a negative_slope of 0 it is ReLU, with 1 it is linear.
"""

from typing import Unpack

import keras

from dlfund import activations
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build
from dlfund.layers.options import SlopeOptions


@register
class LeakyReLULayer(keras.layers.Layer):
    """ReLU without dead units, as a layer of its own.

    `layers.LeakyReLU` is this layer under Keras's name; `leaky_relu` is the activation.

    Shape:
        Input:  any
        Output: the same

    Args:
        negative_slope: float, 0 or above. The slope below zero. As in Keras the layer's default is 0.3, the function's
            is 0.2.

    Example:
        >>> [round(float(y), 2) for y in LeakyReLULayer(0.1)(keras.ops.array([-2.0, 3.0]))]
        [-0.2, 3.0]

    Derivative: 1 for x > 0, negative_slope for x < 0
    Use: in discriminators of adversarial networks, and where many ReLU units have died.
    Misconception: "The slope is learned." It is fixed; a PReLU learns it.
    Interview: How does it prevent dying units? — Its slope is not 0 (where the leak is above 0), so a unit that is
        negative for every row still gets a gradient and can recover.
    Reference: Maas, Hannun and Ng, 2013, Rectifier Nonlinearities Improve Neural Network Acoustic Models
        (ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf).
    """

    def __init__(self, negative_slope: float = 0.3, **layer_options: Unpack[SlopeOptions]):
        negative_slope = layer_options.pop("alpha", negative_slope)  # Keras's earlier name
        super().__init__(**layer_options)
        if negative_slope is None or negative_slope < 0:
            raise ValueError(f"Expected negative_slope of 0 or above. Received: negative_slope={negative_slope!r}.")
        self.negative_slope = negative_slope
        self.supports_masking = True
        nothing_to_build(self)

    def call(self, x):
        return activations.leaky_relu(x, negative_slope=self.negative_slope)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "negative_slope": self.negative_slope}
