"""Multi-head attention: several attentions side by side, each looking for something else.

    head_i = softmax(Q W_i^Q (K W_i^K)ᵀ / √d) V W_i^V
    y = Σ_i head_i W_i^O + b

Q, K and V are queries, keys and values, d is the width of a head; all W and b are learned.
"""

import math
from typing import ClassVar, Unpack

import keras
from keras import ops, random

from dlfund.core.arguments import PerAxis
from dlfund.core.registration import register
from dlfund.layers.attention_mask import attention_mask
from dlfund.layers.attention_weights import attention_weights
from dlfund.layers.einsum_dense import EinsumDense
from dlfund.layers.options import AttentionOptions
from dlfund.layers.rotation import rotated
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole

TO_HEADS = "btd,dhk->bthk"


@register
class MultiHeadAttention(Weighted):
    """Every target takes a weighted mean of the values, several times with weights of its own.

    One softmax can point at one kind of step; `num_heads` of them point at as many. With one input it is
    self-attention, with two it is cross-attention. Weights stand in Keras's order and shapes.

    Shape:
        Input:  query (batch, targets, features); value and key (batch, steps, features), which are the query and the
            value unless given
        Output: (batch, targets, features of the query or output_shape)

    Args:
        num_heads: int. How many attentions there are.
        key_dim: int. Width d of a head's queries and keys; features / num_heads is usual.
        value_dim: int or None. Width of a head's values; None means key_dim.
        dropout: float from 0 to below 1. The share of attention weights that is dropped in training.
        use_bias: bool.
        output_shape: int, tuple of int or None. Width of the output, or its axes after the targets; None means the
            query's width.
        num_key_value_heads: int or None. Grouped queries: so many heads of keys and values, each shared by as many
            heads of queries; 1 is multi-query attention, None gives every head its own.
        rotary: bool. Positions by rotation of queries and keys; see `RotaryPositions`.
        seed: int or None. Fixes what is dropped.
        kernel_initializer, bias_initializer, their regularizers and constraints: as in `Dense`.

    Call arguments:
        attention_mask: bool, (targets, steps), (batch, targets, steps) or (batch, heads, targets, steps); False hides
            a step from a target.
        use_causal_mask: bool. Target t attends to the steps 0..t only.
        return_attention_scores: bool. The weights (batch, heads, targets, steps) after the output.
        query_mask, value_mask, key_mask, mask: which steps count; Keras passes the masks of the inputs.

    Example:
        >>> layer = MultiHeadAttention(num_heads=2, key_dim=4)
        >>> x = ops.ones((2, 5, 8))
        >>> tuple(layer(x, use_causal_mask=True).shape)
        (2, 5, 8)
        >>> layer.count_params()  # Q, K, V: 8 · 2 · 4 weights and 2 · 4 biases each; output: 2 · 4 · 8 and 8
        288

    Derivative: ∂head/∂V = the attention weights; queries and keys learn through the softmax
    Use: in transformers, and wherever any step may depend on any other.
    Misconception: "More heads cost more." With key_dim = features / num_heads the number of weights and operations
        stays the same; each head gets narrower.
    Interview: What do grouped queries save? — Memory while generating: keys and values of all earlier steps are kept
        for each of their heads, and there are fewer of those.
    Reference: Vaswani et al., 2017, Attention is all you need (arXiv:1706.03762); Ainslie et al., 2023, GQA
        (arXiv:2305.13245).
    """

    initial: ClassVar[dict] = {"kernel": "glorot_uniform", "bias": "zeros"}
    refused: ClassVar[dict] = {
        "attention_axes": None,
        "sliding_window": None,
        "flash_attention": None,
        "use_gate": False,
    }

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        output_shape: PerAxis | None = None,
        *,
        num_key_value_heads: int | None = None,
        rotary: bool = False,
        seed: int | None = None,
        **layer_options: Unpack[AttentionOptions],
    ):
        super().__init__(**layer_options)
        self.num_heads = num_heads
        self.key_dim = key_dim
        self.value_dim = value_dim or key_dim
        self.dropout = dropout
        self.use_bias = use_bias
        self.own_output_shape = _known_output_shape(output_shape)
        self.num_key_value_heads = num_key_value_heads or num_heads
        self.rotary = rotary
        self.seed = seed
        self.supports_masking = True
        self._check()
        if dropout:
            self.seed_generator = random.SeedGenerator(seed)

    def _check(self):
        check_whole(num_heads=self.num_heads, key_dim=self.key_dim, value_dim=self.value_dim)
        if not 0 <= self.dropout < 1:
            raise ValueError(f"Expected dropout from 0 to just below 1. Received: dropout={self.dropout!r}.")
        if self.num_heads % self.num_key_value_heads:
            raise ValueError(
                "Expected num_heads to be a multiple of num_key_value_heads, so that each of these serves as many. "
                f"Received: num_heads={self.num_heads}, num_key_value_heads={self.num_key_value_heads}."
            )
        if self.rotary and self.key_dim % 2:
            raise ValueError(
                f"Expected an even key_dim: features are rotated in pairs. Received: key_dim={self.key_dim}."
            )

    def build(self, query_shape, value_shape=None, key_shape=None):
        value_shape = value_shape or query_shape
        key_shape = key_shape or value_shape
        _check_shapes(query_shape, value_shape, key_shape)
        heads, shared, ends = self.num_heads, self.num_key_value_heads, self.own_output_shape or (query_shape[-1],)
        letters = "defg"[: len(ends)]
        of_heads = (*query_shape[:-1], heads, self.value_dim)
        # by these names Keras's layer keeps its weights in a file, so that each can read the other's
        self.query_dense = self._projection("query", TO_HEADS, (heads, self.key_dim), "hk", query_shape)
        self.key_dense = self._projection("key", TO_HEADS, (shared, self.key_dim), "hk", key_shape)
        self.value_dense = self._projection("value", TO_HEADS, (shared, self.value_dim), "hk", value_shape)
        from_heads = f"bthv,hv{letters}->bt{letters}"
        self.output_dense = self._projection("attention_output", from_heads, ends, letters, of_heads)

    def _projection(self, name, equation, ends, bias_axes, input_shape):
        chosen = {option: getattr(self, option) for option in self.weight_options()}
        if hasattr(self.kernel_initializer, "clone"):  # draws of its own: equal kernels would make equal scores
            chosen["kernel_initializer"] = self.kernel_initializer.clone()
        bias_axes = bias_axes if self.use_bias else None
        layer = EinsumDense(equation, (None, *ends), bias_axes=bias_axes, name=name, dtype=self.dtype_policy, **chosen)
        layer.build(input_shape)
        return layer

    def call(
        self,
        query,
        value=None,
        key=None,
        query_mask=None,
        value_mask=None,
        key_mask=None,
        attention_mask=None,
        return_attention_scores=False,
        training=None,
        use_causal_mask=False,
        mask=None,
    ):
        alone = value is None
        value = query if alone else value
        query_mask = mask if query_mask is None else query_mask  # Keras gives a single input's mask this name
        steps = (query_mask,) if alone else (value_mask, key_mask)
        visible = _visible(query, value, query_mask, steps, attention_mask, use_causal_mask)
        q = self.query_dense.call(query)  # (batch, targets, heads, d)
        k = self.key_dense.call(value if key is None else key)  # (batch, steps, heads, d)
        v = self.value_dense.call(value)  # (batch, steps, heads, value_dim)
        if self.rotary:
            q, k = rotated(q), rotated(k)
        if self.num_key_value_heads != self.num_heads:
            k, v = (ops.repeat(part, self.num_heads // self.num_key_value_heads, axis=2) for part in (k, v))
        y, weights = self._attend(q, k, v, visible, training, return_attention_scores)  # (batch, targets, heads, …)
        y = self.output_dense.call(y)  # (batch, targets, features)
        return (y, weights) if return_attention_scores else y

    def _attend(self, q, k, v, visible, training, return_weights):
        scale = 1 / math.sqrt(self.key_dim)
        dropped = training and self.dropout
        fused = self.value_dim == self.key_dim and self.compute_dtype != "float64"  # Keras's own rounds to float32
        if fused and not (dropped or return_weights):  # in one operation, which is faster
            return ops.dot_product_attention(q, k, v, mask=visible, scale=scale), None
        scores = ops.einsum("bthd,bshd->bhts", q * scale, k)  # (batch, heads, targets, steps)
        weights = attention_weights(scores, visible)
        kept = random.dropout(weights, self.dropout, seed=self.seed_generator) if dropped else weights
        return ops.einsum("bhts,bshv->bthv", kept, v), weights

    def compute_mask(self, query, mask=None):
        return mask

    def compute_output_spec(self, query, value=None, key=None, *masks, return_attention_scores=False, **options):
        value = query if value is None else value
        shapes = [tuple(x.shape) for x in (query, value, value if key is None else key)]
        output = keras.KerasTensor(self.compute_output_shape(*shapes), dtype=self.compute_dtype)
        if not return_attention_scores:
            return output
        scores = shapes[0][0], self.num_heads, shapes[0][1], shapes[1][1]
        return output, keras.KerasTensor(scores, dtype=self.compute_dtype)

    def compute_output_shape(self, query_shape, value_shape=None, key_shape=None):
        value_shape = value_shape or query_shape
        _check_shapes(query_shape, value_shape, key_shape or value_shape)
        return (*query_shape[:-1], *(self.own_output_shape or query_shape[-1:]))

    def get_config(self):
        return {
            **super().get_config(),
            "num_heads": self.num_heads,
            "key_dim": self.key_dim,
            "value_dim": self.value_dim,
            "dropout": self.dropout,
            "use_bias": self.use_bias,
            "output_shape": self.own_output_shape,
            "num_key_value_heads": self.num_key_value_heads,
            "rotary": self.rotary,
            "seed": self.seed,
        }


def _known_output_shape(shape):
    if shape is None:
        return None
    lengths = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
    if not 1 <= len(lengths) <= 4 or not all(isinstance(length, int) and length > 0 for length in lengths):
        raise ValueError(
            "Expected output_shape to be a whole number above 0, a tuple of up to four, or None. "
            f"Received: output_shape={shape!r}."
        )
    return lengths


def _check_shapes(query, value, key):
    if tuple(value[1:-1]) != tuple(key[1:-1]):
        raise ValueError(
            "Expected value and key of the same steps: each key tells how much of its value is taken. "
            f"Received: value {tuple(value)}, key {tuple(key)}."
        )
    if any(len(shape) != 3 for shape in (query, value, key)):
        raise ValueError(
            "Expected sequences (batch, steps, features), because this MultiHeadAttention does not have that part "
            f"of Keras's: steps along several axes. Received: query {tuple(query)}, value {tuple(value)}, "
            f"key {tuple(key)}. Join the axes with Reshape, or use keras.layers.MultiHeadAttention."
        )


def _visible(query, value, targets, steps, given, causal):
    rank = 0 if given is None else len(given.shape)
    by_head = ops.cast(given, "bool") if rank == 4 else None  # (batch, heads, targets, steps)
    given = ops.expand_dims(given, 0) if rank == 2 else given  # (batch or 1, targets, steps)
    given = None if rank == 4 else given
    visible = attention_mask(query, value, targets=targets, steps=steps, given=given, causal=causal)
    if visible is None:
        return by_head
    visible = ops.expand_dims(visible, 1)  # the same for every head
    return visible if by_head is None else ops.logical_and(visible, by_head)
