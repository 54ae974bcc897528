"""Global 1-D max pooling: one number a channel, its largest over all steps.

    y_c = max_t x_{t,c}

t counts the steps, c the channels; there is nothing to learn.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class GlobalMaxPooling1D(keras.layers.Layer):
    """Says of every channel only its peak, and forgets where.

    Whatever the length, the output has the same size. Masked steps do not count.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, channels)

    Example:
        >>> layer = GlobalMaxPooling1D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 4, 1)))[0, 0])
        3.0

    Derivative: 1 for the largest entry of a channel, 0 for the others
    Use: to ask whether a pattern occurs anywhere in the sequence.
    Misconception: "It finds where the pattern is." It keeps only how strong it is; the place is forgotten.
    Interview: What happens to gradients? — Only the place of the maximum learns, in every channel.
    Reference: Collobert et al., 2011, Natural Language Processing (Almost) from Scratch (arXiv:1103.0398).
    """

    def __init__(self, **layer_options):
        super().__init__(**layer_options)
        self.input_spec = keras.layers.InputSpec(ndim=3)
        self.supports_masking = True

    def call(self, x, mask=None):
        if x.shape[0] == 0:  # no rows have no maximum
            return ops.zeros(self.compute_output_shape(x.shape), x.dtype)
        if mask is None:
            return ops.max(x, axis=1)  # (batch, channels)
        counts = ops.cast(mask, "bool")[:, :, None]  # (batch, steps, 1)
        largest = ops.max(ops.where(counts, x, -float("inf")), axis=1)  # (batch, channels)
        return ops.where(ops.any(counts, axis=1), largest, 0)  # a row without any step gives 0

    def compute_mask(self, x, mask=None):
        return None  # the steps are gone

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])
