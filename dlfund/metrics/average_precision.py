"""Average precision (PR AUC): precision, averaged over the rows that should be found.

    AP = Σ over thresholds of (recall_n − recall_{n−1}) · precision_n

Thresholds fall from the highest score to the lowest; there is no interpolation, as in scikit-learn.
"""

from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.rows import share
from dlfund.metrics.score_histogram import ScoreHistogram


@register
class AveragePrecision(ScoreHistogram):
    """The area under the curve of precision against recall: how clean the top of the ranking is.

    Where yeses are rare, what matters is the first few hundred rows. ROC AUC hardly sees them; this one sees little
    else.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1)
        Output: a number from 0 to 1; 0 without yeses or without noes

    Args:
        from_logits: bool. True where the network's last layer has no sigmoid.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = AveragePrecision()
        >>> metric.update_state([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1])  # precision 1 at the first yes, ⅔ at the second
        >>> round(float(metric.result()), 4)
        0.8333

    Use: for search, fraud and other rare yeses.
    Misconception: "½ is what chance gives" — chance gives the share of yeses: 0.01 where one row in a hundred is one.
    Interview: why no trapezoids? — precision does not change along a straight line between two thresholds, and the
        straight line is too optimistic.
    Reference: Davis and Goadrich, 2006, The relationship between precision-recall and ROC curves
        (doi:10.1145/1143844.1143874).
    """

    def __init__(self, from_logits: bool = False, name: str | None = "average_precision", dtype: DType = None):
        super().__init__(from_logits, name, dtype)

    def result(self):
        hits, alarms = ops.cumsum(self.yes), ops.cumsum(self.yes + self.no)
        return share(ops.sum(self.yes * share(hits, alarms)), ops.sum(self.yes))
