"""Rectified linear unit: keep positive values, set the rest to 0.

    relu(x) = max(0, x)

The larger of 0 and x. Its variants cut the rise off, shift where it begins, or let a part of the rest through.
"""

from keras import ops

from dlfund.activations.derivative import derivative_of
from dlfund.core.registration import register


@register
def relu(x, negative_slope=0.0, max_value=None, threshold=0.0):
    """The cheapest non-linear function for hidden layers; its slope does not vanish for large x.

    Shape:
        Input:  any
        Output: the same

    Args:
        x: tensor.
        negative_slope: float. The slope below the threshold, as in `leaky_relu`.
        max_value: float or None. The largest value; 6 makes it ReLU6.
        threshold: float. Values up to it become 0, or negative_slope · (x − threshold).

    Example:
        >>> [float(y) for y in relu([-2.0, 0.0, 3.0])]
        [0.0, 0.0, 3.0]

    Derivative: d/dx relu(x) = 1 for x > 0, otherwise 0 (at 0 there is no derivative; 0 is the convention)
    Range: [0, ∞)
    Saturates: for x < 0 the slope is exactly 0; never for x > 0
    Use: as the first choice between hidden layers, with He initialisation. As of 2026; in transformers SwiGLU and GELU
        have replaced it.
    Misconception: "ReLU is linear, so stacking it adds nothing." Each piece is linear, the whole is not: a network of
        ReLUs can approximate any continuous function on a bounded region.
    Interview: What is a dying ReLU? — A unit whose weighted sum is negative for every row: its slope is 0 everywhere,
        so it gets no gradient and rarely recovers. Smaller steps or a leaky ReLU help to avoid it.
    Reference: Nair and Hinton, 2010, Rectified Linear Units Improve Restricted Boltzmann Machines (ICML, pages
        807–814).
    """
    if negative_slope == 0 and max_value is None and threshold == 0:
        return ops.relu(x)  # max(0, x)
    x = ops.convert_to_tensor(x)
    y = ops.where(x > threshold, x, negative_slope * (x - threshold))
    return y if max_value is None else ops.minimum(y, max_value)


@derivative_of(relu)
def relu_derivative(x, negative_slope=0.0, max_value=None, threshold=0.0):
    x = ops.convert_to_tensor(x)
    slope = ops.cast(x > threshold, x.dtype)
    slope = slope if negative_slope == 0 else slope + negative_slope * (1.0 - slope)
    return slope if max_value is None else slope * ops.cast(x < max_value, x.dtype)
