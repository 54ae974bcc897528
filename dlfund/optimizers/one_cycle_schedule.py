"""One-cycle schedule: up to a high learning rate and down to almost nothing, once.

    rate = a + (b − a) · ½ (1 − cos(π p))

First from a = start to b = top, then from a = top to b = end; p is the share of the part that is done, from 0 to 1.
"""

import math

import keras
from keras import ops

from dlfund.optimizers.positive import positive
from dlfund.registration import register


@register
class OneCycleSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Climbs to a rate that would be too high for the whole training, and comes down far below the start.

    The slow start lets the first steps find their way, the high middle passes over narrow valleys, the long
    descent settles. Often a network trains in a fraction of the usual epochs.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar

    Args:
        learning_rate: float. The top, about the largest rate at which training still goes well.
        steps: int > 1. Steps of the whole training: epochs · batches per epoch.
        rise: float in (0, 1). The share of the steps that go up.
        start_divisor: float. learning_rate / start_divisor is the rate of the first step.
        end_divisor: float. The first step's rate / end_divisor is the rate of the last one.

    Example:
        >>> rate = OneCycleSchedule(1.0, steps=101, rise=0.5, start_divisor=10.0, end_divisor=10.0)
        >>> [round(float(rate(step)), 3) for step in (0, 50, 100)]
        [0.1, 1.0, 0.01]

    Use: for short trainings of networks with batch normalisation; choose the top by a rate-range test.
    Misconception: "a rate that rises must be wrong" — at the start the gradients of a random network are the
        least trustworthy; small steps come first.
    Interview: what is super-convergence? — training in far fewer epochs at a very high peak rate, where the noise of
        large steps does the regularising.
    Reference: Smith and Topin, 2018, Super-convergence (arXiv:1708.07120).
    """

    def __init__(self, learning_rate, *, steps, rise=0.3, start_divisor=25.0, end_divisor=1e4):
        super().__init__()
        self.learning_rate = learning_rate
        self.steps = positive(steps, "steps", "Use epochs · batches per epoch.")
        self.rise = rise
        self.start_divisor = positive(start_divisor, "start_divisor", "Use 25.0.")
        self.end_divisor = positive(end_divisor, "end_divisor", "Use 1e4.")
        if not (0.0 < rise < 1.0 and rise * steps > 1.0):
            raise ValueError(
                f"Expected rise in (0, 1), and more than one step of it. Received: rise={rise}, steps={steps}. "
                "Use 0.3 to go up for three tenths of the training."
            )

    def __call__(self, step):
        step = ops.cast(step, keras.config.floatx())
        start = self.learning_rate / self.start_divisor
        top_step = self.rise * self.steps - 1.0
        last_step = self.steps - 1.0
        up = _half_cosine(start, self.learning_rate, step / top_step)
        down = _half_cosine(self.learning_rate, start / self.end_divisor, (step - top_step) / (last_step - top_step))
        return ops.where(step <= top_step, up, down)

    def get_config(self):
        return {
            "learning_rate": self.learning_rate,
            "steps": self.steps,
            "rise": self.rise,
            "start_divisor": self.start_divisor,
            "end_divisor": self.end_divisor,
        }


def _half_cosine(start, end, share):
    p = ops.clip(share, 0.0, 1.0)
    return start + (end - start) * 0.5 * (1.0 - ops.cos(math.pi * p))
