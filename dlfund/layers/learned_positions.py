"""Learned positions: a vector of its own for every place in a sequence.

    y_t = x_t + P_t

P is a learned table with one row per position; t counts the steps.
"""

from typing import ClassVar, Unpack

import keras

from dlfund.core.registration import register
from dlfund.layers.options import Positions
from dlfund.layers.weighted import Weighted
from dlfund.layers.whole_numbers import check_whole


@register
class LearnedPositions(Weighted):
    """Adds a learned vector to every step, by its position.

    Shape:
        Input:  (batch, steps, features), at most max_length steps
        Output: the same

    Args:
        max_length: int. Positions that the table has; a longer sequence has no vector and is refused.
        positions_initializer, positions_regularizer, positions_constraint: of the table.

    Example:
        >>> from keras import ops
        >>> layer = LearnedPositions(10)
        >>> tuple(layer(ops.ones((2, 7, 4))).shape), layer.count_params()
        ((2, 7, 4), 40)

    Derivative: ∂loss/∂P_t = the sum of ∂loss/∂y_t over the batch
    Use: after the embedding, where all sequences are shorter than a known length.
    Misconception: "It generalises to longer sequences." Positions beyond those in training were never learned.
    Interview: Learned or sinusoidal? — They do equally well at the lengths in training; sinusoids exist for any length
        and cost no weights.
    Reference: Gehring, Auli, Grangier, Yarats and Dauphin, 2017, Convolutional Sequence to Sequence Learning
        (arXiv:1705.03122).
    """

    initial: ClassVar[dict] = {"positions": "random_uniform"}

    def __init__(self, max_length: int, **layer_options: Unpack[Positions]):
        super().__init__(**layer_options)
        check_whole(max_length=max_length)
        self.max_length = max_length
        self.supports_masking = True

    def build(self, input_shape):
        self.positions = self.new_weight("positions", (self.max_length, input_shape[-1]))
        self.input_spec = keras.layers.InputSpec(ndim=3, axes={-1: input_shape[-1]})

    def call(self, x):
        steps = x.shape[1]
        if steps is not None and steps > self.max_length:
            raise ValueError(
                f"Expected at most max_length={self.max_length} steps. Received: {steps} steps. "
                "Shorten the sequences, or make the layer with a larger max_length and train it again."
            )
        return x + self.positions[: self.max_length if steps is None else steps]  # (batch, steps, features)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "max_length": self.max_length}
