"""Momentum: a ball that rolls downhill and keeps part of its speed.

    velocity = momentum · velocity − learning_rate · ∂loss/∂w_old
    w_new = w_old + velocity

The velocity starts at zero.
"""

import keras
from keras import ops

from dlfund.optimizers.in_place import InPlace
from dlfund.registration import register


@register
class Momentum(InPlace, keras.optimizers.Optimizer):
    """Gradient descent whose steps add up where they agree and cancel where they alternate.

    In a narrow valley the gradient points mostly across. The crossings change sign from step to step and
    cancel in the velocity, while the small slope along the valley adds up to 1 / (1 − momentum) times itself.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. With momentum 0.9 a tenth of what plain gradient descent takes.
        momentum: float in [0, 1). The share of the speed that is kept; 0 is gradient descent.
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([0.0])
        >>> optimizer = Momentum(learning_rate=1.0, momentum=0.5)
        >>> for _ in range(2):  # steps −1 and −1.5
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [-2.5]

    Use: with a decaying learning rate on convolutional networks, where it still matches Adam.
    Misconception: "it just makes training faster" — it is a larger step along steady slopes only; with a learning
        rate tuned without it, training often diverges.
    Interview: how far does a constant gradient carry with momentum 0.9? — each step tends to
        learning_rate · g / (1 − 0.9), ten times the plain step.
    Reference: Polyak, 1964, Some methods of speeding up the convergence of iteration methods
        (doi:10.1016/0041-5553(64)90137-5).
    """

    def __init__(self, learning_rate=0.01, *, momentum=0.9, name="momentum", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.momentum = momentum

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
