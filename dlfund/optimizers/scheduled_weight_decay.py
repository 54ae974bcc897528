"""Scheduled weight decay: a weight decay that changes during training.

    w ← w − learning_rate · f · decay(step) · w          before each step of the inner optimizer

decay is any schedule, such as a constant and then a cosine down to zero; f is the weight's own factor, 1 for
most.
"""

from collections.abc import Callable, Mapping
from typing import Any

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.variable_factors import checked_factors, first_found
from dlfund.optimizers.wrapper import Wrapper


@register
class ScheduledWeightDecay(Wrapper):
    """Gives any optimizer a decoupled weight decay with its own schedule.

    Keras's `weight_decay` is one number for the whole training. A decay that is strong at first keeps weights
    small; if it ends at zero, the weights can settle at a minimum of the loss.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance with no weight decay of its own, or another wrapper around one.
        decay: schedule, a function of the step; a number keeps it constant, as in AdamW.
        factors: dict from a pattern to a float f ≥ 0. The pattern is a regular expression that is searched for in the
            weight's path; the first that matches decides, and a weight that none matches has factor 1. `{"bias":
            0.0}` excludes biases, as is usual; {} decays all weights equally.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> from dlfund.optimizers import FlatCosineSchedule, GradientDescent
        >>> w = keras.Variable([1.0])
        >>> optimizer = ScheduledWeightDecay(GradientDescent(0.1), FlatCosineSchedule(2.0, steps=10, flat=0.5))
        >>> optimizer.apply([ops.convert_to_tensor([0.0])], [w])
        >>> round(float(ops.convert_to_numpy(w)[0]), 4)  # 1 − 0.1 · 2
        0.8

    Use: as in RealMLP: FlatCosineSchedule(0.02, steps=..., flat=0.5), no decay of biases.
    Misconception: "the learning rate's schedule decays the decay as well, so one is enough" — it scales both; with
        cycles in the rate, the decay would return in every cycle.
    Interview: why let the decay end before the training does? — it biases weights towards zero; without it at the
        end, they can reach a minimum of the loss.
    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """

    def __init__(
        self,
        inner: Inner,
        decay: Callable[..., Any],
        *,
        factors: Mapping[str, float] | None = None,
        name: str | None = None,
    ):
        super().__init__(inner, name=name)
        if inner.weight_decay:
            raise ValueError(
                f"Expected inner of ScheduledWeightDecay to have no weight decay. Received: {type(inner).__name__} "
                f"with weight_decay={inner.weight_decay}. Use Adam instead of AdamW, or weight_decay=None: two decays "
                "would add up."
            )
        if getattr(inner, "moves_weights", False):
            raise ValueError(
                f"Expected inner of ScheduledWeightDecay to take plain steps. Received: {type(inner).__name__}, which "
                f"sets weights back. Swap the two: {type(inner).__name__}(ScheduledWeightDecay(...))."
            )
        self.decay = decay
        self.factors = checked_factors("factors", {"bias": 0.0} if factors is None else factors)

    def step(self, gradients, variables):
        decay = self.decay(self.iterations) if callable(self.decay) else self.decay
        share = ops.convert_to_tensor(self.learning_rate) * decay
        for w in variables:
            factor = self.factors.get(first_found(self.factors, w.path), 1.0)
            if factor:
                w.assign(w - factor * ops.cast(share, w.dtype) * w)
        super().step(gradients, variables)

    def get_config(self):
        decay = keras.saving.serialize_keras_object(self.decay) if callable(self.decay) else self.decay
        return {**super().get_config(), "decay": decay, "factors": dict(self.factors)}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        decay = keras.saving.deserialize_keras_object(config["decay"], custom_objects=custom_objects)
        return super().from_config({**config, "decay": decay}, custom_objects=custom_objects)
