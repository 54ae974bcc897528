"""One-cycle schedule: the learning rate rises once to a high value and falls to almost zero.

    rate = a + (b − a) · ½ (1 − cos(π p))

First from a = start to b = top, then from a = top to b = end; p is the progress within the current part, from 0 to
1.
"""

import math

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.positive import positive


@register
class OneCycleSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Rises to a rate that would be too high for the whole training, and falls far below the initial one.

    Small first steps avoid instability at the start, the high rates in the middle make fast progress, and
    the long decay lets the weights settle. Often a network trains in a fraction of the usual epochs.

    Shape:
        Input:  the step, a scalar counted from 0
        Output: the learning rate, a scalar

    Args:
        learning_rate: float. The highest rate, about the largest at which training is still stable.
        steps: int > 1. Steps of the whole training: epochs · batches per epoch.
        rise: float in (0, 1). The share of the steps during which the rate rises.
        start_divisor: float. learning_rate / start_divisor is the rate of the first step.
        end_divisor: float. The first step's rate / end_divisor is the rate of the last one.

    Example:
        >>> rate = OneCycleSchedule(1.0, steps=101, rise=0.5, start_divisor=10.0, end_divisor=10.0)
        >>> [round(float(rate(step)), 3) for step in (0, 50, 100)]
        [0.1, 1.0, 0.01]

    Use: for short trainings of networks with batch normalisation; choose the highest rate by a learning-rate range
        test.
    Misconception: "a rate that rises must be wrong" — at the start, the gradients of a randomly initialised network
        are least reliable, so the first steps should be small.
    Interview: what is super-convergence? — training in far fewer epochs with a very high peak rate, where the noise
        of large steps acts as a regulariser.
    Reference: Smith and Topin, 2018, Super-convergence (arXiv:1708.07120).
    """

    def __init__(
        self,
        learning_rate: float,
        *,
        steps: int,
        rise: float = 0.3,
        start_divisor: float = 25.0,
        end_divisor: float = 1e4,
    ):
        super().__init__()
        self.learning_rate = learning_rate
        self.steps = positive(steps, "steps", "Use epochs · batches per epoch.")
        self.rise = rise
        self.start_divisor = positive(start_divisor, "start_divisor", "Use 25.0.")
        self.end_divisor = positive(end_divisor, "end_divisor", "Use 1e4.")
        if not (0.0 < rise < 1.0 and rise * steps > 1.0):
            raise ValueError(
                f"Expected rise in (0, 1), and more than one step of it. Received: rise={rise}, steps={steps}. Use 0.3 "
                "for a rise over three tenths of the training."
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
