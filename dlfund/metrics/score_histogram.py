"""Score histogram: how many yeses and noes got which score, as fine as 1/65,536.

    bin = floor(p · 65,536)              two rows of one bin count as tied

A curve over all thresholds needs all scores in order. They are not kept: their number has no limit, and a compiled step
needs arrays of fixed size.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.losses.labels import known
from dlfund.metrics.rows import check_yes_or_no, rows

BINS = 2**16


class ScoreHistogram(keras.metrics.Metric):
    """The parent of what is computed from the order of scores.

    Shape:
        Input:  targets and outputs (batch,) or (batch, 1)
        Output: `yes` and `no`, the weight of the rows in every bin, the highest scores first

    Args:
        from_logits: bool. True where the network's last layer has no sigmoid.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> histogram = ScoreHistogram(False, "histogram")
        >>> histogram.update_state([1, 0], [1.0, 0.0])
        >>> float(histogram.yes[0]), float(histogram.no[BINS - 1])
        (1.0, 1.0)
    """

    def __init__(self, from_logits: bool, name: str | None, dtype: DType = None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.yes = self.add_variable((BINS,), "zeros", name="yes")
        self.no = self.add_variable((BINS,), "zeros", name="no")

    def update_state(self, y_true, y_pred, sample_weight=None):
        t, p, w = rows(y_true, y_pred, sample_weight, self.dtype)
        check_yes_or_no(t, type(self).__name__)
        p = ops.sigmoid(p) if self.from_logits else p
        _check_probabilities(p)
        bins = BINS - 1 - ops.cast(ops.clip(p * BINS, 0, BINS - 1), "int32")
        self.yes.assign(self.yes + ops.segment_sum(w * t, bins, num_segments=BINS))
        self.no.assign(self.no + ops.segment_sum(w * (1.0 - t), bins, num_segments=BINS))

    def get_config(self):
        return {**super().get_config(), "from_logits": self.from_logits}


def _check_probabilities(p):
    values = known(p)
    if values is not None and values.size and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError(
            f"Expected scores from 0 to 1. Received: {values.min():g} to {values.max():g}. For logits pass "
            "from_logits=True; for other scores any rising function into 0 to 1 keeps their order."
        )
