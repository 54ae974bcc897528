"""LeCun uniform: uniform weights that give a sum the variance of one input.

    W ~ U(−limit, limit)    limit = √(3 / fan_in)

U is the uniform distribution between the limits; fan_in counts a unit's inputs, fan_out the units that an
input feeds.
"""

import math

from keras import random

from dlfund.core.registration import register
from dlfund.initializers.fans import fans
from dlfund.initializers.seeded import Seeded


@register
class LecunUniform(Seeded):
    """Uniformly distributed weights of variance 1 / fan_in, so that a unit's sum varies as much as one of its inputs.

    A uniform number in ±limit has the variance limit²/3, hence the 3 under the square root.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(LecunUniform(seed=0)((3, 16)).shape)
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
        limit = math.sqrt(3 / max(1.0, fan_in))
        return random.uniform(shape, minval=-limit, maxval=limit, dtype=dtype, seed=self.seed)
