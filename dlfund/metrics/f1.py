"""F1: the harmonic mean of precision and recall.

    F1 = 2 · precision · recall / (precision + recall) = 2 found / (2 found + false alarms + missed)

0 where nothing was found.
"""

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.decision_counts import DecisionCounts
from dlfund.metrics.rows import share


@register
class F1(DecisionCounts):
    """One number for precision and recall, near the smaller of the two.

    The mean of precision 1 and recall 0.02 would be 0.51; the harmonic mean is 0.04, which says that next to nothing
    was found.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1)
        Output: a number from 0 to 1

    Args:
        threshold: float. Above it, an output means "yes": 0.5 for probabilities, 0.0 for logits.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = F1()
        >>> metric.update_state([1, 0, 1, 1, 1], [0.9, 0.8, 0.7, 0.2, 0.1])  # found 2, false 1, missed 2
        >>> round(float(metric.result()), 4)
        0.5714

    Use: to compare decisions about rare yeses at a threshold that was chosen on validation rows.
    Misconception: "0.5 is the threshold for F1" — the best one is usually lower where yeses are rare; choose it on
        validation rows.
    Interview: what does F1 ignore? — what is rightly left alone: with a million more easy noes it stays as it is.
    Reference: van Rijsbergen, 1979, Information retrieval (Butterworths); Chinchor, 1992, MUC-4 evaluation metrics
        (doi:10.3115/1072064.1072067).
    """

    def __init__(self, threshold: float = 0.5, name: str = "f1", dtype: DType = None):
        super().__init__(threshold, name, dtype)

    def result(self):
        return share(2.0 * self.found, 2.0 * self.found + self.false + self.missed)
