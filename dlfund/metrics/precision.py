"""Precision: the share of the alarms that are true.

    precision = found / (found + false alarms)

0 where there was no alarm, as in scikit-learn.
"""

from collections.abc import Sequence

from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.decisions_at_thresholds import DecisionsAtThresholds
from dlfund.metrics.rows import share


@register
class Precision(DecisionsAtThresholds):
    """How far a "yes" can be trusted.

    It is what a user of the alarms sees: of a hundred letters in the spam folder, how many are spam.

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
        >>> metric = Precision()
        >>> metric.update_state([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.2])  # three alarms, two of them true
        >>> round(float(metric.result()), 4)
        0.6667

    Use: where a false alarm is expensive; always together with recall.
    Misconception: "high precision means few mistakes" — a network that raises one sure alarm has precision 1 and misses
        all the rest.
    Interview: what does it do when the yeses become rarer? — it falls, with the same network: false alarms come from
        the noes, of which there are now more; recall does not change.
    Reference: van Rijsbergen, 1979, Information retrieval (Butterworths).
    """

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = "precision",
        dtype: DType = None,
        *,
        threshold: float | None = None,
    ):
        super().__init__(thresholds, top_k, class_id, name, dtype, threshold=threshold)
        shape = (len(self.thresholds),)
        self.true_positives = self.add_variable(shape, "zeros", name="true_positives")
        self.false_positives = self.add_variable(shape, "zeros", name="false_positives")

    def update_state(self, y_true, y_pred, sample_weight=None):
        t, w, yes = self.decisions(y_true, y_pred, sample_weight)
        self.true_positives.assign(self.true_positives + ops.sum(w * yes * t, axis=-1))
        self.false_positives.assign(self.false_positives + ops.sum(w * yes * (1.0 - t), axis=-1))

    def result(self):
        hits = self.true_positives + 0.0
        return self.of_thresholds(share(hits, hits + self.false_positives))
