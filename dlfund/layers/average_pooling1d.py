"""1-D average pooling: the mean of every window.

    y_t = mean_k x_{t·s + k}

k runs over the window, s is the stride; there is nothing to learn.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.pooling import Pooling


@register
class AveragePooling1D(Pooling):
    """Shrinks a sequence by keeping the mean entry of every window, channel by channel.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, positions, channels)

    Args:
        pool_size: int. Size of the window; 2 halves the steps.
        strides: int, or None for windows that do not overlap.
        padding: "valid" drops what no full window covers, "same" pads; padding never counts in the mean.
        data_format: "channels_last", "channels_first", or None for Keras's setting.

    Example:
        >>> layer = AveragePooling1D(2)
        >>> x = ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 4, 1))
        >>> [float(y) for y in layer(x)[0, :, 0]]
        [2.0, 1.0]

    Derivative: 1 / (entries of the window) for each of them
    Use: to shrink smoothly, where the amount of a pattern counts more than its peak.
    Misconception: "Average pooling blurs away what matters, so max is always better." For amounts, such as texture,
        the mean says more.
    Interview: How do the gradients of max and average pooling differ? — The maximum passes the whole gradient to one
        entry, the mean divides it equally.
    Reference: LeCun, Bottou, Bengio and Haffner, 1998, Gradient-based learning applied to document recognition
        (doi:10.1109/5.726791).
    """

    axes = 1

    def call(self, x):
        return ops.average_pool(
            x, self.pool_size, strides=self.strides, padding=self.padding, data_format=self.data_format
        )  # (batch, positions, channels)
