"""Recall: the share of what is there that is found.

    recall = found / (found + missed)

0 where there was nothing to find, as in scikit-learn.
"""

from collections.abc import Sequence

from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.decisions_at_thresholds import DecisionsAtThresholds
from dlfund.metrics.rows import share


@register
class Recall(DecisionsAtThresholds):
    """How much of what matters the network sees.

    It is what a patient asks of a test: of a hundred who are ill, how many does it find.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1); or both of one shape (batch, ..., labels)
        Output: a number from 0 to 1, one per threshold

    Args:
        thresholds: float, list of float or None. Above it, an output means "yes": 0.5 for probabilities, 0.0 for
            logits.
        top_k: int or None. Only the k largest outputs of a row can mean "yes"; any size will do unless thresholds says
            otherwise.
        class_id: int or None. Only this column of targets and outputs counts.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().
        threshold: float or None. Another name for one of `thresholds`.

    Example:
        >>> metric = Recall()
        >>> metric.update_state([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.2])  # two of three
        >>> round(float(metric.result()), 4)
        0.6667

    Use: where a miss is expensive; always together with precision.
    Misconception: "recall 1 is the goal" — saying always yes reaches it; the question is at which precision.
    Interview: how do precision and recall move with the threshold? — a higher threshold never raises recall; precision
        mostly rises, but it need not.
    Reference: van Rijsbergen, 1979, Information retrieval (Butterworths).
    """

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = "recall",
        dtype: DType = None,
        *,
        threshold: float | None = None,
    ):
        super().__init__(thresholds, top_k, class_id, name, dtype, threshold=threshold)
        shape = (len(self.thresholds),)
        self.true_positives = self.add_variable(shape, "zeros", name="true_positives")
        self.false_negatives = self.add_variable(shape, "zeros", name="false_negatives")

    def update_state(self, y_true, y_pred, sample_weight=None):
        t, w, yes = self.decisions(y_true, y_pred, sample_weight)
        self.true_positives.assign(self.true_positives + ops.sum(w * yes * t, axis=-1))
        self.false_negatives.assign(self.false_negatives + ops.sum(w * (1.0 - yes) * t, axis=-1))

    def result(self):
        hits = self.true_positives + 0.0
        return self.of_thresholds(share(hits, hits + self.false_negatives))
