"""Softmax: scores become probabilities that sum to one.

    softmax(x)_i = e^(x_i) / Σ_j e^(x_j)

i and j count the classes.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def softmax(x, axis=-1):
    """The largest score gets the largest probability, and all probabilities sum to 1.

    Only differences between scores (logits) matter: adding a number to all of them changes nothing.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.
        axis: int. The axis of the classes, along which the probabilities sum to 1.

    Example:
        >>> [round(float(p), 3) for p in softmax(ops.array([[0.0, 0.0, 1.0]]))[0]]
        [0.212, 0.212, 0.576]

    Derivative: ∂s_i/∂x_j = s_i · (1 − s_i) for i = j, −s_i · s_j otherwise; the Jacobian, its (i, j) in the last
        two axes
    Range: (0, 1), summing to 1
    Saturates: where one score is far above all others (by 6 with two classes, by more with many): its probability is
        near 1 and every slope near 0
    Use: as the last layer when exactly one of several classes is right, and for the weights of attention.
    Misconception: "A softmax of 0.9 means 90 % sure." It is a ratio of exponentials; it is a calibrated probability
        only as far as training makes it one.
    Interview: Why subtract the largest score before the exponential? — The probabilities stay the same, and no
        exponential overflows.
    Reference: Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs
        (doi:10.1007/978-3-642-76153-9_28).
    """
    return ops.softmax(x, axis=axis)


@derivative_of(softmax)
def softmax_derivative(x, axis=-1):
    s = ops.moveaxis(ops.softmax(x, axis=axis), axis, -1)  # (..., classes)
    unit = ops.eye(s.shape[-1], dtype=s.dtype)
    return s[..., :, None] * (unit - s[..., None, :])  # (..., classes, classes)
