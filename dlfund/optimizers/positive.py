"""A check that a number is above zero."""

import numbers


def positive(value, name, remedy):
    """The value itself if it is a number above zero.

    Example:
        >>> positive(2.0, "limit", "Use 1.0.")
        2.0
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not value > 0:
        raise ValueError(f"Expected {name} above 0. Received: {name}={value!r}. {remedy}")
    return value
