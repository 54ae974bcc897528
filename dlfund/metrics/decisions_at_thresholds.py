"""Decisions at thresholds: which outputs mean "yes", at each threshold, among the k largest, or of one class.

    yes_j = [p > threshold_j]        for each threshold j

Precision and recall count them, side by side for every threshold.
"""

from collections.abc import Sequence

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.metrics.rows import check_yes_or_no, rows, weights


class DecisionsAtThresholds(keras.metrics.Metric):
    """The parent of metrics that Keras computes for several thresholds at once.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1); or both of one shape (batch, ..., labels)
        Output: one number per threshold, in the counts that a subclass keeps

    Args:
        thresholds: float, list of float or None. None means 0.5, or with top_k that no output is too small.
        top_k: int or None. Only the k largest outputs of a row can mean "yes".
        class_id: int or None. Only this column of targets and outputs counts.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().
        threshold: float or None. One threshold, by the name that dlfund's other metrics have for it.
    """

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: DType = None,
        *,
        threshold: float | None = None,
    ):
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = threshold if thresholds is None else thresholds
        chosen = self.init_thresholds
        if chosen is None:
            chosen = 0.5 if top_k is None else -float("inf")
        self.thresholds = list(chosen) if isinstance(chosen, list | tuple) else [chosen]
        self.top_k = top_k
        self.class_id = class_id

    def decisions(self, y_true, y_pred, sample_weight):
        """Targets and weights (outputs,), and who means "yes" (thresholds, outputs)."""
        y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
        y_pred = ops.cast(y_pred, self.dtype)
        if self.top_k is not None:
            y_pred = _largest(y_pred, self.top_k)
        if self.class_id is not None:
            y_true, y_pred = (_column(y, self.class_id) for y in (y_true, y_pred))
        t, p, w = _flat(y_true, y_pred, sample_weight, self.dtype)
        check_yes_or_no(t, type(self).__name__)
        limits = ops.expand_dims(ops.convert_to_tensor(self.thresholds, self.dtype), 1)
        return t, w, ops.cast(p > limits, self.dtype)

    def of_thresholds(self, shares):
        """One number where there is one threshold."""
        return shares[0] if len(self.thresholds) == 1 else shares

    def get_config(self):
        config = {"thresholds": self.init_thresholds, "top_k": self.top_k, "class_id": self.class_id}
        return {**super().get_config(), **config}


def _largest(p, k):
    """The k largest entries of the last axis; the others can't mean "yes"."""
    places = ops.top_k(p, min(k, p.shape[-1]))[1]
    kept = ops.sum(ops.one_hot(places, p.shape[-1]), axis=-2) > 0
    return ops.where(kept, p, ops.cast(-float("inf"), p.dtype))


def _column(y, class_id):
    if len(y.shape) < 2 or not 0 <= class_id < y.shape[-1]:
        raise ValueError(
            f"Expected targets and outputs (batch, classes) with a class {class_id}. Received: {tuple(y.shape)}. "
            "Leave class_id out where a row has one output."
        )
    return y[..., class_id]


def _flat(y_true, y_pred, sample_weight, dtype):
    """As `rows`, and every entry for itself where targets and outputs have one shape."""
    if len(y_pred.shape) < 2 or tuple(y_true.shape) != tuple(y_pred.shape):
        return rows(y_true, y_pred, sample_weight, dtype)
    if sample_weight is not None:
        sample_weight = weights(sample_weight, ops.cast(y_pred, dtype))
    return rows(ops.reshape(y_true, (-1,)), ops.reshape(y_pred, (-1,)), sample_weight, dtype)
