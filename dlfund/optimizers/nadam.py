"""Nadam: Adam that looks one step ahead, as Nesterov momentum does.

    m = β₁ m + (1 − β₁) g,   v = β₂ v + (1 − β₂) g²,   μₜ = β₁ · (1 − ½ · 0.96^(t · ψ))
    m̂ = μₜ₊₁ · m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) · g / (1 − μ₁ ⋯ μₜ)
    w_new = w_old − learning_rate · m̂ / (√v̂ + ε),   v̂ = v / (1 − β₂ᵗ)

g is ∂loss/∂w_old and t the number of this step, from 1; with ψ = 1 the momentum rises from ½ β₁ to β₁, halving the
remaining difference every 17 steps; with the paper's ψ = 0.004 every 4,200.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Nadam(UpdateRule):
    """Adam with Nesterov momentum.

    Adam's direction is the average up to now. Nadam uses an estimate of the next step's average, in which the
    current gradient has a larger weight, and increases its momentum slowly.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two numbers are kept per weight, and one for all of them

    Args:
        learning_rate: float or schedule. About the largest step that a weight takes.
        beta_1: float in [0, 1). Momentum of the direction; it starts at half of this value and increases
            slowly.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Avoids a division by zero for weights without gradient; added to √v̂.
        momentum_decay: float. ψ, how fast the momentum rises: 1 is Keras's formula, 0.004 the paper's and
            PyTorch's.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([1.0, 1.0])
        >>> Nadam(learning_rate=0.1).apply([ops.convert_to_tensor([1000.0, 0.001])], [w])
        >>> a, b = ops.convert_to_numpy(w)
        >>> bool(abs(a - b) < 1e-4)  # the same step for both, as in Adam
        True

    Use: where Adam is used and the loss surface is smooth; the gain is small.
    Misconception: "it is always better than Adam" — with noisy gradients, the larger weight of the current gradient
        makes the steps noisier.
    Interview: what is Nesterov about it? — it uses the momentum term of the next step, as if the velocity had
        already been applied.
    Reference: Dozat, 2016, Incorporating Nesterov momentum into Adam (openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        *,
        momentum_decay: float = 1.0,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.beta_1 = memory(beta_1, "beta_1")
        self.beta_2 = memory(beta_2, "beta_2")
        self.epsilon = epsilon
        self.momentum_decay = momentum_decay

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.directions, self.sizes = self.add_optimizer_variables(variables, ["direction", "size"])
        # μ₁ ⋯ μₜ for each weight: a weight without gradient in some step still counts right
        self.products = [self.add_variable((), "ones", dtype=v.dtype, name="product") for v in variables]

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        t = ops.cast(self.iterations + 1, variable.dtype)
        index = self._get_variable_index(variable)
        m, v, product = self.directions[index], self.sizes[index], self.products[index]
        momentum, next_momentum = self._momentum(t), self._momentum(t + 1.0)
        self.assign(product, product * momentum)
        self.assign_mul(m, self.beta_1)
        self.assign_add(m, (1.0 - self.beta_1) * g)
        self.assign_mul(v, self.beta_2)
        self.assign_add(v, (1.0 - self.beta_2) * (g * g))
        ahead = learning_rate * next_momentum / (1.0 - product * next_momentum)  # numbers: one for all of m
        today = learning_rate * (1.0 - momentum) / (1.0 - product)
        v_hat = v / (1.0 - self.beta_2**t)
        self.assign_sub(variable, (ahead * m + today * g) / (ops.sqrt(v_hat) + self.epsilon))

    def _momentum(self, t):
        return self.beta_1 * (1.0 - 0.5 * 0.96 ** (t * self.momentum_decay))

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "momentum_decay": self.momentum_decay,
        }
