"""Scheduled weight decay: a pull towards zero that changes during training.

    w ← w − learning_rate · f · decay(step) · w          before each step of the inner optimizer

decay is any schedule, such as flat and then a cosine down to zero; f is the weight's own factor, 1 for most.
"""

import keras
from keras import ops

from dlfund.optimizers.variable_factors import checked_factors, first_found
from dlfund.optimizers.wrapper import Wrapper
from dlfund.registration import register


@register
class ScheduledWeightDecay(Wrapper):
    """Gives any optimizer a decoupled weight decay that follows a schedule of its own.

    Keras's `weight_decay` is one number for the whole training. Strong at first it keeps weights small while they
    search; gone at the end it lets them settle where the loss wants them.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance with no weight decay of its own, or another wrapper around one.
        decay: schedule, a function of the step; a number holds it still, which is what AdamW does.
        factors: dict from a pattern to a float f ≥ 0. The pattern is a regular expression that is searched for in the
            weight's path; the first that is found decides, and a weight that none is found in has factor 1.
            `{"bias": 0.0}` leaves biases alone, as is usual; {} decays all weights alike.
        name: str or None. The optimizer's name.

    Example:
        >>> from dlfund.optimizers import FlatCosineSchedule, GradientDescent
        >>> w = keras.Variable([1.0])
        >>> optimizer = ScheduledWeightDecay(GradientDescent(0.1), FlatCosineSchedule(2.0, steps=10, flat=0.5))
        >>> optimizer.apply([ops.convert_to_tensor([0.0])], [w])
        >>> round(float(ops.convert_to_numpy(w)[0]), 4)  # 1 − 0.1 · 2
        0.8

    Use: as RealMLP does: FlatCosineSchedule(0.02, steps=..., flat=0.5), nothing on biases.
    Misconception: "the learning rate's schedule decays the decay as well, so one is enough" — it scales both; with
        cycles in the rate, the pull would come back in every cycle.
    Interview: why let the decay end before the training does? — it biases weights towards zero; taking it away lets
        them reach the minimum near which it has kept them.
    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """

    def __init__(self, inner, decay, *, factors=None, name="scheduled_weight_decay"):
        super().__init__(inner, name=name)
        if inner.weight_decay:
            raise ValueError(
                f"Expected inner of ScheduledWeightDecay to have no weight decay. Received: {type(inner).__name__} "
                f"with weight_decay={inner.weight_decay}. Take Adam for AdamW, or weight_decay=None: two would add up."
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
