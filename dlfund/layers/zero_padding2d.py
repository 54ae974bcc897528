"""Zero padding of a picture: a frame of zeros.

    y_{t,u} = x_{t − top, u − left}

t and u count rows and columns; outside the picture, x is 0.
"""

from dlfund.core.registration import register
from dlfund.layers.zero_padding import ZeroPadding


@register
class ZeroPadding2D(ZeroPadding):
    """Puts zeros around a picture, so that a window that follows also reaches its edges.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, top + height + bottom, left + width + right, channels)

    Args:
        padding: int, (int, int) for height and width, or ((top, bottom), (left, right)).
        data_format: "channels_last", "channels_first", or None for Keras's setting.

    Example:
        >>> from keras import ops
        >>> tuple(ZeroPadding2D(((1, 0), (2, 2)))(ops.ones((1, 4, 4, 1))).shape)
        (1, 5, 8, 1)

    Derivative: the gradient without its frame
    Use: before a convolution with strides, where "same" would pad unevenly, and to copy published networks exactly.
    Misconception: "Zeros around a picture are neutral." A filter sees an edge there that the data don't have; the
        outputs near it differ.
    Interview: How much padding keeps the length under a window of odd size k? — (k − 1) / 2 on each side, with a
        stride of 1.
    Reference: Dumoulin and Visin, 2016, A guide to convolution arithmetic for deep learning (arXiv:1603.07285).
    """

    axes = 2
