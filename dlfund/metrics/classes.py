"""Classes: what a batch's targets and outputs say of each row's class, in whichever form they come."""

import keras
from keras import ops


def true_classes(y_true, y_pred):
    """The number of the true class of every row, from class numbers or one-hot rows, for outputs (batch, ..., classes).

    Example:
        >>> [int(k) for k in true_classes([[0.0, 1.0], [1.0, 0.0]], ops.ones((2, 2)))]
        [1, 0]
    """
    t = ops.convert_to_tensor(y_true)
    if len(t.shape) == len(y_pred.shape) and t.shape[-1] == y_pred.shape[-1]:
        return ops.argmax(t, axis=-1)
    if len(t.shape) == len(y_pred.shape) and t.shape[-1] == 1:
        t = ops.squeeze(t, -1)
    if len(t.shape) != len(y_pred.shape) - 1:
        raise ValueError(
            f"Expected a class number or a one-hot row for every row of outputs {tuple(y_pred.shape)}. Received: "
            f"targets {tuple(t.shape)}. Give every row one target."
        )
    return ops.cast(t, "int32")


def is_yes_or_no(y_pred):
    """Whether the outputs are one probability a row instead of one a class."""
    return len(y_pred.shape) == 1 or y_pred.shape[-1] == 1


def clipped(p):
    """Probabilities kept off 0 and 1, so that a logarithm exists."""
    epsilon = keras.config.epsilon()
    return ops.clip(p, epsilon, 1.0 - epsilon)
