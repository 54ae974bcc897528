"""SOAP: Adam, along the axes in which a matrix's gradients vary independently.

    L = β₂ L + (1 − β₂) G Gᵀ,   R = β₂ R + (1 − β₂) Gᵀ G,   L ≈ Q_L Λ_L Q_Lᵀ,   R ≈ Q_R Λ_R Q_Rᵀ
    m = β₁ m + (1 − β₁) G,   v = β₂ v + (1 − β₂) (Q_Lᵀ G Q_R)²
    W_new = W_old − learning_rate · Q_L [ Q_Lᵀ m̂ Q_R / (√v̂ + ε̂) ] Q_Rᵀ

G is ∂loss/∂W_old; m̂, v̂ and ε̂ are Adam's. The first step only finds Q, and moves nothing. Then Q is brought up to date
every `precondition_frequency` steps by one power step, Q = the orthogonal factor of L Q. A bias takes Adam's step.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.memory import memory
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule
from dlfund.optimizers.variation import axes_of, rotated, rotated_back, spread


@register
class SOAP(UpdateRule):
    """Adam's division by size, where sizes differ most: along the axes of the gradients' own variation.

    Adam gives every weight a step of its own, as if weights did not depend on one another. In a layer they do, and the
    directions that are steep or flat are mixtures of weights. SOAP turns gradients so that these directions are the
    axes, takes Adam's step there, and turns the step back.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; two more numbers are kept per weight, and two square matrices for every
            axis of an array of two axes and more

    Args:
        learning_rate: float or schedule. About the largest step along one of the directions.
        beta_1: float in [0, 1). Memory of the direction: about 1 / (1 − beta_1) steps.
        beta_2: float in [0, 1). Memory of the sizes and of the variation.
        epsilon: float. Avoids a division by zero; at the place that it has in Adam. Where gradients have hardly a
            direction, as of a layer with fewer rows than weights, rounding errors are all that the others get, and are
            divided by their own size: a larger one, such as 1e-4, leaves them small.
        precondition_frequency: int of at least 1. Steps from one update of Q to the next; a larger number is faster and
            a little worse.
        max_precond_dim: int. An axis that is longer, such as an embedding's rows, is not turned.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([[1.0, 1.0]])
        >>> optimizer = SOAP(learning_rate=0.1, epsilon=1e-4)
        >>> for _ in range(2):  # the first step finds the axes; along the gradient's own axis its size is 1
        ...     optimizer.apply([ops.convert_to_tensor([[0.3, 0.4]])], [w])
        >>> print(ops.convert_to_numpy(w).round(3))
        [[0.94 0.92]]

    Use: for large batches and matrices of moderate width, such as a transformer's.
    Misconception: "second-order methods need the Hessian" — Q comes from averages of G Gᵀ and Gᵀ G alone.
    Interview: what does it add to Shampoo? — v, updated in every step: between two updates of Q Shampoo's sizes are out
        of date, SOAP's are not, so that Q may be updated seldom.
    Reference: Vyas et al., 2024, SOAP: Improving and Stabilizing Shampoo using Adam (arXiv:2409.11321), and its code.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.003,
        beta_1: float = 0.95,
        beta_2: float = 0.95,
        epsilon: float = 1e-8,
        precondition_frequency: int = 10,
        max_precond_dim: int = 10_000,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        if not isinstance(precondition_frequency, int) or precondition_frequency < 1:
            raise ValueError(
                "Expected precondition_frequency to be a whole number of at least 1. "
                f"Received: precondition_frequency={precondition_frequency!r}. Use 10, the paper's value."
            )
        self.beta_1 = memory(beta_1, "beta_1")
        self.beta_2 = memory(beta_2, "beta_2")
        self.epsilon = epsilon
        self.precondition_frequency = precondition_frequency
        self.max_precond_dim = max_precond_dim

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.directions, self.sizes = self.add_optimizer_variables(variables, ["direction", "size"])
        self.variations = [self._squares(v, "variation") for v in variables]  # L and R
        self.axes = [self._squares(v, "axes") for v in variables]  # Q_L and Q_R

    def _squares(self, variable, name):
        """A square matrix for each axis that is turned, by the axis's place."""
        turned = enumerate(variable.shape) if len(variable.shape) > 1 else ()
        return {
            place: self.add_variable((length, length), dtype=variable.dtype, name=f"{name}_{place}")
            for place, length in turned
            if length <= self.max_precond_dim
        }

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        t = ops.cast(self.iterations, variable.dtype)  # from 0: the first step finds Q alone
        index = self._get_variable_index(variable)
        m, v, axes = self.directions[index], self.sizes[index], self.axes[index]
        moves = ops.cast(t > 0, variable.dtype)
        self.assign_add(m, moves * (1.0 - self.beta_1) * (g - m))
        self.assign_add(v, moves * (1.0 - self.beta_2) * (ops.square(rotated(g, axes)) - v))
        rate = moves * learning_rate * ops.sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1 ** ops.maximum(t, 1.0))
        self.assign_sub(variable, rate * rotated_back(rotated(m, axes) / (ops.sqrt(v) + self.epsilon), axes))
        self._turn(g, v, index)

    def _turn(self, g, v, index):
        """L, R and their Q after this step, and v in the order of the new axes."""
        for place, variation in self.variations[index].items():
            self.assign_add(variation, (1.0 - self.beta_2) * (spread(g, place) - variation))
            axes, order = axes_of(
                variation, self.axes[index][place], steps=self.iterations, period=self.precondition_frequency
            )
            self.assign(self.axes[index][place], axes)
            self.assign(v, ops.take(v, order, axis=place))

    def get_config(self):
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "precondition_frequency": self.precondition_frequency,
            "max_precond_dim": self.max_precond_dim,
        }
