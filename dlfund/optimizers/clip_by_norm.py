"""Clipping by norm: limits the length of each weight's gradient.

    g_new = g · min(1, limit / ‖g‖),   ‖g‖ = sqrt(sum of g²)

Each weight (a kernel, a bias) is treated separately.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper


@register
class ClipByNorm(Wrapper):
    """Shortens each weight's gradient to a length of at most `limit`; its direction stays the same.

    Every kernel and every bias is clipped separately, so a layer with exploding gradients is limited
    without changing the others; the direction of the step over all weights together does change.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        limit: float > 0. The maximum length. Too small: all steps have the same, short length.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0, 0.0])
        >>> optimizer = ClipByNorm(GradientDescent(learning_rate=1.0), limit=1.0)
        >>> optimizer.apply([ops.convert_to_tensor([3.0, 4.0])], [w])  # length 5
        >>> [round(float(value), 4) for value in ops.convert_to_numpy(w)]
        [-0.6, -0.8]

    Use: where one layer's gradients explode and the others' don't.
    Misconception: "it does nothing under Adam" — Adam cancels a constant factor, not one that changes from
        step to step: a clipped outlier no longer dominates the average of squares.
    Interview: what happens to a gradient that contains an infinity? — its length is infinite, limit/∞ is 0 and
        ∞ · 0 is NaN: clipping does not hide it; a loss scale or a smaller learning rate is needed.
    Reference: Pascanu et al., 2013, On the difficulty of training recurrent neural networks (arXiv:1211.5063).
    """

    def __init__(self, inner: Inner, limit: float, *, name: str | None = None):
        super().__init__(inner, name=name)
        self.limit = positive(limit, "limit", "Use 1.0 to shorten each weight's gradient to length 1.")

    def step(self, gradients, variables):
        super().step([self._clipped(ops.convert_to_tensor(g)) for g in gradients], variables)

    def _clipped(self, g):
        length = ops.sqrt(ops.sum(ops.square(g)))
        return g * (self.limit / ops.maximum(length, self.limit))  # min(1, limit / ‖g‖), without 0 / 0

    def get_config(self):
        return {**super().get_config(), "limit": self.limit}
