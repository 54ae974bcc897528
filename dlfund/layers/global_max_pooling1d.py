"""Global 1-D max pooling: one number per channel, its largest over all steps.

    y_c = max_t x_{t,c}

t counts the steps, c the channels; there is nothing to learn.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.layers.data_format import length_axes
from dlfund.layers.pooling import GlobalPooling


@register
class GlobalMaxPooling1D(GlobalPooling):
    """Keeps only each channel's largest value, and discards its position.

    Whatever the length, the output has the same size. Masked steps do not count.

    Shape:
        Input:  (batch, steps, channels)
        Output: (batch, channels)

    Args:
        data_format: "channels_last", "channels_first", or None for Keras's setting.
        keepdims: bool. The axes that are pooled stay, with length 1.

    Example:
        >>> layer = GlobalMaxPooling1D()
        >>> float(layer(ops.reshape(ops.array([1.0, 3.0, 2.0, 0.0]), (1, 4, 1)))[0, 0])
        3.0

    Derivative: 1 for the largest entry of a channel, 0 for the others
    Use: to ask whether a pattern occurs anywhere in the sequence.
    Misconception: "It finds where the pattern is." It keeps only how strong it is; the position is
        discarded.
    Interview: What happens to gradients? — In every channel, only the position of the maximum gets a
        gradient.
    Reference: Collobert et al., 2011, Natural Language Processing (Almost) from Scratch (arXiv:1103.0398).
    """

    axes = 1

    def call(self, x, mask=None):
        if x.shape[0] == 0:  # no rows have no maximum
            return ops.zeros(self.compute_output_shape(x.shape), x.dtype)
        (steps,) = length_axes(1, self.data_format)
        if mask is None:
            return ops.max(x, axis=steps, keepdims=self.keepdims)  # (batch, channels)
        counts = ops.expand_dims(ops.cast(mask, "bool"), 3 - steps)  # (batch, steps, 1)
        largest = ops.max(ops.where(counts, x, -float("inf")), axis=steps, keepdims=self.keepdims)  # (batch, channels)
        any_step = ops.any(counts, axis=steps, keepdims=self.keepdims)
        return ops.where(any_step, largest, 0)  # a row without any step gives 0
