"""Adafactor: Adam's division by the gradient's size, with the sizes of rows and columns alone.

    r = β r + (1 − β) · mean of g² + ε₁ over columns,   c the same over rows,   β = 1 − t^(−0.8)
    u = g / √v,   v_ij = r_i c_j / mean of r
    w_new = w_old − ρ · max(ε₂, RMS(w_old)) · u / max(1, RMS(u) / threshold),   ρ = min(learning_rate, 1/√t)

g is ∂loss/∂w_old and t the number of this step, from 1; RMS is the root mean square. For a bias v is kept as it is.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class Adafactor(UpdateRule):
    """Adaptive steps almost without memory: for a kernel of n × m it keeps n + m numbers, Adam 2 n m.

    The table of squared gradients is close to a product of its row and column means, and these are all that is kept.
    Steps are relative to the weights: a weight array moves by a share of its own size.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place; per kernel one number for each row and each column

    Args:
        learning_rate: float or schedule. The share of its size that a weight array moves at most.
        beta_2_decay: float < 0. How the memory grows: 1 − t^beta_2_decay is kept at step t.
        epsilon_1: float. Keeps v above zero.
        epsilon_2: float. The smallest size that a weight array counts as having, so that zeros can move.
        clip_threshold: float > 0. A step whose root mean square is larger is shortened to it.
        relative_step: bool. True limits ρ by 1/√t; False takes the learning rate alone (Keras limits it in any case).
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([[2.0, 2.0], [2.0, 2.0]])
        >>> Adafactor(0.1).apply([ops.convert_to_tensor([[1.0, 2.0], [3.0, 6.0]])], [w])  # g is a product: u = 1
        >>> print(ops.convert_to_numpy(w)[0].round(3))  # 0.1 of its size, 2
        [1.8 1.8]

    Use: for very large networks whose optimizer state does not fit; with memory to spare AdamW is easier to tune.
    Misconception: "it approximates Adam, so Adam's learning rate fits" — the rate is a share of the weights' size, and
        there is no momentum.
    Interview: why are a row's mean and a column's mean enough? — for a table that is a product they give it exactly,
        and among all such products this one is the best in the generalised Kullback–Leibler divergence.
    Reference: Shazeer and Stern, 2018, Adafactor (arXiv:1804.04235).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_2_decay: float = -0.8,
        epsilon_1: float = 1e-30,
        epsilon_2: float = 1e-3,
        clip_threshold: float = 1.0,
        relative_step: bool = True,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)
        if not beta_2_decay < 0:
            raise ValueError(
                f"Expected beta_2_decay below 0. Received: beta_2_decay={beta_2_decay}. Use -0.8: the memory "
                "1 − t^-0.8 grows from 0 towards 1."
            )
        self.beta_2_decay = beta_2_decay
        self.epsilon_1, self.epsilon_2 = epsilon_1, epsilon_2
        self.clip_threshold = clip_threshold
        self.relative_step = relative_step

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.rows, self.columns = [], []  # of a bias: v itself, and nothing
        for v in variables:
            flat, shape = len(v.shape) < 2, tuple(v.shape)
            self.rows.append(self.add_variable(shape if flat else shape[:-1], dtype=v.dtype, name="rows"))
            columns = None if flat else self.add_variable((*shape[:-2], shape[-1]), dtype=v.dtype, name="columns")
            self.columns.append(columns)

    def update_step(self, gradient, variable, learning_rate):
        rho = ops.cast(learning_rate, variable.dtype)
        g = ops.cast(gradient, variable.dtype)
        t = ops.cast(self.iterations + 1, variable.dtype)
        if self.relative_step:
            rho = ops.minimum(rho, 1.0 / ops.sqrt(t))
        u = g / ops.sqrt(self._sizes(g * g + self.epsilon_1, t, self._get_variable_index(variable)))
        u = u / ops.maximum(1.0, _rms(u) / self.clip_threshold)
        self.assign_sub(variable, rho * ops.maximum(self.epsilon_2, _rms(variable)) * u)

    def _sizes(self, squares, t, index):
        """v, after r and c have taken in this step's squares."""
        beta = 1.0 - t**self.beta_2_decay
        r, c = self.rows[index], self.columns[index]
        if c is None:
            self.assign(r, beta * r + (1.0 - beta) * squares)
            return r
        self.assign(r, beta * r + (1.0 - beta) * ops.mean(squares, axis=-1))
        self.assign(c, beta * c + (1.0 - beta) * ops.mean(squares, axis=-2))
        share = r / ops.mean(r, axis=-1, keepdims=True)
        return ops.expand_dims(share, -1) * ops.expand_dims(c, -2)

    def get_config(self):
        return {
            **super().get_config(),
            "beta_2_decay": self.beta_2_decay,
            "epsilon_1": self.epsilon_1,
            "epsilon_2": self.epsilon_2,
            "clip_threshold": self.clip_threshold,
            "relative_step": self.relative_step,
        }


def _rms(x):
    return ops.sqrt(ops.mean(ops.square(x)))
