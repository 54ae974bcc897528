"""Adam: a step length of its own for every weight, from two running averages of its gradient.

    m = β₁ m + (1 − β₁) g              which way, on average
    v = β₂ v + (1 − β₂) g²             how large, on average
    w_new = w_old − learning_rate · m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)

g is ∂loss/∂w_old and t the number of this step, from 1.
"""

import keras
from keras import ops

from dlfund.optimizers.in_place import InPlace
from dlfund.registration import register


@register
class Adam(InPlace, keras.optimizers.Optimizer):
    """Steps of about one learning rate for every weight, however large or small its gradient is.

    Dividing the average gradient by its typical size leaves a number near ±1, so one learning rate suits
    weights whose gradients differ by factors of a thousand. Both averages start at zero and are divided by
    1 − βᵗ, the share of their weight that has been filled so far: without that the first steps would be wrong.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. About the largest step that a weight takes.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Keeps weights without gradient from being divided by zero; added to √v̂, as in the
            paper's algorithm 1 and in PyTorch (Keras adds it before the correction of v).
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([1.0, 1.0])
        >>> Adam(learning_rate=0.1).apply([ops.convert_to_tensor([1000.0, 0.001])], [w])
        >>> print(ops.convert_to_numpy(w).round(3))  # the same step for both
        [0.9 0.9]

    Use: the first choice for nearly every network; then tune the learning rate.
    Misconception: "it tunes the learning rate for you" — it makes the weights' steps comparable; how large
        they should be remains the one number to tune.
    Interview: why the division by 1 − βᵗ? — m and v start at zero, so after t steps they hold only that share
        of the average they estimate.
    Reference: Kingma and Ba, 2015, Adam: a method for stochastic optimization (arXiv:1412.6980).
    """

    def __init__(self, learning_rate=0.001, *, beta_1=0.9, beta_2=0.999, epsilon=1e-7, name="adam", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.beta_1 = beta_1
        self.beta_2 = beta_2
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
        rate = learning_rate / (1.0 - self.beta_1**t)
        v_hat = v / (1.0 - self.beta_2**t)
        self.assign_sub(variable, rate * m / (ops.sqrt(v_hat) + self.epsilon))

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
