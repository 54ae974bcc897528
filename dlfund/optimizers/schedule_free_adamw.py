"""Schedule-free AdamW: an average of the weights takes the place of a decaying learning rate.

    v = β₂ v + (1 − β₂) g²
    z_new = z_old − learning_rate · g / (√v̂ + ε),   v̂ = v / (1 − β₂ᵗ)
    x_new = (1 − 1/t) x_old + 1/t · z_new
    w_new = (1 − β₁) z_new + β₁ x_new

g is ∂loss/∂w_old and t the number of this step, from 1. z takes the steps, x is the mean of all z so far; the network
has w, between the two.
"""

import contextlib
from typing import Unpack

from keras import ops

from dlfund.core.keras_internals import weights_of
from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class ScheduleFreeAdamW(UpdateRule):
    """Ends well whenever it is stopped: no schedule has to know in advance how long training will be.

    A decaying rate lets the weights settle, but only at the step for which it was planned. Averaging settles them too.
    The gradient is taken near the average, which keeps the fast sequence from running away from it.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight

    Args:
        learning_rate: float or schedule. Constant, and about 1 to 10 times that of AdamW.
        beta_1: float in (0, 1). How near the gradient is taken to the average: 0.9 to 0.98.
        beta_2: float in [0, 1). Memory of the size: about 1 / (1 − beta_2) steps.
        epsilon: float. Avoids a division by zero for weights without gradient; added to √v̂.
        warmup_steps: int. The rate rises from 0 over so many steps.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([1.0])
        >>> optimizer = ScheduleFreeAdamW(0.5, beta_1=0.5)
        >>> for _ in range(2):  # z: 0.5, 0.0; x: 0.5, 0.25
        ...     optimizer.apply([ops.convert_to_tensor([2.0])], [w])
        >>> round(float(ops.convert_to_numpy(w)[0]), 4)  # halfway between z and x
        0.125

    Use: where the length of training is open, or many lengths are to be compared from one run; then evaluate inside
        `with optimizer.averaged():`.
    Misconception: "no schedule means no learning rate to tune" — the rate still has to be found, and often a warm-up.
    Interview: why not simply average the weights of Adam? — the gradients would be taken far from the average, at
        weights that a constant rate keeps noisy; here they are taken beside it.
    Reference: Defazio et al., 2024, The road less scheduled (arXiv:2405.15682). As in Keras, every step counts alike in
        x, and weight decay shrinks w.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.0025,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        warmup_steps: int = 0,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.beta_1 = memory(beta_1, "beta_1")
        if not beta_1:
            raise ValueError("Expected beta_1 above 0. Received: beta_1=0. Then w is z alone: use RMSprop.")
        self.beta_2 = memory(beta_2, "beta_2")
        self.epsilon = epsilon
        self.warmup_steps = warmup_steps

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.fast, self.sizes = self.add_optimizer_variables(variables, ["fast", "size"])
        for z, variable in zip(self.fast, variables, strict=True):
            if z is not None:
                z.assign(ops.copy(ops.convert_to_tensor(variable)))

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        t = ops.cast(self.iterations + 1, variable.dtype)
        if self.warmup_steps:
            learning_rate = learning_rate * ops.minimum(t / self.warmup_steps, 1.0)
        index = self._get_variable_index(variable)
        z, v = self.fast[index], self.sizes[index]
        x = self._average(variable, z)  # before z moves
        self.assign_mul(v, self.beta_2)
        self.assign_add(v, (1.0 - self.beta_2) * (g * g))
        self.assign_sub(z, learning_rate * g / (ops.sqrt(v / (1.0 - self.beta_2**t)) + self.epsilon))
        x = (1.0 - 1.0 / t) * x + z / t
        self.assign(variable, (1.0 - self.beta_1) * z + self.beta_1 * x)

    def _average(self, w, z):
        return (w - (1.0 - self.beta_1) * z) / self.beta_1  # w = (1 − β₁) z + β₁ x, solved for x

    @contextlib.contextmanager
    def averaged(self):
        """Inside the block the network has the average x; afterwards w again. Don't train inside."""
        weights = weights_of(self)
        kept = [ops.copy(ops.convert_to_tensor(w)) for w in weights]
        for w, z in zip(weights, self.fast, strict=True):
            w.assign(self._average(w, z))
        try:
            yield self
        finally:
            for w, value in zip(weights, kept, strict=True):
                w.assign(value)

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "warmup_steps": self.warmup_steps,
        }
