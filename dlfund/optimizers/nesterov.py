"""Nesterov momentum: evaluate the gradient where the velocity leads, then correct.

    velocity = momentum · velocity − learning_rate · ∂loss/∂w_old
    w_new = w_old + momentum · velocity − learning_rate · ∂loss/∂w_old

Written for that point, so that the gradient is taken at the weights themselves.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Nesterov(UpdateRule):
    """Momentum that reacts one step earlier.

    Plain momentum measures the gradient before the velocity is applied, and so tends to overshoot. Nesterov
    momentum measures it at the point to which the velocity leads; if the loss rises there, the velocity is
    reduced one step earlier.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. As for momentum.
        momentum: float in [0, 1). The share of the velocity that is kept; 0 is gradient descent.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0])
        >>> optimizer = Nesterov(learning_rate=1.0, momentum=0.5)
        >>> optimizer.apply([ops.convert_to_tensor([1.0])], [w])  # velocity −1; step −0.5 − 1
        >>> ops.convert_to_numpy(w).tolist()
        [-1.5]

    Use: wherever momentum is used; it is rarely worse. As of 2026; very noisy gradients take its lead away.
    Misconception: "it needs the gradient at another point" — after a change of variables, it uses the
        gradient at the network's current weights.
    Interview: what does it gain over momentum? — on smooth convex problems, with a momentum that grows towards 1, the
        error falls as 1/t² instead of 1/t (Nesterov, 1983); with the constant momentum used here it only tolerates a
        larger one before it oscillates.
    Reference: Sutskever et al., 2013, On the importance of initialization and momentum in deep learning
        (proceedings.mlr.press/v28/sutskever13); Nesterov, 1983, A method for solving the convex programming problem
        with convergence rate O(1/k²) (Soviet Mathematics Doklady 27, pages 372–376).
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
        downhill = ops.cast(learning_rate, variable.dtype) * ops.cast(gradient, variable.dtype)
        velocity = self.velocities[self._get_variable_index(variable)]
        self.assign_mul(velocity, self.momentum)
        self.assign_sub(velocity, downhill)
        self.assign_add(variable, self.momentum * velocity - downhill)

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}
