"""1-D transposed convolution: every input spreads a learned pattern over a larger output.

    y_{t·s + k} += W_k x_t        for every step t and every k in the window
    y = f(y + b)

s is the stride, f the activation; it is the gradient of a convolution, used forwards.
"""

from dlfund.core.registration import register
from dlfund.layers.transposed_convolution import TransposedConvolution


@register
class Conv1DTranspose(TransposedConvolution):
    """Enlarges a sequence by its stride, and learns what to draw in between.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, positions, filters), about strides times as long

    Args:
        filters: int. How many channels the output has.
        kernel_size: int. Steps that each input spreads over; a multiple of the stride avoids checkerboard patterns.
        strides: int. Steps from one input's window to the next; 2 doubles the length.
        padding: "valid" keeps every number, "same" makes the output strides times as long.
        output_padding: int, below the stride, or None. How much longer the output is than its shortest length: several
            lengths become one on a convolution's way there, and this says which of them is meant.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        dilation_rate: int. Steps from one entry of the window to the next.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool.
        kernel_initializer, bias_initializer, their regularizers and constraints: as in `Dense`.

    Example:
        >>> from keras import ops
        >>> tuple(Conv1DTranspose(8, 3, strides=2, padding="same")(ops.ones((2, 5, 4))).shape)
        (2, 10, 8)

    Derivative: ∂loss/∂x is the convolution of ∂loss/∂y with the same weights
    Use: in decoders and generators, where a small map becomes a large one.
    Misconception: "A deconvolution undoes a convolution." It has the shape of the way back, and weights of its own.
    Interview: Where do checkerboard patterns come from? — Windows that overlap unevenly: some outputs are sums of more
        inputs than others, unless the window's size is a multiple of the stride.
    Reference: Zeiler, Krishnan, Taylor and Fergus, 2010, Deconvolutional networks (doi:10.1109/CVPR.2010.5539957).
    """

    axes = 1
