"""The derivative (slope) of an activation, written out by hand and looked up by the function.

    f'(x) = df/dx

Each activation's file contains its derivative, below the activation.
"""

_DERIVATIVES: dict = {}


def derivative_of(activation):
    """Register the decorated function as the derivative of `activation`."""

    def remember(function):
        _DERIVATIVES[activation] = function
        return function

    return remember


def derivative(activation):
    """The derivative of an activation, as a function of the same arguments.

    Backpropagation multiplies by it at every neuron. For an activation that acts on each number alone the result
    has the shape of `x`; for `softmax` and `log_softmax`, where every output depends on every input, it is the
    Jacobian: entry (i, j) is the derivative of output i with respect to input j.

    Args:
        activation: one of `dlfund.activations`, the function itself.

    Example:
        >>> from dlfund.activations import sigmoid
        >>> slope = derivative(sigmoid)
        >>> float(slope(0.0))
        0.25
    """
    if activation not in _DERIVATIVES:
        known = ", ".join(sorted(function.__name__ for function in _DERIVATIVES))
        raise ValueError(
            f"Expected an activation of dlfund that has a derivative: {known}. Received: {activation!r}. "
            "Pass the function itself, such as derivative(activations.relu), not its name."
        )
    return _DERIVATIVES[activation]
