"""Scaled dot-product attention: attend to steps whose key is similar to the query.

    y = softmax(Q Kᵀ / √d) V

Q are the queries, K the keys, V the values, d the length of a query.
"""

import math
from typing import Unpack

from keras import ops

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.attention_weights import query_value_key
from dlfund.layers.single_head import SingleHead


@register
class ScaledDotProductAttention(SingleHead):
    """A weighted mean of values, each weighted by how well its key matches the query.

    It has no weights of its own: with dense layers before it, it is one head of a transformer.

    Shape:
        Input:  a list: query (batch, targets, d), value (batch, steps, features) and, if it differs from the
            value, key (batch, steps, d)
        Output: (batch, targets, features)

    Args:
        causal: bool. Target t attends to steps 0..t only, so that a prediction can't use its own
            answer.
        dropout: float from 0 to below 1. The share of attention weights that is dropped in training.
        seed: int or None. Fixes what is dropped.
        return_weights: bool. The weights (batch, targets, steps) after the output.

    Call arguments:
        mask: list of two, query mask (batch, targets) and value mask (batch, steps), each bool or None. A masked step
            has weight zero; the output of a masked target is zero.
        use_causal_mask: bool. Target t attends to steps 0..t only, in this call.
        return_attention_scores: bool. The weights after the output, in this call.

    Example:
        >>> layer = ScaledDotProductAttention()
        >>> tuple(layer([ops.ones((2, 5, 3)), ops.ones((2, 7, 3))]).shape)
        (2, 5, 3)

    Derivative: ∂y/∂V = softmax(Q Kᵀ / √d): the weights themselves
    Use: to let every position attend to every other in one step, whatever the distance.
    Misconception: "Attention knows the order of its inputs." If keys and values are shuffled together, nothing
        changes; information about the order has to be added to them.
    Interview: Why divide by √d? — A dot product of d independent terms has a variance of d; undivided, the softmax
        saturates and its gradient vanishes.
    Reference: Vaswani et al., 2017, Attention is all you need (arXiv:1706.03762).
    """

    def __init__(
        self,
        *,
        causal: bool = False,
        dropout: float = 0.0,
        seed: int | None = None,
        return_weights: bool = False,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(dropout=dropout, seed=seed, return_weights=return_weights, **layer_options)
        self.causal = causal

    def build(self, input_shape):
        query_shape, _, key_shape = query_value_key(input_shape)
        if query_shape[-1] != key_shape[-1]:
            raise ValueError(
                f"Expected query and key of the same width. Received: {query_shape[-1]} and {key_shape[-1]} features. "
                "Bring both to the same width with a dense layer first."
            )

    def call(self, inputs, mask=None, training=None, return_attention_scores=False, use_causal_mask=False):
        causal = self.causal or use_causal_mask
        return super().call(inputs, mask, training, return_attention_scores, use_causal_mask=causal)

    def scores(self, query, key):
        scale = 1 / math.sqrt(query.shape[-1])
        return ops.matmul(query * scale, ops.swapaxes(key, 1, 2))  # (batch, targets, steps)

    def get_config(self):
        return {**super().get_config(), "causal": self.causal}
