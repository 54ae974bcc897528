"""InfoNCE: pick the row that belongs to this one out of the whole batch.

    loss_i = −mean over j of log( exp(s_ij / τ) / Σ_k exp(s_ik / τ) )          j: rows of i's class, k: all rows but i

s_ij is the cosine of the angle between the embeddings of rows i and j; j is never i itself.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.embeddings import labels_of


@register
class InfoNCE(keras.losses.Loss):
    """Learns embeddings by comparison: what belongs together attracts, everything else in the batch repels.

    Without any labels, two altered copies of a row belong together (contrastive pretraining): give both the row's
    number. With labels, all rows of a class do. It is a cross-entropy over the batch: the classes are the other rows.

    Shape:
        Input:  targets (batch,) or (batch, 1), numbers that are equal where rows belong together; outputs
            (batch, entries)
        Output: (batch,) before the reduction, a scalar after it; 0 for a row that nothing belongs to

    Args:
        temperature: float > 0. τ: small values look at the most similar rows only. 0.05 to 0.5 is usual.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> views = np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 1.0], [0.0, 3.0]])  # each pair in one direction
        >>> round(float(InfoNCE(temperature=1.0)(np.array([0, 0, 1, 1]), views)), 4)  # log((e + 2) / e)
        0.5514

    Derivative: dL_i/ds_ij = (q_ij − c_ij) / τ with q_i the softmax of s_i / τ without i, and c_ij one over the number
        of rows that belong to i, for these, else 0
    Use: pretraining on unlabelled rows, and search across pictures and texts; with large batches.
    Misconception: "the loss goes to zero when it has learned" — with k other rows and τ = 1 it can't fall below
        log(1 + k / e²): cosines end at −1 and 1. Compare runs of one batch size and temperature only.
    Interview: why large batches? — the other rows are the wrong answers; with few of them the question is easy and
        little is learned.
    Reference: van den Oord, Li and Vinyals, 2018 (arXiv:1807.03748); Chen et al., 2020, SimCLR (arXiv:2002.05709);
        Khosla et al., 2020, Supervised contrastive learning (arXiv:2004.11362).
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "info_nce",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not temperature > 0:
            raise ValueError(
                f"Expected temperature above 0. Received: temperature={temperature}. Use 0.1; near 0 only the most "
                "similar row counts."
            )
        self.temperature = temperature

    def call(self, y_true, y_pred):
        labels = labels_of(y_true, y_pred)  # (batch,)
        direction = ops.normalize(y_pred, axis=-1)  # (batch, entries)
        s = ops.matmul(direction, ops.transpose(direction)) / self.temperature  # (batch, batch)
        row = ops.cumsum(ops.ones_like(labels))
        other = ops.expand_dims(row, 1) != ops.expand_dims(row, 0)  # all but i itself
        belongs = ops.logical_and(ops.expand_dims(labels, 1) == ops.expand_dims(labels, 0), other)
        s = s - ops.stop_gradient(ops.max(s, axis=1, keepdims=True, initial=-1.0 / self.temperature))
        total = ops.sum(ops.where(other, ops.exp(s), ops.zeros_like(s)), axis=1, keepdims=True)
        log_q = s - ops.log(total + TINY)
        count = ops.sum(ops.cast(belongs, s.dtype), axis=1)
        return -ops.sum(ops.where(belongs, log_q, ops.zeros_like(s)), axis=1) / ops.maximum(count, 1.0)

    def get_config(self):
        return {**super().get_config(), "temperature": self.temperature}


TINY = 1e-37  # a batch of one row has no other
