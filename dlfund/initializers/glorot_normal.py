"""Glorot normal: a bell-shaped start that keeps signals forwards and gradients backwards at their size.

    W ~ truncated N(0, σ²)    σ = √(2 / (fan_in + fan_out))    cut at two deviations, then widened back to σ

σ is the deviation of the weights; fan_in counts a unit's inputs, fan_out the units that an input feeds.
"""

import math

from keras import random

from dlfund.initializers.fans import fans
from dlfund.initializers.seeded import Seeded
from dlfund.registration import register

TRUNCATED = 0.87962566103423978  # deviation of a standard normal that is cut at ±2


@register
class GlorotNormal(Seeded):
    """Bell-shaped weights of variance 2 / (fan_in + fan_out).

    Signals then keep their size on the way forwards, gradients theirs on the way back.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(GlorotNormal(seed=0)((3, 16)).shape)
        (3, 16)

    Use: before sigmoid, tanh and softmax; the usual default of a dense layer.
    Misconception: "Glorot suits every activation." It assumes a slope near 1 at zero; ReLU drops half the signal
        and needs He.
    Interview: Why the mean of fan_in and fan_out? — Forwards the variance is kept by 1/fan_in, backwards by
        1/fan_out; both cannot hold at once, so Glorot meets in the middle.
    Reference: Glorot and Bengio, 2010, Understanding the difficulty of training deep feedforward neural networks.
    """

    def __call__(self, shape, dtype=None):
        fan_in, fan_out = fans(shape)
        deviation = math.sqrt(2 / max(1.0, fan_in + fan_out))
        return random.truncated_normal(shape, stddev=deviation / TRUNCATED, dtype=dtype, seed=self.seed)
