"""Random sign: a coin for every weight.

    W_ij = +1 or −1, each with probability 1/2

Every weight has the size 1; only its direction is drawn.
"""

import keras
from keras import ops, random

from dlfund.initializers.seeded import Seeded
from dlfund.registration import register


@register
class RandomSign(Seeded):
    """Plus or minus one: sets the members of an ensemble apart without changing the size of any signal.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> sorted({float(w) for w in RandomSign(seed=0)((20,))})
        [-1.0, 1.0]

    Use: for the scaling vectors of batch-ensembled layers and for random projections.
    Misconception: "Two values are too few to set units apart." Twenty signs already make a million patterns.
    Interview: Why signs and not small noise for ensemble members? — Members that differ by a little noise fall into one
        solution; flipped signs give them different features from the first step.
    Reference: Wen, Tran and Ba, 2020, BatchEnsemble (arXiv:2002.06715).
    """

    def __call__(self, shape, dtype=None):
        heads = random.uniform(shape, seed=self.seed) < 0.5
        return 2 * ops.cast(heads, dtype or keras.config.floatx()) - 1
