"""Random uniform: uniform weights between two limits.

    W ~ U(minval, maxval)

Every number between the limits is equally likely; the variance is (maxval − minval)² / 12.
"""

from keras import random

from dlfund.core.old_names import old_names
from dlfund.core.registration import register
from dlfund.initializers.seeded import Seeded


@register
@old_names(low="minval", high="maxval")
class RandomUniform(Seeded):
    """Uniformly distributed noise within limits that you choose: it makes units different.

    Args:
        minval: float. The smallest weight.
        maxval: float. The largest weight; it must lie above `minval`.
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(RandomUniform(-0.1, 0.1, seed=0)((3, 16)).shape)
        (3, 16)

    Use: for embeddings and for reproducing papers that give limits; otherwise use an initializer that
        depends on fan_in.
    Misconception: "Uniform and normal weights behave differently." At the same variance they hardly
        do.
    Interview: What is the variance of U(−a, a)? — a²/3; that is why uniform limits have a factor √3.
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 8.4 (MIT Press).
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None):
        super().__init__(seed=seed)
        if not minval < maxval:
            raise ValueError(f"Expected minval < maxval. Received: minval={minval!r}, maxval={maxval!r}. Swap them.")
        self.minval = minval
        self.maxval = maxval

    def __call__(self, shape, dtype=None):
        return random.uniform(shape, minval=self.minval, maxval=self.maxval, dtype=dtype, seed=self.seed)

    def get_config(self):
        return {"minval": self.minval, "maxval": self.maxval, **super().get_config()}
