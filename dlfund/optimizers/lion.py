"""Lion: every weight's step has the same size; only its sign depends on the gradient.

    w_new = w_old − learning_rate · sign(β₁ m + (1 − β₁) g)
    m = β₂ m + (1 − β₂) g

g is ∂loss/∂w_old; m starts at zero.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Lion(UpdateRule):
    """Steps of exactly the learning rate, with the sign of an average gradient.

    It was found by a search over programs. It keeps one number per weight where Adam keeps two, and since every
    step has the full length, it needs a learning rate 3 to 10 times smaller and a weight decay larger by the same
    factor.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. The size of every weight's step; let it decay, or the weights never
            settle.
        beta_1: float in [0, 1). The weight of the average, compared with the current gradient, in the step.
        beta_2: float in [0, 1). Memory of the direction: about 1 / (1 − beta_2) steps.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0, 0.0, 0.0])
        >>> Lion(learning_rate=0.5).apply([ops.convert_to_tensor([100.0, -0.001, 0.0])], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [-0.5, 0.5, 0.0]

    Use: for large networks and large batches, where memory matters and gradients have little noise.
    Misconception: "a smaller gradient makes a smaller step" — not here: the step is as long as the learning rate
        unless the average is exactly zero.
    Interview: why does it need more weight decay than AdamW? — its learning rate is smaller, and a weight
        shrinks by learning_rate · weight_decay.
    Reference: Chen et al., 2023, Symbolic discovery of optimization algorithms (arXiv:2302.06675).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.0001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.beta_1 = memory(beta_1, "beta_1")
        self.beta_2 = memory(beta_2, "beta_2")

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.directions = self.add_optimizer_variables(variables, "direction")

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        m = self.directions[self._get_variable_index(variable)]
        self.assign_sub(variable, learning_rate * ops.sign(self.beta_1 * m + (1.0 - self.beta_1) * g))
        self.assign_mul(m, self.beta_2)
        self.assign_add(m, (1.0 - self.beta_2) * g)

    def get_config(self):
        return {**super().get_config(), "beta_1": self.beta_1, "beta_2": self.beta_2}
