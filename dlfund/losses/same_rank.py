"""Same rank: a column of targets meets a column of outputs.

    (batch,) with (batch, 1)  ->  (batch, 1) with (batch, 1)

Without it the subtraction broadcasts to (batch, batch), and nobody is told.
"""

from keras import ops


def same_rank(y_true, y_pred):
    """Give targets and outputs the same number of axes where only a last axis of length 1 differs.

    Targets often come as a plain column of shape (batch,) and a network answers (batch, 1).
    Subtracting the two would broadcast to (batch, batch): no error, and a loss that means nothing.

    Shape:
        Input:  targets and outputs of any two shapes
        Output: the same two; where the ranks differ by one, the axis of length 1 is added or taken away

    Args:
        y_true: tensor. The targets.
        y_pred: tensor. The outputs.

    Example:
        >>> y_true, y_pred = same_rank(ops.ones((4,)), ops.ones((4, 1)))
        >>> tuple(y_true.shape)
        (4, 1)

    Use: at the start of every loss that compares target and output entry by entry.
    Misconception: "shapes that don't match raise an error" — they broadcast, silently.
    Interview: why does a regression network with a (batch,) target learn nothing? — (batch, 1) − (batch,) is
        (batch, batch): every output is compared with every target.
    Reference: Harris et al., 2020, Array programming with NumPy (doi:10.1038/s41586-020-2649-2), broadcasting.
    """
    if len(y_pred.shape) == len(y_true.shape) + 1 and y_pred.shape[-1] == 1:
        return _with_axes_of(y_true, y_pred)
    if len(y_true.shape) == len(y_pred.shape) + 1 and y_true.shape[-1] == 1:
        y_pred, y_true = _with_axes_of(y_pred, y_true)
    return y_true, y_pred


def _with_axes_of(shorter, longer):
    """A flat batch gets the axis; anything with more axes loses it from the other, as Keras does."""
    if len(shorter.shape) == 1:
        return ops.expand_dims(shorter, -1), longer
    return shorter, ops.squeeze(longer, -1)
