"""He normal: normal weights that make up for what ReLU drops.

    W ~ truncated N(0, σ²)    σ = √(2 / fan_in)    cut at two standard deviations, then widened back to σ

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
class HeNormal(Seeded):
    """Normally distributed weights of variance 2 / fan_in.

    ReLU halves the mean square of a signal that is symmetric about 0; twice the variance makes up for it.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(HeNormal(seed=0)((3, 16)).shape)
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
        deviation = math.sqrt(2 / max(1.0, fan_in))
        return random.truncated_normal(shape, stddev=deviation / TRUNCATED, dtype=dtype, seed=self.seed)
