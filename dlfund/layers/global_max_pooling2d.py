"""Global 2-D max pooling: one number per channel, its largest over the whole picture.

    y_c = max_{t,u} x_{t,u,c}

t and u count the positions, c the channels; there is nothing to learn.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.data_format import length_axes
from dlfund.layers.pooling import GlobalPooling


@register
class GlobalMaxPooling2D(GlobalPooling):
    """Keeps only each channel's largest value, and discards its position.

    Whatever the picture's size, the output has the same size.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, channels)

    Args:
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        keepdims: bool. The axes that are pooled stay, with length 1.

    Example:
        >>> layer = GlobalMaxPooling2D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 2, 2, 1)))[0, 0])
        3.0

    Derivative: 1 for the largest entry of a channel, 0 for the others
    Use: to ask whether a pattern occurs anywhere in the picture.
    Misconception: "It finds where the pattern is." It keeps only how strong it is; the position is
        discarded.
    Interview: What happens to gradients? — In every channel, only the position of the maximum gets a
        gradient.
    Reference: Oquab, Bottou, Laptev and Sivic, 2015, Is object localization for free?
        (doi:10.1109/CVPR.2015.7298668).
    """

    axes = 2

    def call(self, x):
        if x.shape[0] == 0:  # no rows have no maximum
            return ops.zeros(self.compute_output_shape(x.shape), x.dtype)
        return ops.max(x, axis=length_axes(2, self.data_format), keepdims=self.keepdims)  # (batch, channels)
