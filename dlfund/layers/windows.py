"""How many positions a sliding window has: the arithmetic of convolution and pooling.

    valid   ⌊(length − dilation · (window − 1) − 1) / stride⌋ + 1
    same    ⌈length / stride⌉

"valid" stays inside the input, "same" pads it on both sides, "causal" only before it.
"""


def window_positions(length, window, *, stride=1, padding="valid", dilation=1):
    """How many positions a window takes along an axis of this length; None for an unknown length.

    Args:
        length: int or None.
        window: int. Entries that the window covers, before dilation.
        stride: int. Entries from one position of the window to the next.
        padding: "valid", "same" or "causal".
        dilation: int. Entries from one element of the window to the next.

    Example:
        >>> window_positions(7, 3), window_positions(7, 3, stride=2, padding="same")
        (5, 4)
    """
    if length is None:
        return None
    if padding != "valid":
        return -(-length // stride)
    reach = dilation * (window - 1) + 1
    if length < reach:
        raise ValueError(
            f"Expected an input at least as long as the window. Received: length={length}, and the window covers "
            f'{reach}. Use a smaller window, or padding="same".'
        )
    return (length - reach) // stride + 1


def window_of(name, value, axes):
    """A window's size along each axis, from one whole number or a tuple of them."""
    sizes = tuple(value) if isinstance(value, tuple | list) else (value,) * axes
    if len(sizes) != axes or not all(isinstance(size, int) and size > 0 for size in sizes):
        wanted = "a whole number above 0" if axes == 1 else f"a whole number above 0 or a tuple of {axes}"
        raise ValueError(f"Expected {name} to be {wanted}. Received: {name}={value!r}.")
    return sizes


def known_padding(padding, choices=("valid", "same")):
    """The padding, checked."""
    if padding not in choices:
        raise ValueError(f"Expected padding to be one of {choices}. Received: padding={padding!r}.")
    return padding
