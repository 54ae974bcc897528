"""Perceptron: one artificial neuron.

    y = f(wᵀx + b)
    decision = 1 if y ≥ threshold, otherwise 0

x are the inputs, w the weights, b the bias, f the activation.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.core.arguments import ActivationLike, Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register


@register
class Perceptron(keras.layers.Layer):
    """The smallest network there is: weighted sum, bias, activation.

    With a sigmoid it is logistic regression; with a step function it is Rosenblatt's perceptron. It can learn a
    straight line between yes and no.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. Number of neurons; 1 for a yes-or-no question.
        activation: name, function or layer; applied to the neuron's sum.
        threshold: float, in the units of the output. `decide` returns 1 from this value upwards: 0.5 for a
            probability. A lower threshold gives more positives: more true ones, and more false ones with them.
        kernel_initializer: initial values of the weights.
        bias_initializer: initial value of the bias.

    Example:
        >>> neuron = Perceptron(activation="sigmoid", kernel_initializer="ones")
        >>> x = ops.array([[1.0, -1.0], [2.0, -3.0]])
        >>> [float(y) for y in neuron.decide(x)[:, 0]]
        [1.0, 0.0]

    Derivative: ∂y/∂w = f'(wᵀx + b) · x; ∂y/∂b = f'(wᵀx + b)
    Use: as the simplest network of a comparison, and as the last layer of a yes-or-no question.
    Misconception: "A perceptron can learn any rule if it is trained long enough." It learns only rules that one
        straight line separates; XOR is not one of them, however long it trains.
    Interview: How do a perceptron and logistic regression differ? — With a sigmoid and a log-loss, not at all; the
        historical perceptron has a step function and learns only from its mistakes.
    Reference: Rosenblatt, 1958, The perceptron: a probabilistic model for information storage and organization in the
        brain (doi:10.1037/h0042519).
    """

    def __init__(
        self,
        units: int = 1,
        *,
        activation: ActivationLike = "sigmoid",
        threshold: float = 0.5,
        kernel_initializer: Initializer = "glorot_uniform",
        bias_initializer: Initializer = "zeros",
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        self.units = units
        self.activation = activations.get(activation)
        self.threshold = threshold
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.supports_masking = True

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], self.units), initializer=self.kernel_initializer
        )
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=self.bias_initializer)
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns, such as ParametricBlend
            self.activation.build(self.compute_output_shape(input_shape))
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        z = ops.matmul(x, self.kernel) + self.bias  # (batch, ..., units): weighted sum and bias
        return self.activation(z)  # (batch, ..., units)

    def decide(self, x):
        """0 or 1 for every row: is the output at least the threshold?"""
        y = self(x)
        return ops.cast(y >= self.threshold, y.dtype)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "threshold": self.threshold,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
        }
