"""Adamax: Adam with the largest recent gradient in place of the root mean square.

    m = β₁ m + (1 − β₁) g
    u = max(β₂ u, |g|)
    w_new = w_old − learning_rate · m̂ / (u + ε),   m̂ = m / (1 − β₁ᵗ)

g is ∂loss/∂w_old and t the number of this step, from 1.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Adamax(UpdateRule):
    """Adam whose step is never longer than the learning rate.

    The root mean square is a mean, which one gradient hardly moves; the largest recent gradient answers at once. So a
    sudden large gradient is divided by itself and can't make a long step.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. The largest step that a weight takes.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). How slowly the largest gradient is forgotten: by this factor at every step.
        epsilon: float. Avoids a division by zero for weights without gradient.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0])
        >>> optimizer = Adamax(0.1, beta_1=0.0)
        >>> for g in (1.0, 1000.0):  # both are divided by themselves
        ...     optimizer.apply([ops.convert_to_tensor([g])], [w])
        >>> round(float(ops.convert_to_numpy(w)[0]), 4)
        -0.2

    Use: for sparse features and gradients with rare, large values; otherwise AdamW.
    Misconception: "a largest value needs no correction as the average does" — that is right for u, which starts with
        the first gradient; m still starts at zero and is corrected.
    Interview: where does the name come from? — Adam's v is an average of g²; of |g|^p with p growing to infinity it
        becomes the maximum.
    Reference: Kingma and Ba, 2015, Adam: a method for stochastic optimization (arXiv:1412.6980), section 7.1.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.beta_1 = memory(beta_1, "beta_1")
        self.beta_2 = memory(beta_2, "beta_2")
        self.epsilon = epsilon

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.directions, self.sizes = self.add_optimizer_variables(variables, ["direction", "size"])

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        t = ops.cast(self.iterations + 1, variable.dtype)
        index = self._get_variable_index(variable)
        m, u = self.directions[index], self.sizes[index]
        self.assign_mul(m, self.beta_1)
        self.assign_add(m, (1.0 - self.beta_1) * g)
        self.assign(u, ops.maximum(self.beta_2 * u, ops.abs(g)))
        self.assign_sub(variable, learning_rate / (1.0 - self.beta_1**t) * m / (u + self.epsilon))

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
