"""Parametric blend: the network learns how much of an activation to use.

    y = x + a · (f(x) − x) = (1 − a) · x + a · f(x)

f is an activation, a is learned for each unit: 0 leaves x unchanged, 1 applies f.
"""

from typing import Unpack

import keras

from dlfund.activations.get import get, serialize
from dlfund.core.arguments import ActivationLike
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class ParametricBlend(keras.layers.Layer):
    """A learned mixture of the identity and `activation`, with one weight per unit.

    With SELU or Mish inside it is the activation of RealMLP. It is a layer, because it has weights; use it between
    layers or as another layer's `activation=`, with a new instance for each.

    Shape:
        Input:  (batch, ..., units)
        Output: the same

    Args:
        activation: name or function; what is applied at a = 1. It must keep the shape.
        start: float. Initial value of `a`: 1 for the activation, 0 for no activation.

    Example:
        >>> blend = ParametricBlend("relu", start=0.5)
        >>> keras.ops.convert_to_numpy(blend(keras.ops.array([[-2.0, 4.0]]))).tolist()
        [[-1.0, 4.0]]

    Derivative: ∂y/∂x = 1 + a · (f'(x) − 1); ∂y/∂a = f(x) − x
    Range: that of f at a = 1, (−∞, ∞) below
    Saturates: only where f does and a is 1
    Use: in dense networks on tables, with SELU for classes and Mish for regression, and a smaller learning rate for a.
    Misconception: "The factor a stays between 0 and 1." It is not limited; above 1 it exaggerates the activation.
    Interview: How does it differ from PReLU? — PReLU learns the slope below zero; the blend learns how much of any
        activation is used, so a = 0 is exactly linear.
    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by Default (arXiv:2407.04491).
    """

    def __init__(self, activation: ActivationLike, *, start: float = 1.0, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        self.activation = get(activation)
        self.start = start
        self.supports_masking = True

    def build(self, input_shape):
        if self.built:  # a shared one would train, but a saved model could not hand it to both layers again
            raise ValueError(
                f"Expected a ParametricBlend that no other layer uses. Received: {self.name}, which already belongs to "
                f"a layer of {self.a.shape[0]} units. Give every layer an instance of its own: "
                'activation=ParametricBlend("selu") in each.'
            )
        self.a = self.add_weight(
            name="a", shape=(input_shape[-1],), initializer=keras.initializers.Constant(self.start)
        )

    def call(self, x):
        # the second form: x + (f(x) - x) would lose f(x) to rounding where x is large
        return (1 - self.a) * x + self.a * self.activation(x)  # (batch, ..., units)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "activation": serialize(self.activation),
            "start": self.start,
        }
