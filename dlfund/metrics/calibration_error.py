"""Calibration error: how far probabilities are from what then happens.

    ECE = Σ over bins of (rows in bin / rows) · | share of yes in bin − mean p in bin |

The bins cut 0 to 1 into equal parts.
"""

import numbers

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.rows import check_yes_or_no, rows, share


@register
class CalibrationError(keras.metrics.Metric):
    """Whether 70 percent means 70 percent: of the rows that got about 0.7, seven in ten should be a yes.

    A ranking may be perfect and its probabilities useless: all between 0.4 and 0.6, or all near 0 and 1. A
    probability that is multiplied by a cost has to be true.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1), probabilities
        Output: a number from 0 to 1

    Args:
        bins: int > 0. Parts of 0 to 1. Many bins have few rows each, and their noise counts as error.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = CalibrationError()
        >>> metric.update_state([1, 1, 1, 0], [0.95, 0.95, 0.95, 0.95])  # 0.95 said, 0.75 came
        >>> round(float(metric.result()), 4)
        0.2

    Use: before probabilities are multiplied by costs or compared with a threshold that has a meaning.
    Misconception: "an error of 0 means a good model" — forecasting the base rate for every row is calibrated and tells
        nothing apart.
    Interview: why are networks often too sure? — cross-entropy on training rows that are all right falls further the
        larger the logits grow; temperature scaling on validation rows takes that back.
    Reference: Naeini, Cooper and Hauskrecht, 2015, Obtaining well calibrated probabilities
        (doi:10.1609/aaai.v29i1.9602); Guo et al., 2017, On calibration of modern neural networks (arXiv:1706.04599).
    """

    def __init__(self, bins: int = 10, name: str | None = "calibration_error", dtype: DType = None):
        super().__init__(name=name, dtype=dtype)
        if isinstance(bins, bool) or not isinstance(bins, numbers.Integral) or bins < 1:
            raise ValueError(f"Expected bins to be a whole number above 0. Received: bins={bins!r}. Use 10 or 15.")
        self.bins = int(bins)
        self.count = self.add_variable((self.bins,), "zeros", name="count")
        self.excess = self.add_variable((self.bins,), "zeros", name="excess")  # Σ (t − p) in every bin

    def update_state(self, y_true, y_pred, sample_weight=None):
        t, p, w = rows(y_true, y_pred, sample_weight, self.dtype)
        check_yes_or_no(t, "CalibrationError")
        places = ops.cast(ops.clip(p * self.bins, 0, self.bins - 1), "int32")
        self.count.assign(self.count + ops.segment_sum(w, places, num_segments=self.bins))
        self.excess.assign(self.excess + ops.segment_sum(w * (t - p), places, num_segments=self.bins))

    def result(self):
        return share(ops.sum(ops.abs(self.excess + 0.0)), ops.sum(self.count))

    def get_config(self):
        return {**super().get_config(), "bins": self.bins}
