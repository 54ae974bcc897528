"""Additive attention: a small network that scores how well a key answers a query.

    score(q, k) = v · tanh(q W + k U)
    y = Σ_j softmax_j(score(q, k_j)) · value_j

W, U and v are learned; j counts the steps that are looked at.
"""

import keras
from keras import ops

from dlfund import initializers
from dlfund.layers.attention_weights import attention_weights, query_value_key
from dlfund.registration import register


@register
class AdditiveAttention(keras.layers.Layer):
    """A weighted mean of values, the weights learned from query and key by a layer of tanh.

    The first attention: it let a translator look back at every word instead of at one memory vector.

    Shape:
        Input:  a list: query (batch, targets, features), value (batch, steps, features) and, if it differs
            from the value, key (batch, steps, features)
        Output: (batch, targets, value's features)

    Args:
        units: int or None. Width of the scoring layer. None leaves W and U out (they are the identity; query and key
            then need equally many features), which is what Keras's own layer does.
        kernel_initializer: where W and U start.
        scale_initializer: where v starts.
        return_weights: bool. The weights (batch, targets, steps) after the output.

    Call arguments:
        mask: list of two, query mask (batch, targets) and value mask (batch, steps), each bool or None. A masked step
            has weight zero; what a masked target gets is zero.

    Example:
        >>> layer = AdditiveAttention(units=8)
        >>> tuple(layer([ops.ones((2, 1, 3)), ops.ones((2, 7, 3))]).shape)
        (2, 1, 3)

    Use: over the states of a recurrent layer, and where query and key have different widths.
    Misconception: "Attention weights explain the prediction." They say where values were taken from, not which inputs
        would change the output.
    Interview: Additive or dot-product? — The dot product is one matrix product and needs a scale; the additive one
        learns its own similarity and costs a tanh for every pair.
    Reference: Bahdanau, Cho and Bengio, 2015, Neural machine translation by jointly learning to align and translate
        (arXiv:1409.0473).
    """

    def __init__(
        self,
        units=None,
        *,
        kernel_initializer="glorot_uniform",
        scale_initializer="glorot_uniform",
        return_weights=False,
        **layer_options,
    ):
        super().__init__(**layer_options)
        if units is not None and (not isinstance(units, int) or units < 1):
            raise ValueError(
                f"Expected units to be a whole number above 0, or None for no projections. Received: units={units!r}."
            )
        self.units = units
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.scale_initializer = initializers.get(scale_initializer)
        self.return_weights = return_weights
        self.supports_masking = True

    def build(self, input_shape):
        query_shape, _, key_shape = query_value_key(input_shape)
        width = self.units or query_shape[-1]
        if self.units is None and query_shape[-1] != key_shape[-1]:
            raise ValueError(
                f"Expected query and key of the same width. Received: {query_shape[-1]} and {key_shape[-1]} features. "
                "Give units=..., and each gets a projection of its own."
            )
        if self.units is not None:
            self.query_kernel = self._kernel("query_kernel", (query_shape[-1], width))
            self.key_kernel = self._kernel("key_kernel", (key_shape[-1], width))
        self.scale = self.add_weight(name="scale", shape=(width,), initializer=self.scale_initializer)

    def _kernel(self, name, shape):
        return self.add_weight(name=name, shape=shape, initializer=self.kernel_initializer)

    def call(self, inputs, mask=None):
        query, value, key = query_value_key(inputs)
        query_mask, value_mask = mask[:2] if mask else (None, None)
        if self.units is not None:
            query = ops.matmul(query, self.query_kernel)  # (batch, targets, units)
            key = ops.matmul(key, self.key_kernel)  # (batch, steps, units)
        # an axis put in, not sliced in: torch would pay for each slice on the way back
        pairs = ops.tanh(ops.expand_dims(query, 2) + ops.expand_dims(key, 1))  # (batch, targets, steps, units)
        scores = ops.sum(self.scale * pairs, axis=-1)  # (batch, targets, steps)
        weights = attention_weights(scores, value_mask)
        output = ops.matmul(weights, value)  # (batch, targets, value's features)
        if query_mask is not None:
            output = output * ops.cast(query_mask, output.dtype)[:, :, None]
        return (output, weights) if self.return_weights else output

    def compute_mask(self, inputs, mask=None):
        query_mask = mask[0] if mask else None
        return [query_mask, None] if self.return_weights else query_mask

    def compute_output_shape(self, input_shape):
        query_shape, value_shape, _ = query_value_key(input_shape)
        output = (*query_shape[:-1], value_shape[-1])
        return (output, (*query_shape[:-1], value_shape[-2])) if self.return_weights else output

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "scale_initializer": initializers.serialize(self.scale_initializer),
            "return_weights": self.return_weights,
        }
