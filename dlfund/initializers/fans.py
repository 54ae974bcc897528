"""How many inputs feed a unit, and how many units an input feeds.

    matrix (inputs, units):                 fan_in = inputs             fan_out = units
    filter (…window, channels, filters):    fan_in = window · channels  fan_out = window · filters

A filter covers a whole window of every channel at once.
"""

import math


def fans(shape, input_axes=None, output_axes=None):
    """`(fan_in, fan_out)` of a weight of this shape, the two numbers behind LeCun, Glorot and He.

    Args:
        shape: tuple of ints. A vector counts as both; a scalar has fans of 1.
        input_axes, output_axes: list of int or None. Which axes count inputs and units, where the last two don't; the
            other axes are the window.

    Example:
        >>> fans((3, 16))
        (3, 16)
        >>> fans((5, 5, 3, 8))
        (75, 200)
        >>> fans((32, 4, 16), input_axes=[0], output_axes=[1, 2])  # a projection to 4 heads of 16
        (32, 64)
    """
    if input_axes is not None and output_axes is not None:
        ins, outs = ({axis % len(shape) for axis in axes} for axes in (input_axes, output_axes))
        window = math.prod(length for axis, length in enumerate(shape) if axis not in ins | outs)
        return window * math.prod(shape[axis] for axis in ins), window * math.prod(shape[axis] for axis in outs)
    if len(shape) < 2:
        width = math.prod(shape)
        return width, width
    *window, inputs, units = shape
    return math.prod(window) * inputs, math.prod(window) * units
