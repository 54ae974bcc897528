"""Gradient noise: a little randomness in every gradient, less and less of it.

    g_new = g + σ_t · ξ,   σ_t² = η / (1 + t)^γ,   ξ from a standard normal distribution

t is the number of steps so far, from 0.
"""

import keras
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper


@register
class GradientNoise(Wrapper):
    """Shakes the weights early in training, so that a bad start or a flat place is left behind.

    Small batches bring noise of their own, but hardly any where the gradient is nearly zero for every row. Added noise
    moves the weights there too; it fades, so that training settles.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one random state is kept

    Args:
        inner: keras optimizer instance that takes the steps.
        variance: float > 0. η, the variance of the first noise: 0.01, 0.3 or 1 in the paper, for gradients of about 1.
        decay: float ≥ 0. γ, how fast the variance falls; 0 keeps it.
        seed: int or None. Of the noise; None draws one, which the config records.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0])
        >>> optimizer = GradientNoise(GradientDescent(learning_rate=1.0), variance=0.01, seed=0)
        >>> optimizer.apply([ops.zeros(1)], [w])  # no gradient, and yet a step
        >>> bool(0 < abs(ops.convert_to_numpy(w)[0]) < 1)
        True

    Use: for very deep networks and poor starts, where runs of different seeds end very differently.
    Misconception: "noise in the gradient regularises like dropout" — it fades and leaves the minimum where it is; what
        it changes is which minimum is reached.
    Interview: what becomes of the noise under Adam? — where gradients are tiny, Adam divides by the size of the noise:
        weights without gradient then move at random by about the learning rate.
    Reference: Neelakantan et al., 2015, Adding gradient noise improves learning for very deep networks
        (arXiv:1511.06807).
    """

    def __init__(
        self,
        inner: Inner,
        *,
        variance: float = 0.01,
        decay: float = 0.55,
        seed: int | None = None,
        name: str | None = None,
    ):
        super().__init__(inner, name=name)
        self.variance = positive(variance, "variance", "Use 0.01, the paper's smallest value.")
        if not decay >= 0:
            raise ValueError(f"Expected decay of at least 0. Received: decay={decay}. Use 0.55, the paper's value.")
        self.decay = decay
        self.seed = int(ops.convert_to_numpy(keras.random.randint((), 0, 2**31 - 1))) if seed is None else seed
        self.seeds = keras.random.SeedGenerator(self.seed)

    @property
    def own_variables(self):
        """The random state is saved and handed to compiled steps as the others are."""
        return [*super().own_variables, self.seeds.state]

    def step(self, gradients, variables):
        t = ops.cast(self.iterations, "float32")
        sigma = ops.sqrt(self.variance / (1.0 + t) ** self.decay)
        noisy = [g + ops.cast(sigma, g.dtype) * self._draw(g) for g in gradients]
        super().step(noisy, variables)

    def _draw(self, g):
        return keras.random.normal(g.shape, dtype=g.dtype, seed=self.seeds)

    def get_config(self):
        return {**super().get_config(), "variance": self.variance, "decay": self.decay, "seed": self.seed}
