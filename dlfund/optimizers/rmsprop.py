"""RMSprop: steps in units of the gradient's usual size.

    v = ρ v + (1 − ρ) g²
    w_new = w_old − learning_rate · g / (√v + ε)

g is ∂loss/∂w_old; √v is its root mean square over about 1 / (1 − ρ) steps.
"""

import keras
from keras import ops

from dlfund.optimizers.in_place import InPlace
from dlfund.registration import register


@register
class RMSprop(InPlace, keras.optimizers.Optimizer):
    """AdaGrad that forgets: a step length per weight from the gradients of late.

    Dividing by the usual size of the gradient makes weights with tiny and with huge gradients move alike. The
    running average forgets old sizes, so steps don't shrink for ever.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. About the size of a weight's step.
        rho: float in [0, 1). Memory of the size: about 1 / (1 − rho) steps.
        epsilon: float. Keeps weights without gradient from being divided by zero; outside the root, as in
            PyTorch (Keras has it inside).
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([0.0, 0.0])
        >>> RMSprop(learning_rate=0.1, rho=0.75).apply([ops.convert_to_tensor([100.0, 0.01])], [w])
        >>> print(ops.convert_to_numpy(w).round(3))  # v = g²/4, so both step 0.1 · 2
        [-0.2 -0.2]

    Use: for recurrent networks and reinforcement learning; elsewhere Adam is RMSprop with momentum.
    Misconception: "it is Adam without momentum" — it also has no correction of the start: the first steps are
        1 / √(1 − ρ) times too long, about 3 for ρ = 0.9.
    Interview: why divide by the root of the mean square? — it has the gradient's unit, so the step has the
        learning rate's, whatever the scale of the loss.
    Reference: Tieleman and Hinton, 2012, Neural networks for machine learning, lecture 6.5.
    """

    def __init__(self, learning_rate=0.001, *, rho=0.9, epsilon=1e-7, name="rmsprop", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.rho = rho
        self.epsilon = epsilon

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.sizes = self.add_optimizer_variables(variables, "size")

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        v = self.sizes[self._get_variable_index(variable)]
        self.assign_mul(v, self.rho)
        self.assign_add(v, (1.0 - self.rho) * (g * g))
        self.assign_sub(variable, learning_rate * g / (ops.sqrt(v) + self.epsilon))

    def get_config(self):
        return {**super().get_config(), "rho": self.rho, "epsilon": self.epsilon}
