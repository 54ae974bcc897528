"""What attention over a list of inputs shares, whatever its scores are.

    y = Σ_j w_j · value_j        w = softmax(scores(query, key)) over the steps that may be attended to

In training some of the weights w may be dropped; j counts the steps.
"""

from typing import Unpack

import keras
from keras import ops, random

from dlfund.core.layer_options import LayerOptions
from dlfund.layers.attention_mask import past
from dlfund.layers.attention_weights import attention_weights, query_value_key


class SingleHead(keras.layers.Layer):
    """Attention to [query, value] or [query, value, key]; a subclass has `scores(query, key)`.

    Args:
        dropout: float from 0 to below 1. The share of attention weights that is dropped in training.
        seed: int or None. Fixes what is dropped.
        return_weights: bool. The weights (batch, targets, steps) after the output, in every call.
    """

    def __init__(
        self,
        *,
        dropout: float = 0.0,
        seed: int | None = None,
        return_weights: bool = False,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not 0 <= dropout < 1:
            raise ValueError(f"Expected dropout from 0 to just below 1. Received: dropout={dropout!r}.")
        self.dropout = dropout
        self.seed = seed
        self.return_weights = return_weights
        self.supports_masking = True
        if dropout:
            self.seed_generator = random.SeedGenerator(seed)

    def call(self, inputs, mask=None, training=None, return_attention_scores=False, use_causal_mask=False):
        query, value, key = query_value_key(inputs)
        query_mask, value_mask = mask[:2] if mask else (None, None)
        scores = self.scores(query, key)  # (batch, targets, steps)
        weights = attention_weights(scores, _visible(scores, value_mask, use_causal_mask))
        if training and self.dropout:
            weights = random.dropout(weights, self.dropout, seed=self.seed_generator)
        output = ops.cast(ops.matmul(weights, value), self.compute_dtype)  # (batch, targets, value's features)
        if query_mask is not None:
            output = output * ops.cast(query_mask, output.dtype)[:, :, None]
        return (output, weights) if self.return_weights or return_attention_scores else output

    def scores(self, query, key):
        """How well each key matches each query: (batch, targets, steps)."""
        raise NotImplementedError(f"Expected {type(self).__name__} to define scores(query, key).")

    def compute_mask(self, inputs, mask=None):
        query_mask = mask[0] if mask else None
        return [query_mask, None] if self.return_weights else query_mask

    def compute_output_shape(self, input_shape):
        output, weights = _shapes(input_shape)
        return (output, weights) if self.return_weights else output

    def compute_output_spec(
        self, inputs, mask=None, training=None, return_attention_scores=False, use_causal_mask=False
    ):
        shapes = _shapes([tuple(part.shape) for part in inputs])
        output, weights = (keras.KerasTensor(shape, dtype=self.compute_dtype) for shape in shapes)
        return (output, weights) if self.return_weights or return_attention_scores else output

    def get_config(self):
        return {
            **super().get_config(),
            "dropout": self.dropout,
            "seed": self.seed,
            "return_weights": self.return_weights,
        }


def _shapes(input_shape):
    query_shape, value_shape, _ = query_value_key(input_shape)
    return (*query_shape[:-1], value_shape[-1]), (*query_shape[:-1], value_shape[-2])


def _visible(scores, value_mask, causal):
    if not causal:
        return value_mask
    earlier = past(*ops.shape(scores)[1:])  # (1, targets, steps)
    if value_mask is None:
        return earlier
    return ops.logical_and(earlier, ops.expand_dims(ops.cast(value_mask, "bool"), 1))
