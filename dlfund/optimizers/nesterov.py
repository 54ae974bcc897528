"""Nesterov momentum: look where the speed carries you, then correct.

    velocity = momentum · velocity − learning_rate · ∂loss/∂w_old
    w_new = w_old + momentum · velocity − learning_rate · ∂loss/∂w_old

Written for the point looked at, so that the gradient is taken at the weights themselves.
"""

import keras
from keras import ops

from dlfund.optimizers.in_place import InPlace
from dlfund.registration import register


@register
class Nesterov(InPlace, keras.optimizers.Optimizer):
    """Momentum that brakes one step earlier.

    Plain momentum adds the speed after the slope was measured, and so overshoots. Nesterov measures the slope
    where the speed is about to carry it; a rise ahead slows it down before it gets there.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. As for momentum.
        momentum: float in [0, 1). The share of the speed that is kept; 0 is gradient descent.
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([0.0])
        >>> optimizer = Nesterov(learning_rate=1.0, momentum=0.5)
        >>> optimizer.apply([ops.convert_to_tensor([1.0])], [w])  # velocity −1; step −0.5 − 1
        >>> ops.convert_to_numpy(w).tolist()
        [-1.5]

    Use: wherever momentum is used; it is rarely worse.
    Misconception: "it needs the gradient at another point" — shifted by one change of variables, it uses the
        gradient at the weights that the network has.
    Interview: what does it gain over momentum? — on smooth convex problems the error falls as 1/t² instead of
        1/t, and it tolerates a larger momentum before it oscillates.
    Reference: Sutskever et al., 2013, On the importance of initialization and momentum in deep learning
        (proceedings.mlr.press/v28/sutskever13); Nesterov, 1983.
    """

    def __init__(self, learning_rate=0.01, *, momentum=0.9, name="nesterov", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.momentum = momentum

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
