"""Labels beside embeddings: which rows of a batch belong together."""

from keras import ops


def labels_of(y_true, y_pred):
    """The class number of every row (batch,), for outputs (batch, entries).

    Example:
        >>> tuple(labels_of(ops.ones((4, 1)), ops.ones((4, 2))).shape)
        (4,)
    """
    if len(y_true.shape) == 2 and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    if len(y_true.shape) != 1 or len(y_pred.shape) != 2:
        raise ValueError(
            "Expected one class number a row and one embedding a row: targets (batch,), outputs (batch, entries). "
            f"Received: targets {tuple(y_true.shape)}, outputs {tuple(y_pred.shape)}. Two views of one row are "
            "two rows with the same number: keras.ops.concatenate them along the batch."
        )
    return y_true
