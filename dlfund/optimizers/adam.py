"""Adam: a separate step length for every weight, from two running averages of its gradient.

    m = β₁ m + (1 − β₁) g              average gradient
    v = β₂ v + (1 − β₂) g²             average square
    w_new = w_old − learning_rate · m̂ / (√v̂ + ε̂),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)

g is ∂loss/∂w_old and t the number of this step, from 1. ε̂ = ε / √(1 − β₂ᵗ): computed as √(1 − β₂ᵗ) · m̂ / (√v + ε).
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Adam(UpdateRule):
    """Steps of about one learning rate for every weight, however large or small its gradient is.

    Dividing the average gradient by its typical size gives a number of at most about 1 in size (near 1 where
    gradients agree, far below it where they are mostly noise; up to (1 − β₁) / √(1 − β₂) = 3.2 after many gradients
    of zero), so one learning rate suits weights whose gradients differ by factors of a thousand. Both averages start
    at zero and are divided by 1 − βᵗ, the total weight of the gradients in them: without this correction the first
    steps would be wrong.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. About the largest step that a weight takes.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Avoids a division by zero for weights without gradient; added to √v
            before v is corrected, as in Keras and in the form that the paper calls more efficient (its algorithm 1 and
            PyTorch add it to √v̂: it then counts less in the first steps, by up to √(1 − β₂), a thirtieth).
        amsgrad: bool. True divides by the largest v so far instead of the present one: a step never grows because
            a large gradient is forgotten. One more number is kept per weight.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([1.0, 1.0])
        >>> Adam(learning_rate=0.1).apply([ops.convert_to_tensor([1000.0, 0.001])], [w])
        >>> print(ops.convert_to_numpy(w).round(3))  # the same step for both
        [0.9 0.9]

    Use: AdamW first (2026), also without weight decay; Adam where no decay is wanted. Muon for the matrices of large
        networks and schedule-free AdamW where the length of training is open are worth a comparison.
    Misconception: "it tunes the learning rate for you" — it makes the weights' steps comparable; how large they
        should be remains a hyperparameter to tune, and changes with width, depth and batch size.
    Interview: why the division by 1 − βᵗ? — m and v start at zero, so after t steps they are too small by
        this factor.
    Reference: Kingma and Ba, 2015, Adam: a method for stochastic optimization (arXiv:1412.6980); AMSGrad: Reddi et
        al., 2018, On the convergence of Adam and beyond (arXiv:1904.09237).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.beta_1 = memory(beta_1, "beta_1")
        self.beta_2 = memory(beta_2, "beta_2")
        self.epsilon = epsilon
        self.amsgrad = amsgrad

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.directions, self.sizes = self.add_optimizer_variables(variables, ["direction", "size"])
        self.largest_sizes = self.add_optimizer_variables(variables, "largest_size") if self.amsgrad else []

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
        if self.amsgrad:
            largest = self.largest_sizes[index]
            self.assign(largest, ops.maximum(largest, v))
            v = largest
        rate = learning_rate * ops.sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1**t)  # numbers: one for all of m
        self.assign_sub(variable, rate * m / (ops.sqrt(v) + self.epsilon))

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "amsgrad": self.amsgrad,
        }
