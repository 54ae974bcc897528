"""Alpha dropout: dropout that leaves mean and variance as they are.

    y = a · (x · m + α' · (1 − m)) + b        m_i = 1 with probability 1 − rate, otherwise 0
    α' = −1.7581        a = ((1 − rate) · (1 + rate · α'²))^(−1/2)        b = −a · α' · rate

α' is SELU's lowest value; a and b bring mean 0 and variance 1 back. While predicting, y = x.
"""

from collections.abc import Sequence
from typing import Unpack

import keras
from keras import ops, random

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.dropout import known_noise_shape
from dlfund.layers.nothing_to_build import nothing_to_build

LOWEST = -1.6732632423543772 * 1.0507009873554805  # what SELU tends to on the left


@register
class AlphaDropout(keras.layers.Layer):
    """Sets units to SELU's lowest value instead of 0, so that a self-normalising network stays normalised.

    Shape:
        Input:  any
        Output: the same

    Args:
        rate: float from 0 to below 1. The share that is dropped; 0.05 to 0.1 is usual.
        noise_shape: as in `Dropout`.
        seed: int or None. Fixes which numbers are dropped.

    Example:
        >>> float(AlphaDropout(0.1)(ops.ones((1, 1)))[0, 0])  # predicting
        1.0

    Derivative: ∂y/∂x = a · m
    Use: after SELU, in networks without other normalisation.
    Misconception: "It suits any activation." It keeps mean and variance only where inputs have mean 0 and variance 1,
        as after SELU with LeCun initialisation.
    Interview: Why not set dropped units to 0 here? — SELU's outputs have a lowest value below 0; zeros would shift
        their mean and shrink their variance.
    Reference: Klambauer, Unterthiner, Mayr and Hochreiter, 2017, Self-Normalizing Neural Networks (arXiv:1706.02515).
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | None = None,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if not 0 <= rate < 1:
            raise ValueError(f"Expected rate from 0 to just below 1. Received: rate={rate!r}. Write 5 % as 0.05.")
        self.rate = rate
        self.noise_shape = known_noise_shape(noise_shape)
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.supports_masking = True
        nothing_to_build(self)

    def call(self, x, training=False):
        if not training or self.rate == 0:
            return x
        shape = ops.shape(x)
        if self.noise_shape is not None:
            shape = [n if given is None else given for n, given in zip(shape, self.noise_shape, strict=True)]
        m = ops.cast(random.uniform(shape, seed=self.seed_generator) >= self.rate, x.dtype)
        a = ((1 - self.rate) * (1 + self.rate * LOWEST**2)) ** -0.5
        return a * (x * m + LOWEST * (1 - m)) - a * LOWEST * self.rate

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "noise_shape": self.noise_shape, "seed": self.seed}
