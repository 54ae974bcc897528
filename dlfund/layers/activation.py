"""Activation layer: a function applied to every number.

    y = f(x)

f is an activation, such as ReLU.
"""

from typing import Unpack

import keras

from dlfund import activations
from dlfund.core.arguments import ActivationLike
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class Activation(keras.layers.Layer):
    """An activation as a layer of its own, for a network in which something stands between a sum and its activation.

    Shape:
        Input:  any
        Output: the same

    Args:
        activation: name, function or layer; None leaves the numbers as they are.

    Example:
        >>> [float(y) for y in Activation("relu")(keras.ops.array([-1.0, 2.0]))]
        [0.0, 2.0]

    Derivative: dy/dx = f'(x)
    Use: after a normalisation that stands between a layer's sums and its activation.
    Misconception: "An activation has to be a layer of its own." `Dense(8, activation="relu")` computes the same.
    Interview: Why have it as a layer at all? — To put a normalisation between the sums and the activation, and to
        read or replace it by name.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 6.3 (MIT Press).
    """

    def __init__(self, activation: ActivationLike, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.activation = activations.get(activation)
        self.supports_masking = True
        if not self._learns():
            self.built = type(self).build is Activation.build  # a subclass may have more to build

    def _learns(self):
        return isinstance(self.activation, keras.layers.Layer)  # such as ParametricBlend

    def build(self, input_shape):
        if self._learns():
            self.activation.build(input_shape)

    def call(self, x):
        return self.activation(x)

    def compute_output_shape(self, input_shape):
        if self._learns():
            return self.activation.compute_output_shape(input_shape)
        return input_shape

    def get_config(self):
        return {**super().get_config(), "activation": activations.serialize(self.activation)}
