"""Triplet loss: a row is nearer to every row of its class than to any row of another one.

    loss_i = max(0, d(i, p) − d(i, n) + margin)

d is the squared distance of two embeddings; p is the farthest row of i's class in the batch (i itself where it is
alone), n the nearest row of another class.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.embeddings import labels_of


@register
class Triplet(keras.losses.Loss):
    """Learns an embedding in which distance means "of another class", from labels alone.

    A classifier needs all classes in training. An embedding serves classes that were never seen: a new face is
    compared with one picture of each person. Every row is an anchor, and its hardest rows in the batch make the
    triplet, since most others are right already and teach nothing.

    Shape:
        Input:  targets (batch,) or (batch, 1), class numbers; outputs (batch, entries)
        Output: (batch,) before the reduction, a scalar after it

    Args:
        margin: float > 0. By how much the other class has to be farther away, in squared distance. With embeddings of
            length 1 distances are at most 4, and 0.2 to 1 is usual.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> embeddings = np.array([[0.0], [1.0], [3.0]])  # d(0, 1) = 1, d(0, 2) = 9, d(1, 2) = 4
        >>> [float(loss) for loss in Triplet(margin=5.0, reduction=None)(np.array([0, 0, 1]), embeddings)]
        [0.0, 2.0, 1.0]

    Derivative: dL_i/dy_i = 2 (y_n − y_p), dL_i/dy_p = 2 (y_p − y_i), dL_i/dy_n = 2 (y_i − y_n) where the
        loss is above 0
    Use: recognition and search with many or new classes; batches need at least two rows of each of some classes.
    Misconception: "more triplets teach more" — random triplets are soon all solved and have no slope; choosing the
        hardest of each batch is what makes training go on.
    Interview: what goes wrong with the hardest triplets at the start? — all embeddings may collapse into one point,
        where every loss equals the margin; a smaller learning rate or embeddings of length 1 help.
    Reference: Hermans, Beyer and Leibe, 2017, In defense of the triplet loss (arXiv:1703.07737); Schroff et al., 2015,
        FaceNet (arXiv:1503.03832).
    """

    def __init__(
        self,
        margin: float = 1.0,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "triplet",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not margin > 0:
            raise ValueError(
                f"Expected margin above 0. Received: margin={margin}. Without one, embeddings that are all alike cost "
                "nothing; use 1.0."
            )
        self.margin = margin

    def call(self, y_true, y_pred):
        labels = labels_of(y_true, y_pred)  # (batch,)
        same = ops.expand_dims(labels, 1) == ops.expand_dims(labels, 0)  # (batch, batch)
        d = ops.sum(ops.square(ops.expand_dims(y_pred, 1) - ops.expand_dims(y_pred, 0)), axis=-1)
        farthest = ops.max(ops.where(same, d, ops.zeros_like(d)), axis=1, initial=0.0)
        nearest = ops.min(ops.where(same, FAR * ops.ones_like(d), d), axis=1, initial=FAR)
        return ops.relu(farthest - nearest + self.margin)  # (batch,); 0 without a row of another class

    def get_config(self):
        return {**super().get_config(), "margin": self.margin}


FAR = 1e30  # farther than any embedding
