"""coslog4 schedule: four cycles of the learning rate, each twice as long as the one before.

    rate(t) = learning_rate · ½ (1 − cos(2π log₂(1 + 15 t))),   t = min(step / steps, 1)

log₂(1 + 15 t) runs from 0 to 4: four cycles.
"""

import math

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.positive import positive


@register
class CosLog4Schedule(keras.optimizers.schedules.LearningRateSchedule):
    """Rises from zero and falls back to zero four times, each time more slowly.

    Every cycle ends with small steps, so there is a good network at the end of each: if the best epoch is kept, one
    run includes trainings of 1/15, 3/15, 7/15 and all of its length, and each cycle starts from better weights.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar; 0 at step 0, as published

    Args:
        learning_rate: float. The highest rate of every cycle.
        steps: int. Steps of the whole training: epochs · batches per epoch.

    Example:
        >>> rate = CosLog4Schedule(0.04, steps=150)
        >>> [round(float(rate(step)), 4) for step in (0, 10, 30, 70, 150)]  # the ends of the cycles
        [0.0, 0.0, 0.0, 0.0, 0.0]

    Use: for tabular networks (RealMLP), together with keeping the best epoch. As of 2026; without keeping the best
        epoch, a schedule that ends at 0.
    Misconception: "raising the rate again destroys what was learned" — the loss does rise for a while, and then
        usually falls below that of the cycle before.
    Interview: why cycles that double? — the best length of a training is not known in advance; cycles that end at
        1/15, 3/15, 7/15 and 1 cover several lengths at the cost of one run.
    Reference: Holzmüller et al., 2024, Better by default: strong pre-tuned MLPs (arXiv:2407.04491).
    """

    def __init__(self, learning_rate: float, *, steps: int):
        super().__init__()
        self.learning_rate = learning_rate
        self.steps = positive(steps, "steps", "Use epochs · batches per epoch.")

    def __call__(self, step):
        t = ops.minimum(ops.cast(step, keras.config.floatx()) / self.steps, 1.0)
        return self.learning_rate * 0.5 * (1.0 - ops.cos(2.0 * math.pi * ops.log2(1.0 + 15.0 * t)))

    def get_config(self):
        return {"learning_rate": self.learning_rate, "steps": self.steps}
