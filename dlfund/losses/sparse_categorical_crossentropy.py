"""Sparse categorical cross-entropy: the same loss, with the class given as a whole number.

    loss = −log p[class]
    p = softmax(z) = exp(z) / sum of exp(z)          where the network's outputs are logits z

"Sparse" refers to the target: a number instead of a row of zeros with one 1.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.keras_internals import with_mask
from dlfund.core.registration import register
from dlfund.losses.categorical_crossentropy import log_probabilities
from dlfund.losses.labels import check_classes
from dlfund.losses.same_rank import shapes_differ


@register
class SparseCategoricalCrossentropy(keras.losses.Loss):
    """Categorical cross-entropy without one-hot targets.

    A table's class column is used as it is: 0, 1, 2, ... Value and gradient are those of the categorical
    loss.

    Shape:
        Input:  targets (batch, ...) or (batch, ..., 1), whole numbers from 0; outputs (batch, ..., classes). A number
            that is not a class is an error; in a compiled step, which cannot check values, the loss is NaN.
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        from_logits: bool. True where the network's last layer has no softmax; more exact. With a wrong value
            training runs, but learns nonsense.
        ignore_class: int or None. A target that does not count, such as 255 or −1 for pixels that nobody labelled:
            its loss is 0, and a mean is taken over the others.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        axis: int. The axis of the classes in the outputs.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().
        label_smoothing: float in [0, 1]. This share of the target is spread evenly over all classes.

    Example:
        >>> import numpy as np
        >>> loss = SparseCategoricalCrossentropy()
        >>> round(float(loss(np.array([1]), np.array([[0.25, 0.5, 0.25]]))), 4)  # log 2
        0.6931

    Derivative: dL/dz = softmax(z) − onehot(class) for logits z; dL/dp = −onehot(class) / p + 1 for probabilities
    Use: when exactly one of several classes is right and targets are class numbers.
    Misconception: "sparse means that many inputs are zero" — it only says how the target is written.
    Interview: when does it pay? — with many classes: a one-hot table of 50,000 words by a million rows is 200 GB,
        the class numbers are 4 MB.
    Reference: Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs
        (doi:10.1007/978-3-642-76153-9_28).
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: DType = None,
        *,
        label_smoothing: float = 0.0,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0.0 <= label_smoothing <= 1.0:
            raise ValueError(
                f"Expected label_smoothing between 0 and 1. Received: label_smoothing={label_smoothing}. "
                "Use 0.1 to spread a tenth of every target over all classes."
            )
        self.from_logits = from_logits
        self.ignore_class = ignore_class
        self.axis = axis
        self.label_smoothing = label_smoothing

    def call(self, y_true, y_pred):
        if self.axis not in (-1, len(y_pred.shape) - 1):
            y_true = ops.moveaxis(y_true, self.axis, -1) if len(y_true.shape) == len(y_pred.shape) else y_true
            y_pred = ops.moveaxis(y_pred, self.axis, -1)  # (batch, ..., classes)
        if self.ignore_class is None:
            return self._surprise(y_true, y_pred)
        counts = ops.not_equal(y_true, ops.cast(self.ignore_class, y_true.dtype))
        loss = self._surprise(ops.where(counts, y_true, ops.zeros_like(y_true)), y_pred)
        counts = ops.reshape(counts, ops.shape(loss))
        return with_mask(ops.where(counts, loss, 0.0), counts)

    def _surprise(self, y_true, y_pred):
        true_class = class_numbers(y_true, y_pred)  # (batch, ..., 1)
        log_p = log_probabilities(y_pred, self.from_logits)  # (batch, ..., classes)
        log_p_true = ops.take_along_axis(log_p, ops.clip(true_class, 0, y_pred.shape[-1] - 1), axis=-1)
        exists = ops.logical_and(true_class >= 0, true_class < y_pred.shape[-1])
        loss = -ops.squeeze(ops.where(exists, log_p_true, float("nan")), -1)  # (batch, ...)
        if self.label_smoothing:
            spread = -ops.sum(log_p, axis=-1) / y_pred.shape[-1]  # (batch, ...)
            loss = (1.0 - self.label_smoothing) * loss + self.label_smoothing * spread
        if not self.from_logits:
            loss = loss + 0.0 * ops.sum(log_p, axis=-1)  # NaN for another class is not overlooked
        return loss

    def get_config(self):
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "ignore_class": self.ignore_class,
            "axis": self.axis,
            "label_smoothing": self.label_smoothing,
        }


def class_numbers(y_true, y_pred):
    """Targets as whole numbers with a last axis of length 1; what can't be a class is refused."""
    targets, outputs = tuple(y_true.shape), tuple(y_pred.shape)
    if len(targets) == len(outputs) - 1:
        y_true = ops.expand_dims(y_true, -1)
    elif len(targets) != len(outputs) or targets[-1] != 1:
        raise ValueError(
            f"Expected one class number a row of outputs {outputs}. Received: targets {targets}. "
            "One-hot targets or probabilities belong to CategoricalCrossentropy."
        )
    if shapes_differ(y_true.shape[:-1], outputs[:-1]):
        raise ValueError(
            f"Expected one class number a row of outputs {outputs}. Received: targets {targets}. "
            "Give every row, and every step of a sequence, one target."
        )
    check_classes(y_true, outputs[-1])
    return ops.cast(y_true, "int32")
