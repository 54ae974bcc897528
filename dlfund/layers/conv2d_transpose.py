"""2-D transposed convolution: every input spreads a learned pattern over a larger output.

    y_{t·s + k, u·s + l} += W_{k,l} x_{t,u}        for every position (t, u) and every (k, l) in the window
    y = f(y + b)

s is the stride, f the activation; it is the gradient of a convolution, used forwards.
"""

from dlfund.core.registration import register
from dlfund.layers.transposed_convolution import TransposedConvolution


@register
class Conv2DTranspose(TransposedConvolution):
    """Enlarges a picture by its stride, and learns what to draw in between.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, filters), about strides times as long

    Args:
        filters: int. How many channels the output has.
        kernel_size: int or (int, int). Pixels that each input spreads over; a multiple of the stride avoids
            checkerboard patterns.
        strides: int or (int, int). Pixels from one input's window to the next; 2 doubles the length.
        padding: "valid" keeps every number, "same" makes the output strides times as long.
        output_padding: int or (int, int), below the stride, or None. How much longer the output is than its shortest
            length: several lengths become one on a convolution's way there, and this says which of them is meant.
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        dilation_rate: int or (int, int). Pixels from one entry of the window to the next.
        activation: name, function or layer; None leaves the sums as they are.
        use_bias: bool.
        kernel_initializer, bias_initializer, their regularizers and constraints: as in `Dense`.

    Example:
        >>> from keras import ops
        >>> tuple(Conv2DTranspose(8, 3, strides=2, padding="same")(ops.ones((2, 7, 7, 4))).shape)
        (2, 14, 14, 8)

    Derivative: ∂loss/∂x is the convolution of ∂loss/∂y with the same weights
    Use: in decoders and generators, where a small map becomes a large one.
    Misconception: "A deconvolution undoes a convolution." It has the shape of the way back, and weights of its own.
    Interview: Where do checkerboard patterns come from? — Windows that overlap unevenly: some outputs are sums of more
        inputs than others, unless the window's size is a multiple of the stride.
    Reference: Zeiler, Krishnan, Taylor and Fergus, 2010, Deconvolutional networks (doi:10.1109/CVPR.2010.5539957).
    """

    axes = 2
