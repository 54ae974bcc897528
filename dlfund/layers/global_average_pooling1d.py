"""Global 1-D average pooling: one number per channel, its mean over all steps.

    y_c = mean_t x_{t,c}

t counts the steps, c the channels; there is nothing to learn.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.data_format import length_axes
from dlfund.layers.pooling import GlobalPooling


@register
class GlobalAveragePooling1D(GlobalPooling):
    """Keeps only each channel's mean, and discards the positions.

    Whatever the length, the output has the same size. Masked steps do not count.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, channels)

    Args:
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        keepdims: bool. The axes that are pooled stay, with length 1.

    Example:
        >>> layer = GlobalAveragePooling1D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 4, 1)))[0, 0])
        1.5

    Derivative: 1 / (number of steps) for each step
    Use: between convolutions and the head, in place of flattening: far fewer weights.
    Misconception: "Flattening keeps more and is therefore better." It also ties the head to one input size and to
        positions, with many more weights that can overfit.
    Interview: How can a network take inputs of any size? — Convolutions work at any size, and global pooling
        removes the size before the head.
    Reference: Lin, Chen and Yan, 2014, Network In Network (arXiv:1312.4400).
    """

    axes = 1

    def call(self, x, mask=None):
        (steps,) = length_axes(1, self.data_format)
        if mask is None:
            return ops.mean(x, axis=steps, keepdims=self.keepdims)  # (batch, channels)
        counts = ops.expand_dims(ops.cast(mask, "bool"), 3 - steps)  # (batch, steps, 1)
        total = ops.sum(ops.where(counts, x, 0), axis=steps, keepdims=self.keepdims)  # (batch, channels)
        number = ops.sum(ops.cast(counts, x.dtype), axis=steps, keepdims=self.keepdims)
        return ops.divide_no_nan(total, number)  # a row without any step gives 0
