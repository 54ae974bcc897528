"""Transformer block: steps exchange information, then each is worked on alone.

    pre-norm:   x = x + attention(norm(x))        y = x + f(norm(x))
    post-norm:  x = norm(x + attention(x))        y = norm(x + f(x))
    f(x) = g(x W₁) W₂        with SwiGLU: f(x) = (silu(x W₁) ∘ x W₃) W₂

∘ multiplies entry by entry, g is the activation; biases are left out here.
"""

from collections.abc import Mapping
from typing import Any, Unpack

import keras

from dlfund.core.arguments import ActivationLike
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.dense import Dense
from dlfund.layers.dropout import Dropout
from dlfund.layers.layer_normalization import LayerNormalization
from dlfund.layers.multi_head_attention import MultiHeadAttention
from dlfund.layers.rms_normalization import RMSNormalization
from dlfund.layers.whole_numbers import check_whole

NORMALIZATIONS = {"layer": LayerNormalization, "rms": RMSNormalization}


@register
class TransformerBlock(keras.layers.Layer):
    """Attention and a small network for every step, each with a shortcut and a normalisation.

    A transformer is a stack of such blocks on embeddings with positions; with `causal=True` it predicts the next step.

    Shape:
        Input:  (batch, steps, features)
        Output: the same

    Args:
        num_heads: int. Heads of the attention, of features / num_heads each.
        hidden_units: int. Width of the network for every step; 4 · features is usual, with SwiGLU 8/3 · features.
        activation: name or function of the hidden units, or "swiglu" for gated ones.
        dropout: float from 0 to below 1. The share of each branch's outputs that is dropped in training.
        causal: bool. A step sees itself and earlier ones only.
        norm_first: bool. True normalises what a branch reads (pre-norm, stable without warm-up); False the sums
            (post-norm, as first published).
        normalization: "layer" or "rms".
        attention_options: dict or None. Further arguments of `MultiHeadAttention`, such as {"rotary": True}.

    Example:
        >>> from keras import ops
        >>> block = TransformerBlock(num_heads=2, hidden_units=16, causal=True)
        >>> tuple(block(ops.ones((2, 5, 8))).shape)
        (2, 5, 8)

    Derivative: with pre-norm ∂y/∂x contains the identity, whatever the depth
    Use: for text, series and sets; a few blocks for thousands of rows, many only for millions.
    Misconception: "Attention is where a transformer's weights are." With hidden_units = 4 · features two thirds of a
        block's weights are in the network for every step.
    Interview: Why do most models normalise first? — The shortcut then runs through all blocks unchanged, so that the
        gradient reaches the first block and no warm-up is needed.
    Reference: Vaswani et al., 2017 (arXiv:1706.03762); Xiong et al., 2020, On Layer Normalization in the Transformer
        Architecture (arXiv:2002.04745); Shazeer, 2020, GLU Variants Improve Transformer (arXiv:2002.05202).
    """

    def __init__(
        self,
        num_heads: int,
        hidden_units: int,
        activation: ActivationLike = "gelu",
        dropout: float = 0.0,
        *,
        causal: bool = False,
        norm_first: bool = True,
        normalization: str = "layer",
        attention_options: Mapping[str, Any] | None = None,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        check_whole(num_heads=num_heads, hidden_units=hidden_units)
        if normalization not in NORMALIZATIONS:
            raise ValueError(
                f"Expected normalization to be one of {', '.join(NORMALIZATIONS)}. Received: {normalization!r}."
            )
        self.num_heads = num_heads
        self.hidden_units = hidden_units
        self.activation = activation
        self.dropout = dropout
        self.causal = causal
        self.norm_first = norm_first
        self.normalization = normalization
        self.attention_options = dict(attention_options or {})
        self.supports_masking = True
        self.input_spec = keras.layers.InputSpec(ndim=3)

    def build(self, input_shape):
        features = input_shape[-1]
        if features % self.num_heads:
            raise ValueError(
                "Expected as many features as can be split into heads. "
                f"Received: {features} features, num_heads={self.num_heads}."
            )
        self.gated = self.activation == "swiglu"
        options = {"key_dim": features // self.num_heads, **self.attention_options}
        self.attention = self._made(MultiHeadAttention, input_shape, num_heads=self.num_heads, **options)
        self.norms = [self._made(NORMALIZATIONS[self.normalization], input_shape) for _ in range(2)]
        activation = "silu" if self.gated else self.activation
        self.inner = self._made(Dense, input_shape, units=self.hidden_units, activation=activation)
        self.gate = self._made(Dense, input_shape, units=self.hidden_units) if self.gated else None
        self.outer = self._made(Dense, (*input_shape[:-1], self.hidden_units), units=features)
        self.drop = self._made(Dropout, input_shape, rate=self.dropout) if self.dropout else None

    def _made(self, kind, input_shape, **options):
        layer = kind(**options, dtype=self.dtype_policy)
        layer.build(input_shape)
        return layer

    def call(self, x, training=None, mask=None):
        first, second = self.norms
        if self.norm_first:
            x = x + self._attend(first(x), training, mask)  # (batch, steps, features)
            return x + self._each_step(second(x), training)
        x = first(x + self._attend(x, training, mask))
        return second(x + self._each_step(x, training))

    def _attend(self, x, training, mask):
        y = self.attention(x, query_mask=mask, use_causal_mask=self.causal, training=training)
        return y if self.drop is None else self.drop(y, training=training)

    def _each_step(self, x, training):
        hidden = self.inner(x) * self.gate(x) if self.gated else self.inner(x)  # (batch, steps, hidden_units)
        y = self.outer(hidden)
        return y if self.drop is None else self.drop(y, training=training)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "num_heads": self.num_heads,
            "hidden_units": self.hidden_units,
            "activation": self.activation
            if isinstance(self.activation, str)
            else keras.saving.serialize_keras_object(self.activation),
            "dropout": self.dropout,
            "causal": self.causal,
            "norm_first": self.norm_first,
            "normalization": self.normalization,
            "attention_options": self.attention_options,
        }
