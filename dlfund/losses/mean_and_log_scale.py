"""Mean and log-scale: the two numbers of a predicted distribution, beside the target that they are for."""

from keras import ops

from dlfund.losses.same_rank import shapes_differ


def mean_and_log_scale(y_true, y_pred):
    """Targets, means and log-scales in one shape (batch, ..., targets), from outputs (batch, ..., targets, 2).

    Example:
        >>> y, mean, log_scale = mean_and_log_scale(ops.ones((4,)), ops.ones((4, 2)))
        >>> tuple(y.shape), tuple(mean.shape)
        ((4, 1), (4, 1))
    """
    if y_pred.shape[-1] != 2:
        raise ValueError(
            "Expected two outputs for every target, the mean and the logarithm of the scale: (batch, ..., 2). "
            f"Received: outputs {tuple(y_pred.shape)}. End the network in Dense(2), or in "
            "Dense(2 · targets) and a Reshape."
        )
    mean, log_scale = y_pred[..., 0], y_pred[..., 1]
    if len(mean.shape) == 1 or (len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1):
        mean, log_scale = ops.expand_dims(mean, -1), ops.expand_dims(log_scale, -1)
    if len(y_true.shape) == len(mean.shape) - 1 and mean.shape[-1] == 1:
        y_true = ops.expand_dims(y_true, -1)
    if shapes_differ(y_true.shape, mean.shape):
        raise ValueError(
            f"Expected one target for every pair of outputs {tuple(y_pred.shape)}. Received: targets "
            f"{tuple(y_true.shape)}. For k targets a row the outputs are (batch, k, 2)."
        )
    return y_true, mean, log_scale
