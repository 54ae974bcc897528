"""Same rank: targets and outputs get the same number of axes.

    (batch,) with (batch, 1)  ->  (batch, 1) with (batch, 1)

Without it the subtraction broadcasts to (batch, batch) without an error.
"""

from keras import ops


def same_rank(y_true, y_pred):
    """Give targets and outputs one shape where only a last axis of length 1 differs; refuse all other differences.

    Targets often have the shape (batch,), and a network's outputs (batch, 1).
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
    Misconception: "shapes that don't match raise an error" — where nobody checks, they broadcast, silently.
    Interview: why does a regression network with a (batch,) target learn nothing? — (batch, 1) − (batch,) is
        (batch, batch): every output is compared with every target.
    Reference: Harris et al., 2020, Array programming with NumPy (doi:10.1038/s41586-020-2649-2), broadcasting.
    """
    if len(y_pred.shape) == len(y_true.shape) + 1 and y_pred.shape[-1] == 1:
        y_true, y_pred = _with_axes_of(y_true, y_pred)
    elif len(y_true.shape) == len(y_pred.shape) + 1 and y_true.shape[-1] == 1:
        y_pred, y_true = _with_axes_of(y_pred, y_true)
    if shapes_differ(y_true.shape, y_pred.shape):
        _refuse(tuple(y_true.shape), tuple(y_pred.shape))
    return y_true, y_pred


def shapes_differ(shape, other):
    """Whether two shapes differ in what is known of them: an axis without a length may have any."""
    known = ((a, b) for a, b in zip(shape, other, strict=False) if isinstance(a, int) and isinstance(b, int))
    return len(shape) != len(other) or any(a != b for a, b in known)


def _refuse(targets, outputs):
    rows = len(targets) == len(outputs) and targets[1:] == outputs[1:]
    targets_wide, outputs_wide = len(targets) > 1 and targets[-1] != 1, len(outputs) > 1 and outputs[-1] != 1
    guess = "Give every output one target."
    if rows:
        guess = "Give every row one target."
    elif outputs_wide and (not targets_wide or len(targets) < len(outputs)):
        guess = (
            "Class numbers as targets belong to SparseCategoricalCrossentropy (or one-hot: keras.ops.one_hot); "
            "for one number per row, end the network in one output."
        )
    elif targets_wide and not outputs_wide:
        guess = (
            "One-hot targets need an output for every class and CategoricalCrossentropy; with one output, "
            "pass the column that says yes."
        )
    raise ValueError(
        f"Expected targets and outputs of one shape. Received: targets {targets} and outputs {outputs}, "
        f"which would broadcast or fail. {guess}"
    )


def _with_axes_of(shorter, longer):
    """A flat batch gets the axis; anything with more axes loses it from the other, as Keras does."""
    if len(shorter.shape) == 1:
        return ops.expand_dims(shorter, -1), longer
    return shorter, ops.squeeze(longer, -1)
