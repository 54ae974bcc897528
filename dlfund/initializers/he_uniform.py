"""He uniform: uniform weights that make up for what ReLU drops.

    W ~ U(−limit, limit)    limit = √(6 / fan_in)

U is the uniform distribution between the limits; fan_in counts a unit's inputs, fan_out the units that an
input feeds.
"""

import math

from keras import random

from dlfund.core.registration import register
from dlfund.initializers.fans import fans
from dlfund.initializers.seeded import Seeded


@register
class HeUniform(Seeded):
    """Uniformly distributed weights of variance 2 / fan_in.

    ReLU halves the mean square of a signal that is symmetric about 0; twice the variance makes up for it.

    A uniform number in ±limit has the variance limit²/3, hence the 6 under the square root.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(HeUniform(seed=0)((3, 16)).shape)
        (3, 16)

    Use: before ReLU and its relatives (leaky ReLU, ELU, GELU, SiLU, Mish).
    Misconception: "A deep ReLU network only needs a better optimizer." With an initialisation that halves the mean
        square in every layer, fifty layers leave almost no signal to learn from.
    Interview: Where does the 2 come from? — ReLU zeroes the negative half of a symmetric sum and with it half of
        the mean square; twice the variance makes up for it.
    Reference: He, Zhang, Ren and Sun, 2015, Delving Deep into Rectifiers (arXiv:1502.01852).
    """

    def __call__(self, shape, dtype=None):
        fan_in, _ = fans(shape)
        limit = math.sqrt(6 / max(1.0, fan_in))
        return random.uniform(shape, minval=-limit, maxval=limit, dtype=dtype, seed=self.seed)
