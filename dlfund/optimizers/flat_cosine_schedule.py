"""Flat-cosine schedule: a constant rate, then a cosine down to zero.

    rate(t) = learning_rate                                             for t < flat
    rate(t) = learning_rate · ½ (1 + cos(π (t − flat) / (1 − flat)))   from then on,   t = min(step / steps, 1)

t runs from 0 to 1 through the training.
"""

import math

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.positive import positive


@register
class FlatCosineSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Keeps the full rate for the first part of the training and falls to zero in the rest.

    The flat part makes most of the progress, the decay lets the weights settle. When the decay begins can be
    decided late, because until then the training does not depend on its length.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar

    Args:
        learning_rate: float. The rate of the flat part.
        steps: int. Steps of the whole training: epochs · batches per epoch.
        flat: float in [0, 1). The share of the steps that is flat. 0 is the cosine schedule.

    Example:
        >>> rate = FlatCosineSchedule(0.1, steps=100, flat=0.5)
        >>> [round(float(rate(step)), 4) for step in (0, 50, 75, 100)]
        [0.1, 0.1, 0.05, 0.0]

    Use: with Lookahead or adaptive optimizers, and for weight decay and dropout rates that should end at zero.
    Misconception: "the flat part is wasted" — most of the progress is made there; the decay reduces the noise.
    Interview: what is its advantage over a cosine? — the flat part is the same for every length of training, so
        one long run can be continued with decays of several lengths.
    Reference: Hägele et al., 2024, Scaling laws and compute-optimal training beyond fixed training durations
        (arXiv:2405.18392).
    """

    def __init__(self, learning_rate: float, *, steps: int, flat: float = 0.5):
        super().__init__()
        self.learning_rate = learning_rate
        self.steps = positive(steps, "steps", "Use epochs · batches per epoch.")
        self.flat = flat
        if not 0.0 <= flat < 1.0:
            raise ValueError(
                f"Expected flat in [0, 1). Received: flat={flat}. Use 0.5 to keep the rate for half of the steps."
            )

    def __call__(self, step):
        t = ops.minimum(ops.cast(step, keras.config.floatx()) / self.steps, 1.0)
        glide = ops.maximum(t - self.flat, 0.0) / (1.0 - self.flat)
        return self.learning_rate * 0.5 * (1.0 + ops.cos(math.pi * glide))

    def get_config(self):
        return {"learning_rate": self.learning_rate, "steps": self.steps, "flat": self.flat}
