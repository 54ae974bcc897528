"""Gaussian noise: in training, every number is moved a little.

    y = x + n        n ~ N(0, stddev²)

While predicting, y = x.
"""

from typing import Unpack

import keras
from keras import ops, random

from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build


@register
class GaussianNoise(keras.layers.Layer):
    """Adds noise during training, so that near inputs get near outputs.

    Shape:
        Input:  any
        Output: the same

    Args:
        stddev: float, 0 or above. Standard deviation of the noise, in the units of x: standardise features first.
        seed: int or None. Fixes what is drawn.

    Example:
        >>> float(GaussianNoise(0.1)(ops.ones((1, 1)))[0, 0])  # predicting
        1.0

    Derivative: dy/dx = 1
    Use: on standardised inputs of small data sets, and in autoencoders that learn to remove noise.
    Misconception: "Noise only makes learning harder." Around a straight line it acts like a penalty on the weights.
    Interview: Which penalty does small noise on the inputs amount to? — For a linear model with squared error, stddev²
        times the squared weights: ridge regression.
    Reference: Bishop, 1995, Training with noise is equivalent to Tikhonov regularization
        (doi:10.1162/neco.1995.7.1.108).
    """

    def __init__(self, stddev: float, seed: int | None = None, **layer_options: Unpack[LayerOptions]):
        super().__init__(**layer_options)
        if not stddev >= 0:
            raise ValueError(f"Expected stddev of 0 or above. Received: stddev={stddev!r}.")
        self.stddev = stddev
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.supports_masking = True
        nothing_to_build(self)

    def call(self, x, training=False):
        if not training or self.stddev == 0:
            return x
        noise = random.normal(ops.shape(x), stddev=self.stddev, dtype=self.compute_dtype, seed=self.seed_generator)
        return x + noise

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "stddev": self.stddev, "seed": self.seed}
