"""Random normal: a bell-shaped start of a fixed width.

    W ~ N(mean, deviation²)

The width does not know how many inputs a unit has; LeCun, Glorot and He do.
"""

from keras import random

from dlfund.initializers.seeded import Seeded
from dlfund.registration import register


@register
class RandomNormal(Seeded):
    """Bell-shaped noise: it sets units apart, in a size that you choose.

    Args:
        mean: float. The middle of the bell.
        deviation: float. Its width; too wide saturates the next layer, too narrow fades the signal out.
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(RandomNormal(deviation=0.05, seed=0)((3, 16)).shape)
        (3, 16)

    Use: for embeddings and for reproducing papers that name a width; else a start that knows the fans.
    Misconception: "Small random numbers are a safe start." Ten linear layers of 100 units at 0.05 shrink the signal
        a thousandfold: each multiplies it by 0.05 · √100 = 1/2.
    Interview: Why random at all? — Units that start equal stay equal; noise breaks the symmetry.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __init__(self, mean=0.0, deviation=0.05, *, seed=None):
        super().__init__(seed=seed)
        self.mean = mean
        self.deviation = deviation

    def __call__(self, shape, dtype=None):
        return random.normal(shape, mean=self.mean, stddev=self.deviation, dtype=dtype, seed=self.seed)

    def get_config(self):
        return {"mean": self.mean, "deviation": self.deviation, **super().get_config()}
