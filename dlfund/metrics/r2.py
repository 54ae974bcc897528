"""R²: the share of the targets' variance that the predictions explain.

    R² = 1 − Σ w (y − p)² / Σ w (y − ȳ)²

ȳ is the mean of the targets that are measured on.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.rows import rows, share


@register
class R2(keras.metrics.Metric):
    """How much better than the mean: 1 is perfect, 0 is as good as always predicting the mean.

    A squared error of 4 says nothing without the target's unit and spread; R² puts it in proportion.

    Shape:
        Input:  targets and outputs (batch,) or (batch, 1)
        Output: a number of at most 1, below 0 where the mean would have been better

    Args:
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = R2()
        >>> metric.update_state([1.0, 2.0, 3.0], [1.0, 2.0, 2.0])  # 1 − 1/2
        >>> round(float(metric.result()), 4)
        0.5

    Use: for regression, beside an error in the target's unit.
    Misconception: "it is a square, so it is at least 0" — on new rows it can have any value below 1.
    Interview: why does a mean of the batches' R² not give the R² of all rows? — each batch would be compared with its
        own mean; here the sums are kept, and the mean is that of all rows.
    Reference: Wright, 1921, Correlation and causation (Journal of Agricultural Research 20, pages 557–585).
    """

    def __init__(self, name: str | None = "r2", dtype: DType = None):
        super().__init__(name=name, dtype=dtype)
        self.weight = self.add_variable((), "zeros", name="weight")
        self.mean = self.add_variable((), "zeros", name="mean")
        self.spread = self.add_variable((), "zeros", name="spread")  # Σ w (y − ȳ)²
        self.error = self.add_variable((), "zeros", name="error")  # Σ w (y − p)²

    def update_state(self, y_true, y_pred, sample_weight=None):
        y, p, w = rows(y_true, y_pred, sample_weight, self.dtype)
        weight = ops.sum(w)
        mean = share(ops.sum(w * y), weight)
        apart, total = mean - self.mean, self.weight + weight
        # Two groups' spreads and the one between them: the difference of large sums of squares would lose digits.
        between = ops.square(apart) * share(self.weight * weight, total)
        self.spread.assign(self.spread + ops.sum(w * ops.square(y - mean)) + between)
        self.error.assign(self.error + ops.sum(w * ops.square(y - p)))
        self.mean.assign(self.mean + apart * share(weight, total))
        self.weight.assign(total)

    def result(self):
        return ops.where(self.weight > 0, 1.0 - share(self.error + 0.0, self.spread + 0.0), 0.0)
