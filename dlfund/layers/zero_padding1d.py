"""Zero padding of a sequence: a frame of zeros.

    y_t = x_{t − before}

t counts the steps; before the first and after the last, x is 0.
"""

from dlfund.core.registration import register
from dlfund.layers.zero_padding import ZeroPadding


@register
class ZeroPadding1D(ZeroPadding):
    """Puts zeros around a sequence, so that a window that follows also reaches its edges.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, before + steps + after, channels)

    Args:
        padding: int, or (int, int): how many steps before and after.
        data_format: "channels_last", "channels_first", or None for Keras's setting.

    Example:
        >>> from keras import ops
        >>> [float(y) for y in ZeroPadding1D((1, 2))(ops.ones((1, 2, 1)))[0, :, 0]]
        [0.0, 1.0, 1.0, 0.0, 0.0]

    Derivative: the gradient without its frame
    Use: before a convolution with strides, where "same" would pad unevenly, and to copy published networks exactly.
    Misconception: "Zeros around a sequence are neutral." A filter sees an edge there that the data don't have; the
        outputs near it differ.
    Interview: How much padding keeps the length under a window of odd size k? — (k − 1) / 2 on each side, with a
        stride of 1.
    Reference: Dumoulin and Visin, 2016, A guide to convolution arithmetic for deep learning (arXiv:1603.07285).
    """

    axes = 1
