"""Truncated normal: normal weights without outliers.

    W ~ N(mean, stddev²), drawn again where |W − mean| > 2 · stddev

What is left has a standard deviation of 0.88 · stddev.
"""

from keras import ops, random

from dlfund.core.registration import register
from dlfund.initializers.seeded import Seeded


@register
class TruncatedNormal(Seeded):
    """Normally distributed noise that is never further than two standard deviations from its mean.

    One weight in twenty of a normal distribution is larger; in a large layer the largest of them dominate single units.

    Args:
        mean: float. Mean of the weights.
        stddev: float. Standard deviation before the cut; 0.02 is usual in transformers.
        seed: int or None; see `Seeded`.

    Example:
        >>> W = TruncatedNormal(stddev=0.02, seed=0)((100, 100))
        >>> from keras import ops
        >>> bool(ops.max(ops.abs(W)) <= 0.04)
        True

    Use: for embeddings and kernels of transformers, with the standard deviation of the paper. As of 2026; a scale that
        depends on the width (μP) overrules this.
    Misconception: "Its weights have the standard deviation that was asked for." The cut leaves 0.88 of it; the He,
        Glorot and LeCun initializers widen theirs to make up for that, this one does not.
    Interview: Why cut a normal distribution? — Rare large weights can saturate or dominate a unit from the first
        step, and gain nothing.
    Reference: Devlin, Chang, Lee and Toutanova, 2019, BERT (arXiv:1810.04805).
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None):
        super().__init__(seed=seed)
        self.mean = mean
        self.stddev = stddev

    def __call__(self, shape, dtype=None):
        drawn = random.truncated_normal(shape, mean=self.mean, stddev=self.stddev, dtype=dtype, seed=self.seed)
        # on torch Keras draws each number four times at most, after which four in a million lie outside
        return ops.clip(drawn, self.mean - 2 * self.stddev, self.mean + 2 * self.stddev)

    def get_config(self):
        return {"mean": self.mean, "stddev": self.stddev, **super().get_config()}
