"""Rows: targets, outputs and weights of a batch as three flat tensors of one length."""

from keras import ops

from dlfund.losses.labels import known


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
    t, p = ops.reshape(ops.cast(t, dtype), (-1,)), ops.reshape(ops.cast(p, dtype), (-1,))
    if isinstance(t.shape[0], int) and isinstance(p.shape[0], int) and t.shape[0] != p.shape[0]:
        raise ValueError(
            f"Expected one target for every output. Received: {t.shape[0]} targets and {p.shape[0]} outputs. "
            "Class numbers of several classes belong to `Accuracy` or `LogLoss`."
        )
    return t, p, weights(sample_weight, p)


def weights(sample_weight, values):
    """A weight for every row; 1 where none is given."""
    if sample_weight is None:
        return ops.ones_like(values)
    return ops.broadcast_to(ops.reshape(ops.cast(sample_weight, values.dtype), (-1,)), ops.shape(values))


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
