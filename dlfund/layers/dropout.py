"""Dropout: every step trains a different, thinner network.

    y = x · m / (1 − rate)        m_i = 1 with probability 1 − rate, otherwise 0

While predicting, y = x.
"""

import keras
from keras import ops, random

from dlfund.registration import register


@register
class Dropout(keras.layers.Layer):
    """Switches units off at random while training, so that no unit can lean on one other alone.

    What stays is scaled up by 1 / (1 − rate), so the expected sum is the same with and without. The rate is a
    variable: `layer.rate.assign(0.3)` changes it between two steps without compiling anything again.

    Shape:
        Input:  any
        Output: the same

    Args:
        rate: float from 0 to 1. The share of numbers that is dropped; 0.5 is strong, 1 drops everything. The config
            keeps this first rate; an assigned one is saved with the weights.
        seed: int or None. Fixes which numbers are dropped.

    Example:
        >>> layer = Dropout(0.5, seed=0)
        >>> sorted({float(y) for y in layer(ops.ones((1, 100)), training=True)[0]})
        [0.0, 2.0]
        >>> float(layer(ops.ones((1, 1)))[0, 0])  # predicting
        1.0

    Derivative: ∂y/∂x = m / (1 − rate)
    Use: after dense layers when the network learns its training rows by heart; little or none before a normalisation.
    Misconception: "Dropout makes a network smaller or faster." All units stay; each step ignores some of them.
    Interview: Why divide by 1 − rate? — So that the expected input of the next layer is the same in training and in
        prediction, and nothing has to change when predicting.
    Reference: Srivastava et al., 2014, Dropout: a simple way to prevent neural networks from overfitting.
    """

    def __init__(self, rate, *, seed=None, **layer_options):
        super().__init__(**layer_options)
        if not 0 <= rate <= 1:
            raise ValueError(
                f"Expected rate from 0 to 1. Received: rate={rate!r}. "
                "It is the share that is dropped, so write 20 % as 0.2."
            )
        self.start_rate = rate
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.rate = self.add_weight(
            name="rate",
            shape=(),
            dtype="float32",
            initializer=keras.initializers.Constant(rate),
            trainable=False,
            autocast=False,
        )
        self.supports_masking = True

    def call(self, x, training=False):
        if not training:
            return x
        rate = ops.convert_to_tensor(self.rate)
        kept = random.uniform(ops.shape(x), dtype="float32", seed=self.seed_generator) >= rate
        scale = ops.cast(ops.divide_no_nan(1.0, 1 - rate), x.dtype)  # 0 at rate 1, where nothing is kept anyway
        return ops.where(kept, x * scale, ops.zeros((), x.dtype))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "rate": self.start_rate, "seed": self.seed}
