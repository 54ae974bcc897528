"""Warm-up schedule: small steps first, then any other schedule.

    rate(step) = after(0) · (step + 1) / steps     for step < steps
    rate(step) = after(step − steps)               from then on

`after` is the schedule that takes over.
"""

import keras
from keras import ops

from dlfund.optimizers.positive import positive
from dlfund.registration import register


@register
class WarmUpSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Raises the rate in a straight line to where another schedule begins, and hands over.

    At the start the gradients are large and Adam's averages know few of them: a full step then can throw the
    network somewhere from which it never returns. The first step already moves (1/steps of the rate, not 0).

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar

    Args:
        after: float or schedule. The rate to reach and what follows; its own step 0 is the first one after the warm-up.
        steps: int. Length of the warm-up, a few per cent of the training. Too long: slow, nothing worse.

    Example:
        >>> rate = WarmUpSchedule(0.1, steps=4)
        >>> [round(float(rate(step)), 4) for step in (0, 1, 3, 4, 100)]
        [0.025, 0.05, 0.1, 0.1, 0.1]

    Use: for transformers, large batches and large rates; before a cosine: WarmUpSchedule(CosineSchedule(...), ...).
    Misconception: "Adam needs no warm-up, it adapts" — what it adapts with is, after one step, an average over one
        gradient.
    Interview: why does a large batch need it? — its rate is raised with its size, and the first steps are where
        the loss bends most.
    Reference: Goyal et al., 2017, Accurate, large minibatch SGD (arXiv:1706.02677).
    """

    def __init__(self, after, *, steps):
        super().__init__()
        if not callable(after):
            positive(after, "after", "Use the rate to reach, or a schedule such as CosineSchedule(0.1, steps=1000).")
        self.after = after
        self.steps = positive(steps, "steps", "Use about 5 % of the training's steps.")

    def __call__(self, step):
        step = ops.cast(step, keras.config.floatx())
        rising = self._after(ops.zeros_like(step)) * (step + 1.0) / self.steps
        return ops.where(step < self.steps, rising, self._after(ops.maximum(step - self.steps, 0.0)))

    def _after(self, step):
        return self.after(step) if callable(self.after) else self.after

    def get_config(self):
        after = keras.saving.serialize_keras_object(self.after) if callable(self.after) else self.after
        return {"after": after, "steps": self.steps}

    @classmethod
    def from_config(cls, config):
        after = config["after"]
        after = keras.saving.deserialize_keras_object(after) if isinstance(after, dict) else after
        return cls(after, steps=config["steps"])
