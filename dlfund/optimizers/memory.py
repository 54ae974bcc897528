"""Memory: the share of a running average that is kept at each step, or a sentence that says so."""

import numbers


def memory(value, name):
    """The value itself if it is a share from 0 to below 1.

    Example:
        >>> memory(0.9, "momentum")
        0.9
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not 0 <= value < 1:
        raise ValueError(
            f"Expected {name} in [0, 1). Received: {name}={value!r}. "
            "It is the share of the old average that is kept at each step: 0.9 remembers about 10 steps."
        )
    return value
