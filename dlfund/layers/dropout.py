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
            keeps this first rate; an assigned one is saved with the weights. Or a schedule, such as
            `FlatCosineSchedule(0.15, steps=…)`: the rate then follows the layer's own count of training steps.
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
        if isinstance(rate, dict):  # from a config
            rate = keras.saving.deserialize_keras_object(rate)
        self.schedule = rate if callable(rate) else None
        if self.schedule is not None:
            self.step = self._state("step", "int32", 0)
            rate = float(self.schedule(0))
        if not 0 <= rate <= 1:
            raise ValueError(
                f"Expected rate from 0 to 1. Received: rate={rate!r}. "
                "It is the share that is dropped, so write 20 % as 0.2."
            )
        self.start_rate = rate
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.rate = self._state("rate", "float32", rate)
        self.supports_masking = True

    def _state(self, name, dtype, start):
        return self.add_weight(
            name=name,
            shape=(),
            dtype=dtype,
            initializer=keras.initializers.Constant(start),
            trainable=False,
            autocast=False,
        )

    def call(self, x, training=False):
        if not training:
            return x
        if self.schedule is not None:
            self.rate.assign(self.schedule(self.step))
            self.step.assign_add(1)
        rate = ops.convert_to_tensor(self.rate)
        kept = random.uniform(ops.shape(x), dtype="float32", seed=self.seed_generator) >= rate
        scale = ops.cast(ops.divide_no_nan(1.0, 1 - rate), x.dtype)  # 0 at rate 1, where nothing is kept anyway
        return ops.where(kept, x * scale, ops.zeros((), x.dtype))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        rate = self.start_rate if self.schedule is None else keras.saving.serialize_keras_object(self.schedule)
        return {**super().get_config(), "rate": rate, "seed": self.seed}
