"""Dense layer: every unit looks at every input.

    y = f(W x + b)        y_j = f(Σ_i w_ij · x_i + b_j)

x are the inputs, W the kernel, b the bias, f the activation; j counts the units.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.registration import register


@register
class Dense(keras.layers.Layer):
    """Many perceptrons side by side, each with its own view of all the inputs.

    A network is dense layers with activations between them: each layer finds combinations of what the last one found.

    Shape:
        Input:  (batch, ..., features)
        Output: (batch, ..., units)

    Args:
        units: int. Width of the output.
        activation: name, function or layer; None leaves the weighted sums as they are.
        use_bias: bool. False where a normalisation with its own shift follows.
        kernel_initializer: where the weights start; `"he_normal"` suits ReLU.
        bias_initializer: where the bias starts.
        kernel_regularizer: what large weights cost, such as `"l2"`; None for nothing.

    Example:
        >>> layer = Dense(16, activation=activations.relu)
        >>> tuple(layer(ops.ones((2, 3))).shape)
        (2, 16)
        >>> layer.count_params()  # 3 · 16 weights and 16 biases
        64

    Derivative: with z = Wx + b and δ = f'(z) · ∂loss/∂y: ∂loss/∂W = x δᵀ; ∂loss/∂b = δ; ∂loss/∂x = Wᵀδ
    Use: for tables, for the head of any network, and wherever inputs have no order or neighbourhood.
    Misconception: "Twice as wide is twice as good." Width costs features · units weights; what it can express grows,
        what it learns from the same rows may not.
    Interview: How many parameters has a dense layer? — features · units weights and units biases.
    Reference: Rumelhart, Hinton and Williams, 1986, Learning representations by back-propagating errors
        (doi:10.1038/323533a0).
    """

    def __init__(
        self,
        units,
        *,
        activation=None,
        use_bias=True,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        kernel_regularizer=None,
        **layer_options,
    ):
        super().__init__(**layer_options)
        if not isinstance(units, int) or units < 1:
            raise ValueError(f"Expected units to be a whole number above 0. Received: units={units!r}. Pass 1 or more.")
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.supports_masking = True

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
        )
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=(self.units,), initializer=self.bias_initializer)
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns, such as ParametricBlend
            self.activation.build(self.compute_output_shape(input_shape))
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, x):
        z = ops.matmul(x, self.kernel)  # (batch, ..., units)
        if self.use_bias:
            z = ops.add(z, self.bias)
        return self.activation(z)  # (batch, ..., units)

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
            "kernel_regularizer": keras.regularizers.serialize(self.kernel_regularizer),
        }
