"""coslog4 schedule: four waves of the learning rate, each twice as long as the one before.

    rate(t) = learning_rate · ½ (1 − cos(2π log₂(1 + 15 t))),   t = min(step / steps, 1)

log₂(1 + 15 t) runs from 0 to 4: four waves.
"""

import math

import keras
from keras import ops

from dlfund.optimizers.positive import positive
from dlfund.registration import register


@register
class CosLog4Schedule(keras.optimizers.schedules.LearningRateSchedule):
    """Rises from zero and falls back to it four times, ever more slowly.

    Every wave ends with small steps, so a good network stands at the end of each of them: with the best epoch
    kept, one run offers stops after 1/15, 3/15, 7/15 and all of its length, and each wave starts from a better place.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar; 0 at step 0, as published

    Args:
        learning_rate: float. The top of every wave.
        steps: int. Steps of the whole training: epochs · batches per epoch.

    Example:
        >>> rate = CosLog4Schedule(0.04, steps=150)
        >>> [round(float(rate(step)), 4) for step in (0, 10, 30, 70, 150)]  # the waves' ends
        [0.0, 0.0, 0.0, 0.0, 0.0]

    Use: for tabular networks (RealMLP), together with keeping the best epoch.
    Misconception: "raising the rate again destroys what was learned" — the loss does rise for a while, and falls
        below the wave before.
    Interview: why waves that double? — nobody knows beforehand how long to train; stops at 1/15, 3/15, 7/15 and 1
        cover every scale for one run's price.
    Reference: Holzmüller et al., 2024, Better by default: strong pre-tuned MLPs (arXiv:2407.04491).
    """

    def __init__(self, learning_rate, *, steps):
        super().__init__()
        self.learning_rate = learning_rate
        self.steps = positive(steps, "steps", "Use epochs · batches per epoch.")

    def __call__(self, step):
        t = ops.minimum(ops.cast(step, keras.config.floatx()) / self.steps, 1.0)
        return self.learning_rate * 0.5 * (1.0 - ops.cos(2.0 * math.pi * ops.log2(1.0 + 15.0 * t)))

    def get_config(self):
        return {"learning_rate": self.learning_rate, "steps": self.steps}
