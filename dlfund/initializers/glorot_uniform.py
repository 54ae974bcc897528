"""Glorot uniform: uniform weights that preserve the size of signals forwards and of gradients backwards.

    W ~ U(−limit, limit)    limit = √(6 / (fan_in + fan_out))

U is the uniform distribution between the limits; fan_in counts a unit's inputs, fan_out the units that an
input feeds.
"""

import math

from keras import random

from dlfund.core.registration import register
from dlfund.initializers.fans import fans
from dlfund.initializers.seeded import Seeded


@register
class GlorotUniform(Seeded):
    """Uniformly distributed weights of variance 2 / (fan_in + fan_out).

    Signals then about keep their size in the forward pass, and gradients in the backward pass.

    A uniform number in ±limit has the variance limit²/3, hence the 6 under the square root.

    Args:
        seed: int or None; see `Seeded`.

    Example:
        >>> tuple(GlorotUniform(seed=0)((3, 16)).shape)
        (3, 16)

    Use: before tanh, softmax and linear units; the usual default of a dense layer. A hidden sigmoid, whose slope is at
        most 1/4, needs about four times the standard deviation. As of 2026; with normalisation or shortcuts the choice
        matters less.
    Misconception: "Glorot suits every activation." It assumes a slope near 1 at zero; ReLU halves the mean square
        and needs He.
    Interview: Why the mean of fan_in and fan_out? — A variance of 1/fan_in preserves signals forwards, 1/fan_out
        gradients backwards; both cannot hold at once, so Glorot is a compromise.
    Reference: Glorot and Bengio, 2010, Understanding the difficulty of training deep feedforward neural networks
        (proceedings.mlr.press/v9/glorot10a).
    """

    def __call__(self, shape, dtype=None):
        fan_in, fan_out = fans(shape)
        limit = math.sqrt(6 / max(1.0, fan_in + fan_out))
        return random.uniform(shape, minval=-limit, maxval=limit, dtype=dtype, seed=self.seed)
