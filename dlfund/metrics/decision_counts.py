"""Decision counts: how many rows were rightly found, falsely alarmed and missed.

    found = Σ w [p > threshold] t,   false = Σ w [p > threshold] (1 − t),   missed = Σ w [p ≤ threshold] t

F1 is a share of these three; precision and recall are shares of two of them.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.metrics.rows import check_yes_or_no, rows


class DecisionCounts(keras.metrics.Metric):
    """The parent of what is computed from decisions about yes and no.

    Shape:
        Input:  targets and outputs (batch,) or (batch, 1)
        Output: three sums, in `found`, `false` and `missed`

    Args:
        threshold: float. Above it, an output means "yes".
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> counts = DecisionCounts(0.5, "counts")
        >>> counts.update_state([1, 1, 0], [0.9, 0.1, 0.8])
        >>> float(counts.found), float(counts.missed), float(counts.false)
        (1.0, 1.0, 1.0)
    """

    def __init__(self, threshold: float, name: str, dtype: DType = None):
        super().__init__(name=name, dtype=dtype)
        self.threshold = threshold
        self.found = self.add_variable((), "zeros", name="found")
        self.false = self.add_variable((), "zeros", name="false")
        self.missed = self.add_variable((), "zeros", name="missed")

    def update_state(self, y_true, y_pred, sample_weight=None):
        t, p, w = rows(y_true, y_pred, sample_weight, self.dtype)
        check_yes_or_no(t, type(self).__name__)
        yes = ops.cast(p > self.threshold, p.dtype)
        self.found.assign(self.found + ops.sum(w * yes * t))
        self.false.assign(self.false + ops.sum(w * yes * (1.0 - t)))
        self.missed.assign(self.missed + ops.sum(w * (1.0 - yes) * t))

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}
