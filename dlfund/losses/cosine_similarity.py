"""Cosine similarity: the cosine of the angle between target and output, with a minus.

    loss = −Σ t̂ · p̂,   t̂ = t / ‖t‖,   p̂ = p / ‖p‖

−1 where both point the same way, 0 at a right angle, 1 where they are opposite.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank


@register
class CosineSimilarity(keras.losses.Loss):
    """Rewards the right direction, whatever the length.

    The embedding of a sentence or a picture is used for its direction: what is near to what. Squared error would
    spend the network's capacity on lengths that nobody asks for.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., entries)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        axis: int. The axis of the vector's entries.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> t, p = ops.convert_to_tensor([[3.0, 4.0]]), ops.convert_to_tensor([[1.0, 0.0]])
        >>> round(float(CosineSimilarity()(t, p)), 4)  # −3/5
        -0.6

    Derivative: dL/dp = −(t̂ − (t̂ · p̂) p̂) / ‖p‖, at a right angle to p
    Use: to learn embeddings from given ones, as in distillation, where only directions are compared afterwards.
    Misconception: "a loss has to be above zero" — only differences count; this one goes down to −1.
    Interview: why does the output's length grow in training? — the gradient is at a right angle to the output, so every
        step makes it a little longer, and the longer it is, the smaller is the next turn.
    Reference: Salton, Wong and Yang, 1975, A vector space model for automatic indexing (doi:10.1145/361219.361220).
    """

    def __init__(
        self,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "cosine_similarity",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.axis = axis

    def call(self, y_true, y_pred):
        t, p = same_rank(y_true, y_pred)
        t, p = ops.normalize(t, axis=self.axis), ops.normalize(p, axis=self.axis)  # each of length 1
        return -ops.sum(t * p, axis=self.axis)  # (batch, ...)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}
