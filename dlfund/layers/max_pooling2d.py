"""2-D max pooling: the largest value of every window.

    y_{t,u} = max_kl x_{t·s + k, u·s + l}

k and l run over the window, s is the stride; there is nothing to learn.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.pooling import Pooling


@register
class MaxPooling2D(Pooling):
    """Shrinks a picture by keeping the largest entry of every window, channel by channel.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, channels)

    Args:
        pool_size: int or (int, int). Size of the window; 2 halves height and width.
        strides: int or (int, int), or None for windows that do not overlap.
        padding: "valid" drops what no full window covers, "same" pads; padding never counts in the maximum.
        data_format: "channels_last", "channels_first", or None for Keras's setting.

    Example:
        >>> layer = MaxPooling2D(2)
        >>> x = ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 2, 2, 1))
        >>> float(layer(x)[0, 0, 0, 0])
        3.0

    Derivative: 1 for the largest entry of the window, 0 for the others
    Use: after convolutions, to detect whether a pattern is present nearby rather than exactly where.
    Misconception: "Pooling learns what to keep." It has no weights: it always keeps the largest.
    Interview: What does max pooling give up? — Where in the window the pattern was; that makes the output stable
        under small shifts.
    Reference: Scherer, Müller and Behnke, 2010, Evaluation of Pooling Operations in Convolutional Architectures
        (doi:10.1007/978-3-642-15825-4_10).
    """

    axes = 2

    def call(self, x):
        return ops.max_pool(
            x, self.pool_size, strides=self.strides, padding=self.padding, data_format=self.data_format
        )  # (batch, rows, columns, channels)
