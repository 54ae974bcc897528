"""Scaled dot-product attention: look where the key points the same way as the query.

    y = softmax(Q Kᵀ / √d) V

Q are the queries, K the keys, V the values, d the length of a query.
"""

import math

import keras
from keras import ops

from dlfund.layers.attention_weights import attention_weights, query_value_key
from dlfund.registration import register


@register
class ScaledDotProductAttention(keras.layers.Layer):
    """A weighted mean of values, each weighted by how well its key matches the query.

    It has no weights of its own: put dense layers before it, and it is one head of a transformer.

    Shape:
        Input:  a list: query (batch, targets, d), value (batch, steps, features) and, if it differs from the
            value, key (batch, steps, d)
        Output: (batch, targets, features)

    Args:
        causal: bool. Target t looks at steps 0..t only, so that a prediction can't see its answer.
        return_weights: bool. The weights (batch, targets, steps) after the output.

    Call arguments:
        mask: list of two, query mask (batch, targets) and value mask (batch, steps), each bool or None. A masked step
            has weight zero; what a masked target gets is zero.

    Example:
        >>> layer = ScaledDotProductAttention()
        >>> tuple(layer([ops.ones((2, 5, 3)), ops.ones((2, 7, 3))]).shape)
        (2, 5, 3)

    Derivative: ∂y/∂V = softmax(Q Kᵀ / √d): the weights themselves
    Use: to let every position look at every other in one step, whatever the distance.
    Misconception: "Attention knows the order of its inputs." Shuffle keys and values together and nothing changes;
        order has to be written into them.
    Interview: Why divide by √d? — A dot product of d independent terms has a variance of d; undivided, the softmax
        saturates and its gradient vanishes.
    Reference: Vaswani et al., 2017, Attention is all you need (arXiv:1706.03762).
    """

    def __init__(self, *, causal=False, return_weights=False, **layer_options):
        super().__init__(**layer_options)
        self.causal = causal
        self.return_weights = return_weights
        self.supports_masking = True

    def build(self, input_shape):
        query_shape, _, key_shape = query_value_key(input_shape)
        if query_shape[-1] != key_shape[-1]:
            raise ValueError(
                f"Expected query and key of the same width. Received: {query_shape[-1]} and {key_shape[-1]} features. "
                "Bring both to one width with a dense layer first."
            )

    def call(self, inputs, mask=None):
        query, value, key = query_value_key(inputs)
        query_mask, value_mask = mask[:2] if mask else (None, None)
        scale = 1 / math.sqrt(query.shape[-1])
        scores = ops.matmul(query * scale, ops.swapaxes(key, 1, 2))  # (batch, targets, steps)
        weights = attention_weights(scores, self._visible(scores, value_mask))
        output = ops.matmul(weights, value)  # (batch, targets, features)
        if query_mask is not None:
            output = output * ops.cast(query_mask, output.dtype)[:, :, None]
        return (output, weights) if self.return_weights else output

    def _visible(self, scores, value_mask):
        if not self.causal:
            return value_mask
        targets, steps = ops.shape(scores)[1:]
        past = (ops.arange(steps)[None, :] <= ops.arange(targets)[:, None])[None]  # (1, targets, steps)
        return past if value_mask is None else ops.logical_and(past, ops.cast(value_mask, "bool")[:, None, :])

    def compute_mask(self, inputs, mask=None):
        query_mask = mask[0] if mask else None
        return [query_mask, None] if self.return_weights else query_mask

    def compute_output_shape(self, input_shape):
        query_shape, value_shape, _ = query_value_key(input_shape)
        output = (*query_shape[:-1], value_shape[-1])
        return (output, (*query_shape[:-1], value_shape[-2])) if self.return_weights else output

    def get_config(self):
        return {**super().get_config(), "causal": self.causal, "return_weights": self.return_weights}
