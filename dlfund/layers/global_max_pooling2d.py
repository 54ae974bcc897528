"""Global 2-D max pooling: one number a channel, its largest over the whole picture.

    y_c = max_{t,u} x_{t,u,c}

t and u count the places, c the channels; there is nothing to learn.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class GlobalMaxPooling2D(keras.layers.Layer):
    """Says of every channel only its peak, and forgets where.

    Whatever the picture's size, the output has the same size.

    Shape:
        Input:  (batch, height, width, channels)
        Output: (batch, channels)

    Example:
        >>> layer = GlobalMaxPooling2D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 2, 2, 1)))[0, 0])
        3.0

    Derivative: 1 for the largest entry of a channel, 0 for the others
    Use: to ask whether a pattern occurs anywhere in the picture.
    Misconception: "It finds where the pattern is." It keeps only how strong it is; the place is forgotten.
    Interview: What happens to gradients? — Only the place of the maximum learns, in every channel.
    Reference: Collobert et al., 2011, Natural Language Processing (Almost) from Scratch (arXiv:1103.0398).
    """

    def __init__(self, **layer_options):
        super().__init__(**layer_options)
        self.input_spec = keras.layers.InputSpec(ndim=4)

    def call(self, x):
        if x.shape[0] == 0:  # no rows have no maximum
            return ops.zeros(self.compute_output_shape(x.shape), x.dtype)
        return ops.max(x, axis=(1, 2))  # (batch, channels)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])
