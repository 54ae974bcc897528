"""ROC AUC: the probability that a random yes gets a higher score than a random no.

    AUC = Σ over yes i, no j of ( [p_i > p_j] + ½ [p_i = p_j] ) / (yeses · noes)

It is also the area under the curve of recall against the share of noes that are alarmed.
"""

from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.rows import share
from dlfund.metrics.score_histogram import ScoreHistogram


@register
class ROCAUC(ScoreHistogram):
    """How well the scores put yeses before noes, for all thresholds at once.

    No threshold has to be chosen, and neither a rising function of the scores nor the share of yeses changes it.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1)
        Output: a number from 0 to 1; 0 without yeses or without noes

    Args:
        from_logits: bool. True where the network's last layer has no sigmoid.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = ROCAUC()
        >>> metric.update_state([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1])  # three of four pairs are in order
        >>> float(metric.result())
        0.75

    Use: to compare rankings; for rare yeses look at average precision as well.
    Misconception: "0.95 means that 95 percent are right" — it is about pairs; with one yes in a thousand rows most
        alarms may still be false.
    Interview: which value has a coin? — ½, whatever the share of yeses; below ½ the scores are the wrong way round.
    Reference: Hanley and McNeil, 1982, The meaning and use of the area under a ROC curve
        (doi:10.1148/radiology.143.1.7063747).
    """

    def __init__(self, from_logits: bool = False, name: str | None = "roc_auc", dtype: DType = None):
        super().__init__(from_logits, name, dtype)

    def result(self):
        above = ops.cumsum(self.yes) - 0.5 * self.yes  # yeses with a higher score, and half of the tied ones
        return share(ops.sum(self.no * above), ops.sum(self.yes) * ops.sum(self.no))
