"""LeCun normal: normal weights that give a sum the variance of one input.

    W ~ truncated N(0, σ²)    σ = √(1 / fan_in)    cut at two standard deviations, then widened back to σ

σ is the standard deviation of the weights; fan_in counts a unit's inputs, fan_out the units that an
input feeds.
"""

import math

from keras import random

from dlfund.core.registration import register
from dlfund.initializers.fans import fans
from dlfund.initializers.seeded import Seeded

TRUNCATED = 0.87962566103423978  # deviation of a standard normal that is cut at ±2


@register
class LecunNormal(Seeded):
    """Normally distributed weights of variance 1 / fan_in, so that a unit's sum varies as much as one of its inputs.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(LecunNormal(seed=0)((3, 16)).shape)
        (3, 16)

    Use: before SELU (whose self-normalisation assumes it), tanh and linear units.
    Misconception: "The number of units decides the scale." The number of inputs does, because the sum runs over
        the inputs.
    Interview: Why does the variance shrink with fan_in? — A sum of n independent terms has n times the variance of
        one; weights of variance 1/n cancel that.
    Reference: LeCun, Bottou, Orr and Müller, 1998, Efficient BackProp (doi:10.1007/3-540-49430-8_2).
    """

    def __call__(self, shape, dtype=None):
        fan_in, _ = fans(shape)
        deviation = math.sqrt(1 / max(1.0, fan_in))
        return random.truncated_normal(shape, stddev=deviation / TRUNCATED, dtype=dtype, seed=self.seed)
