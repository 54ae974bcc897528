"""Additive attention: a small network that scores how well a key matches a query.

    score(q, k) = v · tanh(q W + k U)
    y = Σ_j softmax_j(score(q, k_j)) · value_j

W, U and v are learned; j counts the steps that are attended to.
"""

from typing import Unpack

from keras import ops

from dlfund import initializers
from dlfund.core.arguments import Initializer
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.initializers.another_draw import another_draw
from dlfund.layers.attention_weights import query_value_key
from dlfund.layers.single_head import SingleHead


@register
class AdditiveAttention(SingleHead):
    """A weighted mean of values, with weights computed from query and key by a learned tanh layer.

    The first attention: it let a translation network use every input word instead of a single memory
        vector.

    Shape:
        Input:  a list: query (batch, targets, features), value (batch, steps, features) and, if it differs
            from the value, key (batch, steps, features)
        Output: (batch, targets, value's features)

    Args:
        units: int or None. Width of the scoring layer. None leaves W and U out (they are the identity; query and key
            then need equally many features), which is what Keras's own layer does.
        use_scale: bool. False leaves v out (it is 1).
        dropout: float from 0 to below 1. The share of attention weights that is dropped in training.
        seed: int or None. Fixes what is dropped.
        kernel_initializer: where W and U start; U draws numbers of its own.
        scale_initializer: where v starts.
        return_weights: bool. The weights (batch, targets, steps) after the output.

    Call arguments:
        mask: list of two, query mask (batch, targets) and value mask (batch, steps), each bool or None. A masked step
            has weight zero; the output of a masked target is zero.
        use_causal_mask: bool. Target t attends to steps 0..t only, in this call.
        return_attention_scores: bool. The weights after the output, in this call.

    Example:
        >>> layer = AdditiveAttention(units=8)
        >>> tuple(layer([ops.ones((2, 1, 3)), ops.ones((2, 7, 3))]).shape)
        (2, 1, 3)

    Use: over the states of a recurrent layer, and where query and key have different widths.
    Misconception: "Attention weights explain the prediction." They show which values were averaged, not which inputs
        would change the output.
    Interview: Additive or dot-product? — The dot product is one matrix product and needs scaling; additive attention
        learns its own similarity and needs a tanh for every pair.
    Reference: Bahdanau, Cho and Bengio, 2015, Neural machine translation by jointly learning to align and translate
        (arXiv:1409.0473).
    """

    def __init__(
        self,
        units: int | None = None,
        *,
        use_scale: bool = True,
        dropout: float = 0.0,
        seed: int | None = None,
        kernel_initializer: Initializer = "glorot_uniform",
        scale_initializer: Initializer = "glorot_uniform",
        return_weights: bool = False,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(dropout=dropout, seed=seed, return_weights=return_weights, **layer_options)
        if units is not None and (not isinstance(units, int) or units < 1):
            raise ValueError(
                f"Expected units to be a whole number above 0, or None for no projections. Received: units={units!r}."
            )
        self.units = units
        self.use_scale = use_scale
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.scale_initializer = initializers.get(scale_initializer)

    def build(self, input_shape):
        query_shape, _, key_shape = query_value_key(input_shape)
        width = self.units or query_shape[-1]
        if self.units is None and query_shape[-1] != key_shape[-1]:
            raise ValueError(
                f"Expected query and key of the same width. Received: {query_shape[-1]} and {key_shape[-1]} features. "
                "Pass units=..., and each gets its own projection."
            )
        if self.units is not None:
            start = self.kernel_initializer
            self.query_kernel = self._kernel("query_kernel", (query_shape[-1], width), start)
            self.key_kernel = self._kernel("key_kernel", (key_shape[-1], width), another_draw(start))
        self.scale = None
        if self.use_scale:
            self.scale = self.add_weight(name="scale", shape=(width,), initializer=self.scale_initializer)

    def _kernel(self, name, shape, initializer):
        return self.add_weight(name=name, shape=shape, initializer=initializer)

    def scores(self, query, key):
        if self.units is not None:
            query = ops.matmul(query, self.query_kernel)  # (batch, targets, units)
            key = ops.matmul(key, self.key_kernel)  # (batch, steps, units)
        # an axis put in, not sliced in: torch would pay for each slice on the way back
        pairs = ops.tanh(ops.expand_dims(query, 2) + ops.expand_dims(key, 1))  # (batch, targets, steps, units)
        return ops.sum(pairs if self.scale is None else self.scale * pairs, axis=-1)  # (batch, targets, steps)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "use_scale": self.use_scale,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "scale_initializer": initializers.serialize(self.scale_initializer),
        }
