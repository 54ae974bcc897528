"""Sigmoid: squeezes any number into a probability.

    s(x) = 1 / (1 + e^(−x))

x is the weighted sum, also called the logit; s is read as a probability.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def sigmoid(x):
    """The S-curve that turns a weighted sum into a probability.

    Logistic regression is a weighted sum and a sigmoid; so is the last neuron of a network that answers yes or no.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor, the weighted sum (the logit): the log of the odds of "yes".

    Example:
        >>> float(sigmoid(0.0))
        0.5

    Derivative: ds/dx = s(x) · (1 − s(x)), at most 1/4 (at x = 0)
    Range: (0, 1)
    Saturates: for |x| > 6 the slope is under 0.0025
    Use: as the last layer of a yes-or-no question, and as a gate (LSTM, GRU, GLU); rarely between hidden layers. As of
        2026; in hidden layers it would return only with a cure for its small slope.
    Misconception: "A sigmoid's output is a calibrated probability." It is a number between 0 and 1; it is a calibrated
        probability only as far as training with a log-loss on enough data makes it one.
    Interview: Why did ReLU replace the sigmoid in hidden layers? — The sigmoid's slope is at most 1/4, so in every
        layer this factor alone divides the gradient by at least four, and makes it almost zero where a unit is
        saturated; ReLU's slope is 1 for every active unit.
    Reference: Rumelhart, Hinton and Williams, 1986, Learning representations by back-propagating errors
        (doi:10.1038/323533a0).
    """
    return ops.sigmoid(x)  # 1 / (1 + exp(-x)), in a form that does not overflow


@derivative_of(sigmoid)
def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)
