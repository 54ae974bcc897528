"""RMSprop: gradients divided by their typical size.

    v = ρ v + (1 − ρ) g²
    w_new = w_old − learning_rate · g / √(v + ε)

g is ∂loss/∂w_old; √v its root mean square over about 1 / (1 − ρ) steps. With `momentum` the last step is added
to this one, with `centered` v is lessened by the square of the average gradient.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class RMSprop(UpdateRule):
    """AdaGrad with a running average: a step length per weight from recent gradients.

    Dividing by the typical size of the gradient gives weights with tiny and with huge gradients steps of
    similar length. The running average forgets old gradients, so steps don't shrink towards zero.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. About the size of a weight's step.
        rho: float in [0, 1). Memory of the size: about 1 / (1 − rho) steps.
        momentum: float in [0, 1). The share of the last step that is added to this one; 0 keeps no velocity.
        epsilon: float. Avoids a division by zero for weights without gradient; under the root, as in Keras, where
            1e-7 acts like 3e-4 beside it (the text books and PyTorch divide by √v + ε).
        centered: bool. True divides by the gradient's standard deviation instead of its root mean square: where
            the gradient hardly changes, steps become long.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0, 0.0])
        >>> RMSprop(learning_rate=0.1, rho=0.75).apply([ops.convert_to_tensor([100.0, 0.01])], [w])
        >>> print(ops.convert_to_numpy(w).round(3))  # v = g²/4, so both step 0.1 · 2
        [-0.2 -0.2]

    Use: historically for recurrent networks and reinforcement learning; today mostly replaced by Adam and AdamW. As of
        2026; a paper to be reproduced would change it.
    Misconception: "it is Adam without momentum" — it also has no bias correction: the first steps are
        1 / √(1 − ρ) times too long, about 3 for ρ = 0.9.
    Interview: why divide by the root of the mean square? — it has the gradient's unit, so the length of
        the step does not depend on the scale of the loss.
    Reference: Tieleman and Hinton, 2012, Neural networks for machine learning, lecture 6.5 (Coursera).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.rho = memory(rho, "rho")
        self.momentum = memory(momentum, "momentum")
        self.epsilon = epsilon
        self.centered = centered

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.sizes = self.add_optimizer_variables(variables, "size")
        self.averages = self.add_optimizer_variables(variables, "average") if self.centered else []
        self.velocities = self.add_optimizer_variables(variables, "velocity") if self.momentum else []

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        index = self._get_variable_index(variable)
        v = self.sizes[index]
        self.assign_mul(v, self.rho)
        self.assign_add(v, (1.0 - self.rho) * (g * g))
        step = learning_rate * g / (ops.sqrt(self._spread(v, g, index) + self.epsilon))
        if self.momentum:
            velocity = self.velocities[index]
            self.assign_mul(velocity, self.momentum)
            self.assign_add(velocity, step)
            step = velocity
        self.assign_sub(variable, step)

    def _spread(self, v, g, index):
        """v, or the gradient's variance: v less the square of its running average."""
        if not self.centered:
            return v
        average = self.averages[index]
        self.assign_mul(average, self.rho)
        self.assign_add(average, (1.0 - self.rho) * g)
        return ops.maximum(v - average * average, 0.0)  # rounding may lead below 0

    def get_config(self):
        return {
            **super().get_config(),
            "rho": self.rho,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "centered": self.centered,
        }
