"""Rows: targets, outputs and weights of a batch as three flat tensors of one length."""

from keras import ops

from dlfund.losses.labels import known
from dlfund.losses.same_rank import shapes_differ


def rows(y_true, y_pred, sample_weight, dtype):
    """One target, one output and one weight a row, for outputs (batch,) or (batch, 1).

    Example:
        >>> t, p, weight = rows([1, 0], [[0.9], [0.2]], None, "float32")
        >>> tuple(p.shape), [float(w) for w in weight]
        ((2,), [1.0, 1.0])
    """
    t, p = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    if len(p.shape) > 1 and p.shape[-1] != 1:
        raise ValueError(
            f"Expected one output a row. Received: outputs {tuple(p.shape)}. For one class of several pass its column "
            "of targets and outputs; `Accuracy` and `LogLoss` take all classes."
        )
    p = ops.cast(ops.squeeze(p, -1) if len(p.shape) > 1 else p, dtype)
    weight = weights(sample_weight, p)
    t, p = ops.reshape(ops.cast(t, dtype), (-1,)), ops.reshape(p, (-1,))
    if isinstance(t.shape[0], int) and isinstance(p.shape[0], int) and t.shape[0] != p.shape[0]:
        raise ValueError(
            f"Expected one target for every output. Received: {t.shape[0]} targets and {p.shape[0]} outputs. "
            "Class numbers of several classes belong to `Accuracy` or `LogLoss`."
        )
    return t, p, weight


def weights(sample_weight, values):
    """A weight for every value (batch, ...) as one flat tensor, 1 where none is given.

    A weight of a whole sequence, or of a whole picture, is that of each of its values.

    Example:
        >>> [float(w) for w in weights([1.0, 3.0], ops.zeros((2, 2)))]
        [1.0, 1.0, 3.0, 3.0]
    """
    if sample_weight is None:
        return ops.reshape(ops.ones_like(values), (-1,))
    w, rank = ops.cast(sample_weight, values.dtype), len(values.shape)
    w = ops.squeeze(w, -1) if len(w.shape) == rank + 1 and w.shape[-1] == 1 else w
    given = [None if length == 1 else length for length in w.shape]  # one number for all of an axis
    if given and shapes_differ(given, values.shape[: len(given)]):
        raise ValueError(
            f"Expected a weight for every row, or one for every value {tuple(values.shape)}. Received: weights "
            f"{tuple(w.shape)}. Give each row one number."
        )
    w = ops.reshape(w, (*ops.shape(w), *[1] * (rank - len(w.shape))))
    return ops.reshape(ops.broadcast_to(w, ops.shape(values)), (-1,))


def check_yes_or_no(t, name):
    """Refuse targets other than 0 and 1, where they can be looked at."""
    values = known(t)
    if values is not None and values.size and not ((values == 0) | (values == 1)).all():
        wrong = values[(values != 0) & (values != 1)].flat[0]
        raise ValueError(
            f"Expected targets 0 and 1 for {name}. Received: {wrong:g} among the targets. "
            "Labels −1 and +1 become 0 and 1 by (y + 1) / 2."
        )


def share(part, whole):
    """part / whole, and 0 where there is nothing to divide by, as in scikit-learn."""
    return ops.where(whole > 0, part / ops.where(whole > 0, whole, 1.0), 0.0)
