"""2-D convolution: small learned patterns, looked for at every position of a picture.

    y_{t,u} = f(Σ_k Σ_l x_{t·s + k·d, u·s + l·d} · W_{k,l} + b)

k and l run over the window, s is the stride, d the dilation; each W_{k,l} is a matrix from channels to filters.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.convolution import Convolution


@register
class Conv2D(Convolution):
    """Every filter slides a window of weights over the picture; its output is large where its pattern is.

    The same weights are used at every position: there are few parameters, and a pattern learned at
    one position is found at all others.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, filters)

    Args:
        filters: int. How many patterns are looked for.
        kernel_size: int or (int, int). Height and width of the window.
        strides: int or (int, int). Pixels from one position of the window to the next; 2 halves height and width
            of the output.
        padding: "valid" stays inside the picture, "same" pads it with zeros so that the size stays the same.
        dilation_rate: int or (int, int). Pixels from one entry of the window to the next; above 1 the window
            covers more of the picture.
        groups: int. Splits the channels into so many groups that don't mix: filters see only their own group's.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool. False where a normalisation with its own shift follows.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        kernel_initializer, bias_initializer: initial values; `"he_normal"` suits ReLU.
        kernel_regularizer, bias_regularizer, kernel_constraint, bias_constraint: as in `Dense`.

    Example:
        >>> layer = Conv2D(8, 3)
        >>> tuple(layer(ops.ones((2, 28, 28, 1))).shape)
        (2, 26, 26, 8)
        >>> layer.count_params()  # 3 · 3 · 1 · 8 weights and 8 biases
        80

    Derivative: ∂loss/∂W is a convolution of the input with δ = f' · ∂loss/∂y, ∂loss/∂x one of δ with the flipped
        window; ∂loss/∂b = Σ δ
    Use: for pictures and everything else on a grid, where neighbours belong together.
    Misconception: "A convolution sees the whole picture." It sees its window; a stack of layers, strides or
        pooling enlarges the receptive field.
    Interview: How many parameters does it have? — window height · width · channels · filters weights and filters
        biases, whatever the picture's size.
    Reference: LeCun, Bottou, Bengio and Haffner, 1998, Gradient-based learning applied to document recognition
        (doi:10.1109/5.726791).
    """

    axes = 2

    def call(self, x):
        if x.shape[0] == 0:  # TensorFlow's convolution of no rows keeps the input's shape
            return self.no_rows(x)
        z = self.over_windows(ops.conv, x, self.kernel)  # (batch, rows, columns, filters)
        return self.activation(self.with_bias(z))
