"""Random normal: normal weights with a fixed standard deviation.

    W ~ N(mean, stddev²)

The standard deviation does not depend on how many inputs a unit has; LeCun, Glorot and He do.
"""

from keras import random

from dlfund.core.old_names import old_names
from dlfund.core.registration import register
from dlfund.initializers.seeded import Seeded


@register
@old_names(deviation="stddev")
class RandomNormal(Seeded):
    """Normally distributed noise of a size that you choose: it makes units different.

    Args:
        mean: float. Mean of the weights.
        stddev: float. Their standard deviation; too large saturates the next layer, too small makes
            the signal vanish.
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(RandomNormal(stddev=0.05, seed=0)((3, 16)).shape)
        (3, 16)

    Use: for embeddings and for reproducing papers that give a standard deviation; otherwise use an initializer that
        depends on fan_in. As of 2026; a paper that states its own standard deviation overrules this.
    Misconception: "Small random numbers are a safe choice." Ten linear layers of 100 units at 0.05 shrink the signal
        (its root mean square) a thousandfold: each multiplies it by 0.05 · √100 = 1/2.
    Interview: Why random at all? — Units that start equal stay equal; noise breaks the symmetry.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None):
        super().__init__(seed=seed)
        self.mean = mean
        self.stddev = stddev

    def __call__(self, shape, dtype=None):
        return random.normal(shape, mean=self.mean, stddev=self.stddev, dtype=dtype, seed=self.seed)

    def get_config(self):
        return {"mean": self.mean, "stddev": self.stddev, **super().get_config()}
