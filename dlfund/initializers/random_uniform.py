"""Random uniform: a flat start between two limits.

    W ~ U(low, high)

Every number between the limits is equally likely; the variance is (high − low)² / 12.
"""

from keras import random

from dlfund.initializers.seeded import Seeded
from dlfund.registration import register


@register
class RandomUniform(Seeded):
    """Evenly spread noise: it sets units apart, within limits that you choose.

    Args:
        low: float. The smallest weight.
        high: float. The largest weight; it must lie above `low`.
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(RandomUniform(-0.1, 0.1, seed=0)((3, 16)).shape)
        (3, 16)

    Use: for embeddings and for reproducing papers that name limits; else a start that knows the fans.
    Misconception: "Uniform and normal starts behave differently." At the same variance they hardly do.
    Interview: What is the variance of U(−a, a)? — a²/3; that is why uniform limits carry a factor √3.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __init__(self, low=-0.05, high=0.05, *, seed=None):
        super().__init__(seed=seed)
        if not low < high:
            raise ValueError(f"Expected low < high. Received: low={low!r}, high={high!r}. Swap them.")
        self.low = low
        self.high = high

    def __call__(self, shape, dtype=None):
        return random.uniform(shape, minval=self.low, maxval=self.high, dtype=dtype, seed=self.seed)

    def get_config(self):
        return {"low": self.low, "high": self.high, **super().get_config()}
