"""AdaGrad: the larger a weight's gradients so far, the smaller its next step.

    total = total + g²
    w_new = w_old − learning_rate · g / (√total + ε)

g is ∂loss/∂w_old; the total starts at initial_accumulator_value, 0.1, so that the first steps are not too long.
"""

from typing import Unpack

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Adagrad(UpdateRule):
    """A step length per weight that depends on all gradients so far and only shrinks.

    Weights of rare features (a word seen once in a thousand rows) seldom get a gradient and keep long steps;
    weights with frequent gradients get short ones. The total only grows, so steps fall like 1/√t.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. Larger than elsewhere: 0.01 to 1, since steps shrink by themselves.
        initial_accumulator_value: float ≥ 0. Initial value of the total; with 0 the first step of every weight
            is as long as the learning rate.
        epsilon: float. Avoids a division by zero for weights without gradient; outside the square root, as in
            the paper and in PyTorch (Keras has it inside).
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([0.0])
        >>> optimizer = Adagrad(learning_rate=1.0, initial_accumulator_value=0.0)
        >>> for _ in range(4):  # steps 1, 1/√2, 1/√3, 1/√4
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> round(float(ops.convert_to_numpy(w)[0]), 3)
        -2.784

    Use: for sparse features and convex problems.
    Misconception: "it can train for any length of time" — the steps only shrink; in a long training of a
        deep network they are too short long before the end. RMSprop's running average avoids this.
    Interview: what is the difference between AdaGrad and RMSprop? — AdaGrad sums the squares of all steps,
        RMSprop uses a running average of recent ones.
    Reference: Duchi et al., 2011, Adaptive subgradient methods (jmlr.org/papers/v12/duchi11a).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.01,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = epsilon

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        start = keras.initializers.Constant(self.initial_accumulator_value)
        self.totals = self.add_optimizer_variables(variables, "total", initializer=start)

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        total = self.totals[self._get_variable_index(variable)]
        self.assign_add(total, g * g)
        self.assign_sub(variable, learning_rate * g / (ops.sqrt(total) + self.epsilon))

    def get_config(self):
        start = {"initial_accumulator_value": self.initial_accumulator_value}
        return {**super().get_config(), **start, "epsilon": self.epsilon}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """A config of an earlier version calls the start of the total initial_total."""
        start = config.get("initial_total", config.get("initial_accumulator_value", 0.1))
        rest = {key: value for key, value in config.items() if key != "initial_total"}
        return super().from_config({**rest, "initial_accumulator_value": start}, custom_objects)
