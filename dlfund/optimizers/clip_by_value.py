"""Clipping by value: limits every entry of a gradient.

    g_new = min(max(g, −limit), limit)

Entry by entry.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper


@register
class ClipByValue(Wrapper):
    """Clips every single entry of every gradient to [−limit, limit].

    One exploding entry can't change its weight by much. The entries are clipped separately, so the step no
    longer has the direction of the negative gradient: clip by norm where the direction matters.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        limit: float > 0. The largest size of an entry. Too small: every entry is ±limit, only signs are left.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0, 0.0])
        >>> optimizer = ClipByValue(GradientDescent(learning_rate=1.0), limit=1.0)
        >>> optimizer.apply([ops.convert_to_tensor([5.0, 0.5])], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [-1.0, -0.5]

    Use: as a last resort against single exploding entries, as in early recurrent networks.
    Misconception: "clipping helps against vanishing gradients" — it only makes large gradients smaller.
    Interview: by value or by norm? — clipping by value changes the step's direction, clipping by norm keeps
        it and shortens the step.
    Reference: Mikolov, 2012, Statistical language models based on neural networks (PhD thesis, Brno).
    """

    def __init__(self, inner: Inner, limit: float, *, name: str | None = None):
        super().__init__(inner, name=name)
        self.limit = positive(limit, "limit", "Use 1.0 to clip every entry to [−1, 1].")

    def step(self, gradients, variables):
        clipped = [ops.clip(ops.convert_to_tensor(g), -self.limit, self.limit) for g in gradients]
        super().step(clipped, variables)

    def get_config(self):
        return {**super().get_config(), "limit": self.limit}
