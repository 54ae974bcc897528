"""He uniform: a flat start that survives ReLU.

    W ~ U(−limit, limit)    limit = √(6 / fan_in)

U is the even spread between the limits; fan_in counts a unit's inputs, fan_out the units that an input feeds.
"""

import math

from keras import random

from dlfund.initializers.fans import fans
from dlfund.initializers.seeded import Seeded
from dlfund.registration import register


@register
class HeUniform(Seeded):
    """Evenly spread weights of variance 2 / fan_in.

    ReLU drops half of every signal; with twice the variance it still passes on its full size.

    A uniform number in ±limit has the variance limit²/3, hence the 6 under the root.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(HeUniform(seed=0)((3, 16)).shape)
        (3, 16)

    Use: before ReLU and its relatives (leaky ReLU, ELU, GELU, SiLU, Mish).
    Misconception: "A deep ReLU network only needs a better optimizer." With a start that halves the signal in every
        layer, fifty layers leave nothing to optimise.
    Interview: Where does the 2 come from? — ReLU zeroes the negative half of a symmetric sum and with it half of
        the mean square; twice the variance makes up for it.
    Reference: He, Zhang, Ren and Sun, 2015, Delving Deep into Rectifiers (arXiv:1502.01852).
    """

    def __call__(self, shape, dtype=None):
        fan_in, _ = fans(shape)
        limit = math.sqrt(6 / max(1.0, fan_in))
        return random.uniform(shape, minval=-limit, maxval=limit, dtype=dtype, seed=self.seed)
