"""LAMB: Adam's direction, with a step in proportion to the length of the layer's weights.

    m = β₁ m + (1 − β₁) g,   v = β₂ v + (1 − β₂) g²
    r = m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
    w_new = w_old − learning_rate · (‖w_old‖ / ‖r‖) · r

g is ∂loss/∂w_old and t the number of this step, from 1; the ratio is 1 where ‖w_old‖ or ‖r‖ is 0.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Lamb(UpdateRule):
    """Every weight array moves by the same share of its own length at every step.

    With very large batches, steps are few and have to be long, but not longer than the weights that they change: a
    layer of small weights would be thrown about by a rate that a layer of large ones needs.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. The share of its length that a weight array moves, about.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Avoids a division by zero for weights without gradient.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([3.0, 4.0])
        >>> Lamb(0.1).apply([ops.convert_to_tensor([0.01, 100.0])], [w])  # ‖w‖ = 5, r = (1, 1)
        >>> print(ops.convert_to_numpy(w).round(3))  # each 0.1 · 5 / √2 less
        [2.646 3.646]

    Use: for batches of thousands of rows, where Adam with a rate in proportion to the batch diverges.
    Misconception: "it makes training converge better" — in few steps of large batches it does; with ordinary batches
        AdamW is as good.
    Interview: what is the ratio for a bias that starts at zero? — 1, as in Adam: a share of length zero would never
        move it.
    Reference: You et al., 2020, Large batch optimization for deep learning (arXiv:1904.00962). As in Keras, weight
        decay is a step of its own and no part of r.
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
        m, v = self.directions[index], self.sizes[index]
        self.assign_mul(m, self.beta_1)
        self.assign_add(m, (1.0 - self.beta_1) * g)
        self.assign_mul(v, self.beta_2)
        self.assign_add(v, (1.0 - self.beta_2) * (g * g))
        r = (m / (1.0 - self.beta_1**t)) / (ops.sqrt(v / (1.0 - self.beta_2**t)) + self.epsilon)
        length, step = ops.sqrt(ops.sum(ops.square(variable))), ops.sqrt(ops.sum(ops.square(r)))
        both = ops.logical_and(length > 0, step > 0)
        ratio = ops.where(both, length / ops.where(both, step, 1.0), 1.0)  # ‖w‖ / ‖r‖
        self.assign_sub(variable, learning_rate * ratio * r)

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
