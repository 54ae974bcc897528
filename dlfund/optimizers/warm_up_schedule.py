"""Warm-up schedule: small steps first, then any other schedule.

    rate(step) = after(0) · (step + 1) / steps     for step < steps
    rate(step) = after(step − steps)               from then on

`after` is the schedule that follows.
"""

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import LearningRate
from dlfund.optimizers.positive import positive


@register
class WarmUpSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Raises the rate linearly to the initial rate of another schedule, which then follows.

    At the start the gradients are large and Adam's averages contain few of them: a full step can then move
    the weights to a region from which training does not recover. The first step already has 1/steps of the
    rate, not 0.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar

    Args:
        after: float or schedule. The rate to reach and what follows; its own step 0 is the first one after the warm-up.
        steps: int. Length of the warm-up, a few per cent of the training. Too long: training only gets slower.

    Example:
        >>> rate = WarmUpSchedule(0.1, steps=4)
        >>> [round(float(rate(step)), 4) for step in (0, 1, 3, 4, 100)]
        [0.025, 0.05, 0.1, 0.1, 0.1]

    Use: for transformers, large batches and large rates; before a cosine: WarmUpSchedule(CosineSchedule(...), ...).
    Misconception: "Adam needs no warm-up, it adapts" — after one step, its averages contain a single gradient.
    Interview: why does a large batch need it? — its learning rate is raised with its size, and the curvature of the
        loss is often largest in the first steps.
    Reference: Goyal et al., 2017, Accurate, large minibatch SGD (arXiv:1706.02677).
    """

    def __init__(self, after: LearningRate, *, steps: int):
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
