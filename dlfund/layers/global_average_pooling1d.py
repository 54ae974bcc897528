"""Global 1-D average pooling: one number a channel, its mean over all steps.

    y_c = mean_t x_{t,c}

t counts the steps, c the channels; there is nothing to learn.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class GlobalAveragePooling1D(keras.layers.Layer):
    """Says of every channel only its mean, and forgets where.

    Whatever the length, the output has the same size. Masked steps do not count.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, channels)

    Example:
        >>> layer = GlobalAveragePooling1D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 4, 1)))[0, 0])
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
        self.input_spec = keras.layers.InputSpec(ndim=3)
        self.supports_masking = True

    def call(self, x, mask=None):
        if mask is None:
            return ops.mean(x, axis=1)  # (batch, channels)
        counts = ops.cast(mask, "bool")[:, :, None]  # (batch, steps, 1)
        total = ops.sum(ops.where(counts, x, 0), axis=1)  # (batch, channels)
        return ops.divide_no_nan(total, ops.sum(ops.cast(counts, x.dtype), axis=1))  # a row without any step gives 0

    def compute_mask(self, x, mask=None):
        return None  # the steps are gone

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])
