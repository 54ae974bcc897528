"""1-D average pooling: the mean answer of every window.

    y_t = mean_k x_{t·s + k}

k runs over the window, s is the stride; there is nothing to learn.
"""

import keras
from keras import ops

from dlfund.layers.windows import known_padding, window_of, window_positions
from dlfund.registration import register


@register
class AveragePooling1D(keras.layers.Layer):
    """Shrinks a sequence by keeping the mean entry of every window, channel by channel.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, positions, channels)

    Args:
        pool_size: int. Size of the window; 2 halves the steps.
        strides: int, or None for windows side by side.
        padding: "valid" drops what no full window covers, "same" pads; padding never counts in the mean.

    Example:
        >>> layer = AveragePooling1D(2)
        >>> x = ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 4, 1))
        >>> [float(y) for y in layer(x)[0, :, 0]]
        [2.0, 1.0]

    Derivative: 1 / (entries of the window) for each of them
    Use: to shrink smoothly, where the amount of a pattern counts more than its peak.
    Misconception: "Average pooling blurs away what matters, so max is always better." For amounts, such as texture,
        the mean says more.
    Interview: How do the gradients of max and average pooling differ? — The maximum sends all of it to one entry, the
        mean shares it evenly.
    Reference: LeCun, Bottou, Bengio and Haffner, 1998, Gradient-based learning applied to document recognition
        (doi:10.1109/5.726791).
    """

    def __init__(self, pool_size=2, *, strides=None, padding="valid", **layer_options):
        super().__init__(**layer_options)
        self.pool_size = window_of("pool_size", pool_size, 1)
        self.strides = self.pool_size if strides is None else window_of("strides", strides, 1)
        self.padding = known_padding(padding)
        self.input_spec = keras.layers.InputSpec(ndim=3)

    def call(self, x):
        return ops.average_pool(
            x, self.pool_size, strides=self.strides, padding=self.padding, data_format="channels_last"
        )  # (batch, positions, channels)

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
