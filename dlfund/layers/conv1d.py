"""1-D convolution: one small pattern, looked for at every time step.

    y_t = f(Σ_k x_{t·s + k·d} · W_k + b)

k runs over the window, s is the stride, d the dilation; each W_k is a matrix from channels to filters.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.layers.windows import known_padding, window_of, window_positions
from dlfund.registration import register


@register
class Conv1D(keras.layers.Layer):
    """Every filter slides one window of weights along the steps and answers where its pattern is.

    The same weights serve every place: few parameters, and a pattern learned here is found there.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, positions, filters)

    Args:
        filters: int. How many patterns are looked for.
        kernel_size: int. Steps that the window covers.
        strides: int. Places from one position to the next; 2 halves the output.
        padding: "valid", "same" or "causal". "causal" looks only at the past, so no step sees the future.
        dilation_rate: int. Places from one tap of the window to the next; above 1 it sees further.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool. False where a normalisation with its own shift follows.
        kernel_initializer: where the weights start; `"he_normal"` suits ReLU.

    Example:
        >>> layer = Conv1D(8, 3)
        >>> tuple(layer(ops.ones((2, 10, 4))).shape)
        (2, 8, 8)
        >>> layer.count_params()  # 3 · 4 · 8 weights and 8 biases
        104

    Derivative: ∂loss/∂W is a convolution of the input with δ = f' · ∂loss/∂y, ∂loss/∂x one of δ with the flipped
        window; ∂loss/∂b = Σ δ
    Use: for signals, sequences and text, where what matters is near each other.
    Misconception: "Convolution here is the mathematician's." It does not flip the window: it is cross-correlation,
        which learns as well.
    Interview: How far back does a stack of causal convolutions see? — 1 + Σ (window − 1) · dilation steps; doubling
        the dilation in every layer makes that exponential in depth.
    Reference: Waibel, Hanazawa, Hinton, Shikano and Lang, 1989, Phoneme recognition using time-delay neural networks
        (doi:10.1109/29.21701).
    """

    def __init__(
        self,
        filters,
        kernel_size,
        *,
        strides=1,
        padding="valid",
        dilation_rate=1,
        activation=None,
        use_bias=True,
        kernel_initializer="glorot_uniform",
        **layer_options,
    ):
        super().__init__(**layer_options)
        if not isinstance(filters, int) or filters < 1:
            raise ValueError(f"Expected filters to be a whole number above 0. Received: filters={filters!r}.")
        self.filters = filters
        self.kernel_size = window_of("kernel_size", kernel_size, 1)
        self.strides = window_of("strides", strides, 1)
        self.padding = known_padding(padding, ("valid", "same", "causal"))
        self.dilation_rate = window_of("dilation_rate", dilation_rate, 1)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, input_shape[-1], self.filters),
            initializer=self.kernel_initializer,
        )
        if self.use_bias:
            self.bias = self.add_weight(name="bias", shape=(self.filters,), initializer="zeros")
        if isinstance(self.activation, keras.layers.Layer):  # an activation that learns, such as ParametricBlend
            self.activation.build(self.compute_output_shape(input_shape))
        self.input_spec = keras.layers.InputSpec(ndim=3, axes={-1: input_shape[-1]})

    def call(self, x):
        if x.shape[0] == 0:  # TensorFlow's convolution of no rows keeps the input's shape
            return ops.zeros(self.compute_output_shape(x.shape), x.dtype)
        if self.padding == "causal":
            past = self.dilation_rate[0] * (self.kernel_size[0] - 1)
            x = ops.pad(x, [[0, 0], [past, 0], [0, 0]])  # (batch, past + steps, channels)
        z = ops.conv(
            x,
            self.kernel,
            strides=self.strides,
            padding="valid" if self.padding == "causal" else self.padding,
            data_format="channels_last",
            dilation_rate=self.dilation_rate,
        )  # (batch, positions, filters)
        if self.use_bias:
            z = ops.add(z, self.bias)
        return self.activation(z)

    def compute_output_shape(self, input_shape):
        batch, *lengths, _ = input_shape
        windows = zip(lengths, self.kernel_size, self.strides, self.dilation_rate, strict=True)
        places = [window_positions(n, k, stride=s, padding=self.padding, dilation=d) for n, k, s, d in windows]
        return (batch, *places, self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "dilation_rate": self.dilation_rate,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
        }
