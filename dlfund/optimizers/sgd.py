"""SGD: stochastic gradient descent with optional momentum, plain or Nesterov's.

    velocity = momentum · velocity − learning_rate · g
    w_new = w_old + velocity                                    momentum
    w_new = w_old + momentum · velocity − learning_rate · g     Nesterov momentum

g is ∂loss/∂w_old, from a batch of random rows. With momentum 0 both are w_old − learning_rate · g.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class SGD(UpdateRule):
    """The three rules `GradientDescent`, `Momentum` and `Nesterov` under the name by which libraries know them.

    A batch of random rows gives an unbiased, noisy estimate of the gradient of all rows. It costs a small share of it,
    so that many rough steps fit into the time of one exact step.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; with momentum one more number is kept per weight

    Args:
        learning_rate: float or schedule. Too large: the loss jumps or becomes NaN. With momentum 0.9 about a tenth of
            that without.
        momentum: float in [0, 1). The share of the velocity that is kept; 0 keeps none.
        nesterov: bool. Whether the momentum is Nesterov's; without momentum it changes nothing.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0])
        >>> optimizer = SGD(1.0, momentum=0.5, nesterov=True)
        >>> optimizer.apply([ops.convert_to_tensor([1.0])], [w])  # velocity −1; step −0.5 − 1
        >>> ops.convert_to_numpy(w).tolist()
        [-1.5]

    Use: with momentum 0.9, Nesterov and a decaying learning rate on convolutional networks.
    Misconception: "the noise of small batches is only a nuisance" — it shrinks with the learning rate, and at a larger
        rate it keeps training out of sharp minima.
    Interview: why does the learning rate have to decay? — near the minimum the gradient goes to zero, but the noise of
        the batch does not; with a constant rate the weights keep moving around the minimum.
    Reference: Robbins and Monro, 1951, A stochastic approximation method (doi:10.1214/aoms/1177729586).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        self.momentum = memory(momentum, "momentum")
        self.nesterov = nesterov

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.velocities = self.add_optimizer_variables(variables, "velocity") if self.momentum else []

    def update_step(self, gradient, variable, learning_rate):
        downhill = ops.cast(learning_rate, variable.dtype) * ops.cast(gradient, variable.dtype)
        if not self.momentum:
            self.assign_sub(variable, downhill)
            return
        velocity = self.velocities[self._get_variable_index(variable)]
        self.assign_mul(velocity, self.momentum)
        self.assign_sub(velocity, downhill)
        self.assign_add(variable, self.momentum * velocity - downhill if self.nesterov else velocity)

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum, "nesterov": self.nesterov}
