"""2-D max pooling: the loudest answer of every window.

    y_{t,u} = max_kl x_{t·s + k, u·s + l}

k and l run over the window, s is the stride; there is nothing to learn.
"""

import keras
from keras import ops

from dlfund.layers.windows import known_padding, window_of, window_positions
from dlfund.registration import register


@register
class MaxPooling2D(keras.layers.Layer):
    """Shrinks a picture by keeping the largest entry of every window, channel by channel.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, rows, columns, channels)

    Args:
        pool_size: int or (int, int). Size of the window; 2 halves height and width.
        strides: int or (int, int), or None for windows side by side.
        padding: "valid" drops what no full window covers, "same" pads; padding never counts in the maximum.

    Example:
        >>> layer = MaxPooling2D(2)
        >>> x = ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 2, 2, 1))
        >>> float(layer(x)[0, 0, 0, 0])
        3.0

    Derivative: 1 for the largest entry of the window, 0 for the others
    Use: after convolutions, to ask whether a pattern is somewhere near rather than exactly where.
    Misconception: "Pooling learns what to keep." It has no weights: it always keeps the largest.
    Interview: What does max pooling give up? — Where in the window the pattern was; that makes the answer steady
        under small shifts.
    Reference: Scherer, Müller and Behnke, 2010, Evaluation of Pooling Operations in Convolutional Architectures
        (doi:10.1007/978-3-642-15825-4_10).
    """

    def __init__(self, pool_size=2, *, strides=None, padding="valid", **layer_options):
        super().__init__(**layer_options)
        self.pool_size = window_of("pool_size", pool_size, 2)
        self.strides = self.pool_size if strides is None else window_of("strides", strides, 2)
        self.padding = known_padding(padding)
        self.input_spec = keras.layers.InputSpec(ndim=4)

    def call(self, x):
        return ops.max_pool(
            x, self.pool_size, strides=self.strides, padding=self.padding, data_format="channels_last"
        )  # (batch, rows, columns, channels)

    def compute_output_shape(self, input_shape):
        batch, *lengths, channels = input_shape
        windows = zip(lengths, self.pool_size, self.strides, strict=True)
        places = [window_positions(n, k, stride=s, padding=self.padding) for n, k, s in windows]
        return (batch, *places, channels)

    def get_config(self):
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
        }
