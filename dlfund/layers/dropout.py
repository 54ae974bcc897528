"""Dropout: every step trains a different, thinner network.

    y = x · m / (1 − rate)        m_i = 1 with probability 1 − rate, otherwise 0

While predicting, y = x.
"""

from collections.abc import Sequence
from numbers import Real
from typing import Unpack

import keras
from keras import ops, random

from dlfund.core.arguments import NumberOrSchedule
from dlfund.core.layer_options import LayerOptions
from dlfund.core.registration import register
from dlfund.layers.nothing_to_build import nothing_to_build
from dlfund.layers.state import State


@register
class Dropout(keras.layers.Layer):
    """Switches units off at random during training, so that no unit can rely on any single other unit.

    The remaining values are multiplied by 1 / (1 − rate), so the expected sum is the same with and without dropout.
    The rate is a variable but not a weight: `layer.rate.assign(0.3)` changes it between two steps without compiling
    anything again, and `get_weights`, `count_params` and files of weights do not contain it, as in Keras's layer.

    Shape:
        Input:  any
        Output: the same

    Args:
        rate: float from 0 to 1. The share of numbers that is dropped; 0.5 is strong, 1 drops everything. The config
            keeps this first rate; one that was assigned is saved with the model. Or a schedule, such as
            `FlatCosineSchedule(0.15, steps=…)`: the rate then follows the layer's own count of training steps.
        noise_shape: tuple or None. The shape of m where numbers are to be dropped together; 1 or None at an axis means
            its whole length shares one draw or has draws of its own: `(None, 1, None)` drops whole features of a
            sequence.
        seed: int or None. Fixes which numbers are dropped.

    Example:
        >>> layer = Dropout(0.5, seed=0)
        >>> sorted({float(y) for y in layer(ops.ones((1, 100)), training=True)[0]})
        [0.0, 2.0]
        >>> float(layer(ops.ones((1, 1)))[0, 0])  # predicting
        1.0

    Derivative: ∂y/∂x = m / (1 − rate)
    Use: after dense layers when the network overfits its training rows; little or none before a normalisation.
    Misconception: "Dropout makes a network smaller or faster." All units stay; each step ignores some of them.
    Interview: Why divide by 1 − rate? — So that the expected input of the next layer is the same in training and in
        prediction, and nothing has to change when predicting.
    Reference: Srivastava et al., 2014, Dropout: a simple way to prevent neural networks from overfitting
        (jmlr.org/papers/v15/srivastava14a).
    """

    def __init__(
        self,
        rate: NumberOrSchedule,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | None = None,
        **layer_options: Unpack[LayerOptions],
    ):
        super().__init__(**layer_options)
        if isinstance(rate, dict):  # from a config
            rate = keras.saving.deserialize_keras_object(rate)
        self.schedule = rate if callable(rate) else None
        rate = float(rate(0)) if callable(rate) else rate
        if not isinstance(rate, Real) or not 0 <= rate <= 1:
            raise ValueError(
                f"Expected rate from 0 to 1. Received: rate={rate!r}. "
                "It is the share that is dropped, so write 20 % as 0.2."
            )
        self.start_rate = rate
        self.noise_shape = known_noise_shape(noise_shape)
        self.seed = seed
        self.seed_generator = random.SeedGenerator(seed)
        self.state = State()
        self.state.add("rate", "float32", rate)
        if self.schedule is not None:
            self.state.add("step", "int32", 0)
        self.supports_masking = True
        nothing_to_build(self)

    @property
    def rate(self):
        return self.state["rate"]

    @rate.setter
    def rate(self, rate):
        self.rate.assign(rate)

    @property
    def step(self):
        return self.state.by_name.get("step")  # None without a schedule

    @property
    def variables(self):
        return [*super().variables, *self.state.handed_over]

    def save_own_variables(self, store):
        self.state.save(store)

    def load_own_variables(self, store):
        self.state.load(store, earlier=("rate",) if self.schedule is None else ("step", "rate"))

    def call(self, x, training=False):
        if not training:
            return x
        if self.schedule is not None:
            self.rate.assign(self.schedule(self.step))
            self.step.assign_add(1)
        rate = ops.convert_to_tensor(self.rate)
        kept = random.uniform(self._noise_shape(x), dtype="float32", seed=self.seed_generator) >= rate
        scale = ops.cast(ops.divide_no_nan(1.0, 1 - rate), x.dtype)  # 0 at rate 1, where nothing is kept anyway
        return ops.where(kept, x * scale, ops.zeros((), x.dtype))

    def _noise_shape(self, x):
        shape = ops.shape(x)
        if self.noise_shape is None:
            return shape
        return tuple(length if given is None else given for length, given in zip(shape, self.noise_shape, strict=True))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        rate = self.start_rate if self.schedule is None else keras.saving.serialize_keras_object(self.schedule)
        return {**super().get_config(), "rate": rate, "noise_shape": self.noise_shape, "seed": self.seed}


def known_noise_shape(noise_shape):
    """A shape of whole numbers above 0 and None, checked; or None."""
    if noise_shape is None:
        return None
    lengths = tuple(noise_shape) if isinstance(noise_shape, tuple | list) else ()
    if not lengths or not all(length is None or (isinstance(length, int) and length > 0) for length in lengths):
        raise ValueError(
            "Expected noise_shape to be a tuple of whole numbers above 0 and None, one per axis. "
            f"Received: noise_shape={noise_shape!r}."
        )
    return lengths
