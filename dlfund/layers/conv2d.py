"""2-D convolution: one small pattern, looked for at every place of a picture.

    y_{t,u} = f(Σ_k Σ_l x_{t·s + k·d, u·s + l·d} · W_{k,l} + b)

k and l run over the window, s is the stride, d the dilation; each W_{k,l} is a matrix from channels to filters.
"""

import keras
from keras import ops

from dlfund import activations, initializers
from dlfund.layers.windows import known_padding, window_of, window_positions
from dlfund.registration import register


@register
class Conv2D(keras.layers.Layer):
    """Every filter slides one window of weights over the picture and answers where its pattern is.

    The same weights serve every place: few parameters, and a pattern learned here is found there.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, filters)

    Args:
        filters: int. How many patterns are looked for.
        kernel_size: int or (int, int). Height and width of the window.
        strides: int or (int, int). Places from one position to the next; 2 halves the output.
        padding: "valid" keeps to the picture, "same" pads it with zeros so that the size stays.
        dilation_rate: int or (int, int). Places from one tap of the window to the next; above 1 it sees further.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool. False where a normalisation with its own shift follows.
        kernel_initializer: where the weights start; `"he_normal"` suits ReLU.

    Example:
        >>> layer = Conv2D(8, 3)
        >>> tuple(layer(ops.ones((2, 28, 28, 1))).shape)
        (2, 26, 26, 8)
        >>> layer.count_params()  # 3 · 3 · 1 · 8 weights and 8 biases
        80

    Derivative: ∂loss/∂W is a convolution of the input with δ = f' · ∂loss/∂y, ∂loss/∂x one of δ with the flipped
        window; ∂loss/∂b = Σ δ
    Use: for pictures and everything else on a grid, where neighbours belong together.
    Misconception: "A convolution sees the whole picture." It sees its window; only a stack of layers, strides or
        pooling widens the view.
    Interview: How many parameters has it? — window height · width · channels · filters weights and filters biases,
        whatever the picture's size.
    Reference: LeCun, Bottou, Bengio and Haffner, 1998, Gradient-based learning applied to document recognition
        (doi:10.1109/5.726791).
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
        self.kernel_size = window_of("kernel_size", kernel_size, 2)
        self.strides = window_of("strides", strides, 2)
        self.padding = known_padding(padding, ("valid", "same"))
        self.dilation_rate = window_of("dilation_rate", dilation_rate, 2)
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
        self.input_spec = keras.layers.InputSpec(ndim=4, axes={-1: input_shape[-1]})

    def call(self, x):
        if x.shape[0] == 0:  # TensorFlow's convolution of no rows keeps the input's shape
            return ops.zeros(self.compute_output_shape(x.shape), x.dtype)
        z = ops.conv(
            x,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            data_format="channels_last",
            dilation_rate=self.dilation_rate,
        )  # (batch, rows, columns, filters)
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
