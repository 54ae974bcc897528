"""Random sign: a coin flip for every weight.

    W_ij = +1 or −1, each with probability 1/2

Every weight has the size 1; only its sign is random.
"""

import keras
from keras import ops, random

from dlfund.core.registration import register
from dlfund.initializers.seeded import Seeded


@register
class RandomSign(Seeded):
    """Plus or minus one: makes the members of an ensemble different without changing the size of any signal.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> sorted({float(w) for w in RandomSign(seed=0)((20,))})
        [-1.0, 1.0]

    Use: for the scaling vectors of batch-ensembled layers and for random projections.
    Misconception: "Two values are too few to make units different." Twenty signs already have a million combinations.
    Interview: Why signs and not small noise for ensemble members? — Members that differ by a little noise tend to find
        the same solution; flipped signs give them different features from the first step.
    Reference: Wen, Tran and Ba, 2020, BatchEnsemble (arXiv:2002.06715).
    """

    def __call__(self, shape, dtype=None):
        heads = random.uniform(shape, seed=self.seed) < 0.5
        return 2 * ops.cast(heads, dtype or keras.config.floatx()) - 1
