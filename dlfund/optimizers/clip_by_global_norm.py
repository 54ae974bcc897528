"""Clipping by global norm: limits the length of all gradients together.

    g_new = g · min(1, limit / ‖all g‖),   ‖all g‖ = sqrt(sum of g² over every weight of the network)

One factor for the whole gradient.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper


@register
class ClipByGlobalNorm(Wrapper):
    """Shortens the whole gradient to a length of at most `limit`; its direction stays exactly the same.

    All weights' gradients are treated as one long vector and scaled by one number: the step keeps its
    direction and only gets shorter. Recurrent networks and transformers are usually trained with this kind
    of clipping.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        limit: float > 0. The maximum length of all gradients together; it should grow with the number of
            weights. Look at the typical length first, and clip only the outliers.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> a, b = keras.Variable([0.0]), keras.Variable([0.0])
        >>> optimizer = ClipByGlobalNorm(GradientDescent(learning_rate=1.0), limit=1.0)
        >>> optimizer.apply([ops.convert_to_tensor([3.0]), ops.convert_to_tensor([4.0])], [a, b])
        >>> round(ops.convert_to_numpy(a)[0].item(), 4), round(ops.convert_to_numpy(b)[0].item(), 4)
        (-0.6, -0.8)

    Use: the first choice of the three clippings; 1.0 is usual for transformers. As of 2026; where one layer alone
        explodes, ClipByNorm.
    Misconception: "a limit that works for a small network works for a large one" — a gradient of a million
        entries is a thousand times longer than one entry of the same size.
    Interview: why the global norm? — one common factor keeps the gradient's direction; the step only gets
        shorter.
    Reference: Pascanu et al., 2013, On the difficulty of training recurrent neural networks (arXiv:1211.5063).
    """

    def __init__(self, inner: Inner, limit: float, *, name: str | None = None):
        super().__init__(inner, name=name)
        self.limit = positive(limit, "limit", "Use 1.0 to shorten all gradients together to length 1.")

    def step(self, gradients, variables):
        gradients = [ops.convert_to_tensor(g) for g in gradients]
        length = ops.sqrt(sum(ops.sum(ops.square(ops.cast(g, "float32"))) for g in gradients))
        factor = self.limit / ops.maximum(length, self.limit)  # min(1, limit / ‖all g‖), without 0 / 0
        factor = factor + (length - length)  # an infinite length makes NaN, which is seen, not a silent step of zero
        super().step([g * ops.cast(factor, g.dtype) for g in gradients], variables)

    def get_config(self):
        return {**super().get_config(), "limit": self.limit}
