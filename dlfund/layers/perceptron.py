"""Perceptron: one artificial neuron.

    y = f(wᵀx + b)
    decision = 1 if y ≥ threshold, otherwise 0

x are the inputs, w the weights, b the bias, f the activation.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.registration import register


@register
class Perceptron(keras.layers.Layer):
    """The smallest network there is: weighted sum, bias, activation.

    With a sigmoid it is logistic regression; with a step it is Rosenblatt's neuron. What it can learn is a straight
    line between yes and no.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. How many neurons stand side by side; 1 for a yes-or-no question.
        activation: name, function or layer; what the neuron makes of its sum.
        threshold: float, in the units of the output. `decide` says 1 from here upwards: 0.5 for a probability.
            A lower one says yes more often: more true yes found, more false ones with them.
        kernel_initializer: where the weights start.
        bias_initializer: where the bias starts.

    Example:
        >>> neuron = Perceptron(activation="sigmoid", kernel_initializer="ones")
        >>> x = ops.array([[1.0, -1.0], [2.0, -3.0]])
        >>> [float(y) for y in neuron.decide(x)[:, 0]]
        [1.0, 0.0]

    Derivative: ∂y/∂w = f'(wᵀx + b) · x; ∂y/∂b = f'(wᵀx + b)
    Use: as the simplest network of a comparison, and as the last layer of a yes-or-no question.
    Misconception: "A perceptron can learn any rule if it is trained for long." Only rules that one straight line
        separates: XOR is not one of them, however long it trains.
    Interview: How do a perceptron and logistic regression differ? — With a sigmoid and a log-loss not at all; the
        historical perceptron has a step and learns only from its mistakes.
    Reference: Rosenblatt, 1958, The perceptron: a probabilistic model for information storage and organization in the
        brain (doi:10.1037/h0042519).
    """

    def __init__(
        self,
        units=1,
        *,
        activation="sigmoid",
        threshold=0.5,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        **layer_options,
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
