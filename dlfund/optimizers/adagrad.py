"""AdaGrad: the more a weight has been pushed so far, the smaller its next step.

    total = total + g²
    w_new = w_old − learning_rate · g / (√total + ε)

g is ∂loss/∂w_old; the total starts at initial_total, 0.1, so that the first steps are not too long.
"""

import keras
from keras import ops

from dlfund.optimizers.in_place import InPlace
from dlfund.registration import register


@register
class Adagrad(InPlace, keras.optimizers.Optimizer):
    """A step length per weight that remembers everything and only ever shrinks.

    Weights of rare features (a word seen once in a thousand rows) get a gradient seldom and keep long steps;
    weights that are pushed all the time get short ones. The total never forgets, so steps fall like 1/√t.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; one more number is kept per weight

    Args:
        learning_rate: float or schedule. Larger than elsewhere: 0.01 to 1, since steps shrink by themselves.
        initial_total: float ≥ 0. Where the total starts; 0 makes the first step of every weight a full one.
        epsilon: float. Keeps weights without gradient from being divided by zero; outside the root, as in the
            paper and in PyTorch (Keras has it inside).
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([0.0])
        >>> optimizer = Adagrad(learning_rate=1.0, initial_total=0.0)
        >>> for _ in range(4):  # steps 1, 1/√2, 1/√3, 1/√4
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> round(float(ops.convert_to_numpy(w)[0]), 3)
        -2.784

    Use: for sparse features and convex problems.
    Misconception: "it can train as long as you like" — the steps only shrink; in a long training of a deep
        network they are too short long before the end. RMSprop forgets, and goes on.
    Interview: what is the difference between AdaGrad and RMSprop? — a sum over all steps against a running
        average of the latest.
    Reference: Duchi et al., 2011, Adaptive subgradient methods (jmlr.org/papers/v12/duchi11a).
    """

    def __init__(self, learning_rate=0.01, *, initial_total=0.1, epsilon=1e-7, name="adagrad", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.initial_total = initial_total
        self.epsilon = epsilon

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        start = keras.initializers.Constant(self.initial_total)
        self.totals = self.add_optimizer_variables(variables, "total", initializer=start)

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        total = self.totals[self._get_variable_index(variable)]
        self.assign_add(total, g * g)
        self.assign_sub(variable, learning_rate * g / (ops.sqrt(total) + self.epsilon))

    def get_config(self):
        return {**super().get_config(), "initial_total": self.initial_total, "epsilon": self.epsilon}
