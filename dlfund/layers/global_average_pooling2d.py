"""Global 2-D average pooling: one number a channel, its mean over the whole picture.

    y_c = mean_{t,u} x_{t,u,c}

t and u count the places, c the channels; there is nothing to learn.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class GlobalAveragePooling2D(keras.layers.Layer):
    """Says of every channel only its mean, and forgets where.

    Whatever the picture's size, the output has the same size.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, channels)

    Example:
        >>> layer = GlobalAveragePooling2D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 2, 2, 1)))[0, 0])
        1.5

    Derivative: 1 / (number of places) for each place
    Use: between convolutions and the head, in place of flattening: far fewer weights.
    Misconception: "Flattening keeps more and is therefore better." It also ties the head to one size and one place,
        with many more weights to overfit.
    Interview: How can a network take inputs of any size? — Convolutions do not care about size, and global pooling
        removes it before the head.
    Reference: Lin, Chen and Yan, 2014, Network In Network (arXiv:1312.4400).
    """

    def __init__(self, **layer_options):
        super().__init__(**layer_options)
        self.input_spec = keras.layers.InputSpec(ndim=4)

    def call(self, x):
        return ops.mean(x, axis=(1, 2))  # (batch, channels)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])
