"""1-D convolution: small learned patterns, looked for at every time step.

    y_t = f(Σ_k x_{t·s + k·d} · W_k + b)

k runs over the window, s is the stride, d the dilation; each W_k is a matrix from channels to filters.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.convolution import Convolution
from dlfund.layers.data_format import length_axes


@register
class Conv1D(Convolution):
    """Every filter slides a window of weights along the steps; its output is large where its pattern is.

    The same weights are used at every position: there are few parameters, and a pattern learned at
    one position is found at all others.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, positions, filters)

    Args:
        filters: int. How many patterns are looked for.
        kernel_size: int. Steps that the window covers.
        strides: int. Steps from one position of the window to the next; 2 halves the output.
        padding: "valid", "same" or "causal". With "causal" an output depends only on the present and past
            steps.
        dilation_rate: int. Steps from one entry of the window to the next; above 1 the window covers more
            steps.
        groups: int. Splits the channels into so many groups that don't mix: filters see only their own group's.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool. False where a normalisation with its own shift follows.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        kernel_initializer, bias_initializer: initial values; `"he_normal"` suits ReLU.
        kernel_regularizer, bias_regularizer, kernel_constraint, bias_constraint: as in `Dense`.

    Example:
        >>> layer = Conv1D(8, 3)
        >>> tuple(layer(ops.ones((2, 10, 4))).shape)
        (2, 8, 8)
        >>> layer.count_params()  # 3 · 4 · 8 weights and 8 biases
        104

    Derivative: ∂loss/∂W is a convolution of the input with δ = f' · ∂loss/∂y, ∂loss/∂x one of δ with the flipped
        window; ∂loss/∂b = Σ δ
    Use: for signals, sequences and text, where nearby steps belong together.
    Misconception: "This is the convolution of mathematics." It does not flip the window: it is a cross-correlation,
        which learns equally well.
    Interview: How far back does a stack of causal convolutions see? — 1 + Σ (window − 1) · dilation steps; doubling
        the dilation in every layer makes that exponential in depth.
    Reference: Waibel, Hanazawa, Hinton, Shikano and Lang, 1989, Phoneme recognition using time-delay neural networks
        (doi:10.1109/29.21701).
    """

    axes = 1
    paddings = ("valid", "same", "causal")

    def call(self, x):
        if x.shape[0] == 0:  # TensorFlow's convolution of no rows keeps the input's shape
            return self.no_rows(x)
        if self.padding == "causal":
            x = self._with_past(x)  # (batch, past + steps, channels)
        z = self.over_windows(
            ops.conv, x, self.kernel, padding="valid" if self.padding == "causal" else self.padding
        )  # (batch, positions, filters)
        return self.activation(self.with_bias(z))

    def _with_past(self, x):
        padding = [[0, 0], [0, 0], [0, 0]]
        padding[length_axes(1, self.data_format)[0]][0] = self.dilation_rate[0] * (self.kernel_size[0] - 1)
        return ops.pad(x, padding)
