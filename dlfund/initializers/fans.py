"""How many inputs feed a unit, and how many units an input feeds.

    matrix (inputs, units):                 fan_in = inputs             fan_out = units
    filter (…window, channels, filters):    fan_in = window · channels  fan_out = window · filters

A filter looks at a whole window of every channel at once.
"""

import math


def fans(shape):
    """`(fan_in, fan_out)` of a weight of this shape, the two numbers behind LeCun, Glorot and He.

    Args:
        shape: tuple of ints. A vector counts as both; a scalar has fans of 1.

    Example:
        >>> fans((3, 16))
        (3, 16)
        >>> fans((5, 5, 3, 8))
        (75, 200)
    """
    if len(shape) < 2:
        width = math.prod(shape)
        return width, width
    *window, inputs, units = shape
    return math.prod(window) * inputs, math.prod(window) * units
