"""Checks of a layer's sizes, such as units and members."""


def check_whole(**sizes):
    """Refuse sizes that are not whole numbers above 0.

    Raises:
        ValueError: with the size's name, and what was received.

    Example:
        >>> check_whole(units=4, members=16)
    """
    for name, value in sizes.items():
        if not isinstance(value, int) or value < 1:
            raise ValueError(f"Expected {name} to be a whole number above 0. Received: {name}={value!r}.")
