"""Clipping by norm: no weight's gradient longer than a limit.

    g_new = g · min(1, limit / ‖g‖),   ‖g‖ = sqrt(sum of g²)

Each weight (a kernel, a bias) is measured alone.
"""

from keras import ops

from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper
from dlfund.registration import register


@register
class ClipByNorm(Wrapper):
    """Shortens each weight's gradient to a length of at most `limit`; its direction stays.

    Every kernel and every bias is measured by itself, so a wild layer is tamed without touching the others;
    the direction of the step through all weights together does change.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        limit: float > 0. The greatest length. Too small: a slow, constant speed instead of gradient descent.
        name: str or None. The optimizer's name.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0, 0.0])
        >>> optimizer = ClipByNorm(GradientDescent(learning_rate=1.0), limit=1.0)
        >>> optimizer.apply([ops.convert_to_tensor([3.0, 4.0])], [w])  # length 5
        >>> [round(float(value), 4) for value in ops.convert_to_numpy(w)]
        [-0.6, -0.8]

    Use: where one layer's gradients explode and the others' don't.
    Misconception: "it does nothing under Adam" — Adam forgets a constant factor, not one that changes from
        step to step: a clipped outlier no longer fills the average of squares.
    Interview: what happens to a gradient that holds an infinity? — its length is infinite, limit/∞ is 0 and
        ∞ · 0 is NaN: clipping hides nothing, a loss scale or a smaller learning rate must cure it.
    Reference: Pascanu et al., 2013, On the difficulty of training recurrent neural networks (arXiv:1211.5063).
    """

    def __init__(self, inner, limit, *, name="clip_by_norm"):
        super().__init__(inner, name=name)
        self.limit = positive(limit, "limit", "Use 1.0 to shorten each weight's gradient to length 1.")

    def step(self, gradients, variables):
        super().step([self._clipped(ops.convert_to_tensor(g)) for g in gradients], variables)

    def _clipped(self, g):
        length = ops.sqrt(ops.sum(ops.square(g)))
        return g * (self.limit / ops.maximum(length, self.limit))  # min(1, limit / ‖g‖), without 0 / 0

    def get_config(self):
        return {**super().get_config(), "limit": self.limit}
