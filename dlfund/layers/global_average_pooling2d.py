"""Global 2-D average pooling: one number per channel, its mean over the whole picture.

    y_c = mean_{t,u} x_{t,u,c}

t and u count the positions, c the channels; there is nothing to learn.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.data_format import length_axes
from dlfund.layers.pooling import GlobalPooling


@register
class GlobalAveragePooling2D(GlobalPooling):
    """Keeps only each channel's mean, and discards the positions.

    Whatever the picture's size, the output has the same size.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, channels)

    Args:
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        keepdims: bool. The axes that are pooled stay, with length 1.

    Example:
        >>> layer = GlobalAveragePooling2D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 2, 2, 1)))[0, 0])
        1.5

    Derivative: 1 / (number of positions) for each position
    Use: between convolutions and the head, in place of flattening: far fewer weights.
    Misconception: "Flattening keeps more and is therefore better." It also ties the head to one input size and to
        positions, with many more weights that can overfit.
    Interview: How can a network take inputs of any size? — Convolutions work at any size, and global pooling
        removes the size before the head.
    Reference: Lin, Chen and Yan, 2014, Network In Network (arXiv:1312.4400).
    """

    axes = 2

    def call(self, x):
        return ops.mean(x, axis=length_axes(2, self.data_format), keepdims=self.keepdims)  # (batch, channels)
