"""Cosine schedule: a learning rate that falls smoothly to its final value.

    rate(t) = floor + (learning_rate − floor) · ½ (1 + cos(π t)),   t = min(step / steps, 1)

t runs from 0 to 1 through the training.
"""

import math

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.positive import positive


@register
class CosineSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Starts at the full rate, falls slowly, then fast, then slowly again to `floor`.

    Large steps make progress at first, small ones approach the minimum at the end. The cosine stays high for a
    long time and has no hyperparameter but the number of steps.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar

    Args:
        learning_rate: float. The rate at step 0, the highest.
        steps: int. The number of steps until `floor` is reached: epochs · batches per epoch. Too few: the rest
            of the training runs at `floor`.
        floor: float. The rate from the last step on.

    Example:
        >>> rate = CosineSchedule(0.1, steps=100)
        >>> [round(float(rate(step)), 4) for step in (0, 50, 100, 200)]
        [0.1, 0.05, 0.0, 0.0]

    Use: whenever the number of steps is known in advance.
    Misconception: "it can be stopped early with the same result" — much of the improvement comes in the last third,
        where the rate is small; for a shorter training, set a smaller `steps`.
    Interview: why lower the rate at all? — with a constant rate the noise of the batches keeps the weights at a
        distance from the minimum that grows with the rate.
    Reference: Loshchilov and Hutter, 2017, SGDR: stochastic gradient descent with warm restarts (arXiv:1608.03983).
    """

    def __init__(self, learning_rate: float, *, steps: int, floor: float = 0.0):
        super().__init__()
        self.learning_rate = learning_rate
        self.steps = positive(steps, "steps", "Use epochs · batches per epoch.")
        self.floor = floor

    def __call__(self, step):
        t = ops.minimum(ops.cast(step, keras.config.floatx()) / self.steps, 1.0)
        return self.floor + (self.learning_rate - self.floor) * 0.5 * (1.0 + ops.cos(math.pi * t))

    def get_config(self):
        return {"learning_rate": self.learning_rate, "steps": self.steps, "floor": self.floor}
