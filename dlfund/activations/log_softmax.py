"""Log-softmax: the logarithm of a softmax, without its rounding errors.

    log_softmax(x)_i = x_i − log Σ_j e^(x_j)

i and j count the classes.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def log_softmax(x, axis=-1):
    """Log-probabilities straight from the scores, exact where a softmax would round to 0 and its logarithm to −∞.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.
        axis: int. The axis of the classes.

    Example:
        >>> [round(float(p), 3) for p in log_softmax([[0.0, 0.0]])[0]]
        [-0.693, -0.693]

    Derivative: ∂y_i/∂x_j = 1 − s_i for i = j, −s_j otherwise, with s the softmax; the Jacobian, its (i, j) in the
        last two axes
    Range: (−∞, 0]
    Saturates: for a class whose score is far above all others (by 6 with two classes, by more with many) the slopes
        are near 0; the others keep theirs
    Use: before a negative log-likelihood, and wherever log-probabilities are added.
    Misconception: "log(softmax(x)) is the same." In exact arithmetic it is; in floating point it is −∞ as soon as a
        probability rounds to 0, at a lead of about 88 (TensorFlow) or 104.
    Interview: Why do frameworks take logits in the loss? — Log-softmax and the loss together need no exponential of
        a large number and no logarithm of 0.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 6.2.2 (MIT Press).
    """
    return ops.log_softmax(x, axis=axis)


@derivative_of(log_softmax)
def log_softmax_derivative(x, axis=-1):
    s = ops.moveaxis(ops.softmax(x, axis=axis), axis, -1)  # (..., classes)
    unit = ops.eye(s.shape[-1], dtype=s.dtype)
    return ops.broadcast_to(unit - s[..., None, :], (*s.shape, s.shape[-1]))  # (..., classes, classes)
