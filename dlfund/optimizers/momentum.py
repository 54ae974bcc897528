"""Momentum: each step keeps part of the previous one, like a ball that rolls downhill.

    velocity = momentum · velocity − learning_rate · ∂loss/∂w_old
    w_new = w_old + velocity

The velocity starts at zero.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Momentum(UpdateRule):
    """Gradient descent whose steps grow where gradients agree and stay short where they alternate.

    In a narrow valley the gradient points mostly across it. This component changes its sign from step to step: its
    steps shrink to 1 / (1 + momentum) of the plain ones, about half. The small component along the valley keeps its
    sign: its steps grow to 1 / (1 − momentum) times, tenfold at 0.9.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. With momentum 0.9 about a tenth of that of plain gradient
            descent.
        momentum: float in [0, 1). The share of the velocity that is kept; 0 is gradient descent.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0])
        >>> optimizer = Momentum(learning_rate=1.0, momentum=0.5)
        >>> for _ in range(2):  # steps −1 and −1.5
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [-2.5]

    Use: with a decaying learning rate on convolutional networks, where it still matches Adam (2026); elsewhere try
        AdamW first.
    Misconception: "A learning rate that suits plain gradient descent can stay." Momentum widens the range of stable
        rates (on a curvature c to learning_rate · c < 2 (1 + momentum)), but where gradients agree it makes steps up
        to 1 / (1 − momentum) times as long; so the learning rate has to be tuned again.
    Interview: how long do steps become with a constant gradient and momentum 0.9? — each step tends to
        learning_rate · g / (1 − 0.9), ten times the plain step.
    Reference: Polyak, 1964, Some methods of speeding up the convergence of iteration methods
        (doi:10.1016/0041-5553(64)90137-5); Goh, 2017, Why momentum really works (doi:10.23915/distill.00006).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.01,
        momentum: float = 0.9,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.momentum = memory(momentum, "momentum")

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.velocities = self.add_optimizer_variables(variables, "velocity")

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        gradient = ops.cast(gradient, variable.dtype)
        velocity = self.velocities[self._get_variable_index(variable)]
        self.assign_mul(velocity, self.momentum)
        self.assign_sub(velocity, learning_rate * gradient)
        self.assign_add(variable, velocity)

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}
