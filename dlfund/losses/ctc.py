"""CTC: the probability of a text under every way to spread it over the steps of a sequence.

    loss = −log Σ over paths of Π_t p_t(path_t)
    a_t(s) = p_t(l_s) · ( a_{t−1}(s) + a_{t−1}(s − 1) + a_{t−1}(s − 2) )          the sum, step by step

A path names a class or the blank (0) at every step; with repeats and then blanks removed it is the target. l is the
target with a blank before, between and behind its labels; a_{t−1}(s − 2) counts only where l_s is neither a blank nor
equal to l_{s−2}.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import known


@register
class CTC(keras.losses.Loss):
    """Connectionist temporal classification: learns to read a sequence without being told where each label is.

    Speech has a hundred steps a second and a text of ten letters, and nobody marks where a letter begins. The loss
    adds up the probability of all placements, by a recursion instead of a list of them.

    Shape:
        Input:  targets (batch, labels), whole numbers from 1, filled up with 0; outputs (batch, steps, classes),
            logits, class 0 being the blank
        Output: (batch,) before the reduction, a scalar after it; very large where a target needs more steps than there
            are

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> undecided = np.zeros((1, 2, 2))  # two steps, blank or 1: paths "1 blank", "blank 1", "1 1" of four
        >>> round(float(CTC()(np.array([[1]]), undecided)), 4)  # −log ¾
        0.2877

    Derivative: dL/dz_t = p_t − (share of the target's paths that have this class at step t)
    Use: speech, handwriting and other readings where inputs are longer than targets and in the same order.
    Misconception: "the blank is a space" — it means no new label at this step; it also keeps two equal letters apart.
    Interview: what does CTC assume? — that steps are independent given the input, and that output and input run in
        the same order; translation breaks the second.
    Reference: Graves et al., 2006, Connectionist temporal classification (doi:10.1145/1143844.1143891).
    """

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "ctc", dtype: DType = None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        _check(y_true, y_pred)
        labels = ops.cast(y_true, "int32")
        blanks = ops.zeros_like(labels)
        spread = ops.concatenate([blanks[:, :1], ops.reshape(ops.stack([labels, blanks], -1), _doubled(labels))], 1)
        log_p = ops.log_softmax(y_pred, axis=-1)  # (batch, steps, classes)
        log_p = ops.take_along_axis(log_p, ops.repeat(ops.expand_dims(spread, 1), y_pred.shape[1], axis=1), axis=-1)
        log_a = self._add_up(log_p, spread)  # (batch, 2 · labels + 1)
        length = 2 * ops.sum(ops.cast(labels != 0, "int32"), axis=1, keepdims=True)
        ends = ops.concatenate([length, ops.maximum(length - 1, 0)], axis=1)  # in the last blank or the last label
        last = ops.take_along_axis(log_a, ends, axis=1)
        labelled = ops.concatenate([ops.ones_like(length), length], axis=1) > 0  # an empty text ends in its blank alone
        return -ops.logsumexp(ops.where(labelled, last, NEVER), axis=1)

    def _add_up(self, log_p, spread):
        """log a at the last step; the sums are of logarithms, since products of many steps round to 0."""
        behind = ops.pad(spread, [[0, 0], [2, 0]])[:, :-2]
        leap = ops.where(ops.logical_and(spread != 0, spread != behind), 0.0, NEVER)
        places = ops.cumsum(ops.ones_like(spread), axis=1)
        log_a = ops.where(places <= 2, log_p[:, 0], NEVER)
        leap = ops.cast(leap, log_a.dtype)

        def one_step(log_a, log_p_t):
            stay, step, jump = log_a, _moved(log_a, 1), _moved(log_a, 2) + leap
            log_a = ops.maximum(ops.logsumexp(ops.stack([stay, step, jump]), axis=0) + log_p_t, NEVER)
            return log_a, log_a

        if UNROLLED:
            for t in range(1, log_p.shape[1]):
                log_a, _ = one_step(log_a, log_p[:, t])
            return log_a
        return ops.scan(one_step, log_a, ops.moveaxis(log_p[:, 1:], 1, 0))[0]


UNROLLED = keras.backend.backend() == "tensorflow"  # XLA can't differentiate Keras's scan there
NEVER = -1e9  # the logarithm of a probability that is as good as 0; −∞ would have no slope


def _moved(log_a, places):
    return ops.pad(log_a, [[0, 0], [places, 0]], constant_values=NEVER)[:, :-places]


def _doubled(labels):
    return (-1, 2 * labels.shape[1])


def _check(y_true, y_pred):
    if len(y_true.shape) != 2 or len(y_pred.shape) != 3:
        raise ValueError(
            "Expected targets (batch, labels) and outputs (batch, steps, classes). Received: targets "
            f"{tuple(y_true.shape)} and outputs {tuple(y_pred.shape)}. Fill shorter targets up with 0, the blank."
        )
    if not isinstance(y_pred.shape[1], int):
        raise ValueError(
            f"Expected a known number of steps. Received: outputs {tuple(y_pred.shape)}. Give the network's input its "
            "length, keras.Input((steps, features)), and fill shorter sequences up."
        )
    values = known(y_true)
    if values is not None and values.size and not (values.min() >= 0 and values.max() < y_pred.shape[-1]):
        raise ValueError(
            f"Expected labels from 1 to {y_pred.shape[-1] - 1}, with 0 for the places behind the last one. "
            f"Received: {values.min():g} to {values.max():g}. Class 0 is the blank: "
            "the network needs one output more than there are labels."
        )
