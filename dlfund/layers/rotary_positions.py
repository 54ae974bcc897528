"""Rotary positions: queries and keys are turned by their position, so that only distances count.

    (a, b) → (a cos φ − b sin φ, a sin φ + b cos φ)        φ = t · base^(−i / pairs)
    query_t · key_s depends on t − s alone

a is feature i, b is feature i + pairs of step t, and pairs is half the number of features.
"""

from typing import Unpack

import keras

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.rotation import rotated


@register
class RotaryPositions(keras.layers.Layer):
    """Turns each pair of features by an angle that grows with the position: nothing is added, no length changes.

    A query and a key that are both turned have a product that depends on how far they are apart.

    Shape:
        Input:  (batch, steps, features) or (batch, steps, heads, features), an even number of features
        Output: the same

    Args:
        base: float. The slowest pair turns once in 2π · base steps; longer texts need a larger one.

    Example:
        >>> from keras import ops
        >>> y = RotaryPositions()(ops.ones((1, 3, 2)))
        >>> [round(float(value), 3) for value in ops.sum(y * y, axis=-1)[0]]  # lengths stay
        [2.0, 2.0, 2.0]

    Derivative: the gradient, turned back
    Use: on queries and keys, not on values; `MultiHeadAttention(..., rotary=True)` does so.
    Misconception: "It must be added to the embeddings once, like other positions." It is applied in every attention
        layer, where queries and keys meet.
    Interview: Why does only the distance count? — Turning both by an angle leaves their product unchanged, so of two
        angles only the difference is left.
    Reference: Su et al., 2021, RoFormer (arXiv:2104.09864).
    """

    def __init__(self, base: float = 10_000.0, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        if not base > 1:
            raise ValueError(f"Expected base above 1, usually 10000. Received: base={base!r}.")
        self.base = base
        self.supports_masking = True

    def build(self, input_shape):
        if len(input_shape) < 3 or input_shape[-1] % 2:
            raise ValueError(
                "Expected an input of shape (batch, steps, ..., features) with an even number of features, "
                f"which are turned in pairs. Received: input_shape={tuple(input_shape)}."
            )

    def call(self, x):
        return rotated(x, self.base)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "base": self.base}
