"""Lookahead: k steps forward, then part of the way back to where they started.

    every k steps:  slow_new = slow_old + α (fast − slow_old),   fast = slow_new

k is `period` and α is `share`.
"""

from keras import ops

from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper, snapshot
from dlfund.registration import register


@register
class Lookahead(Wrapper):
    """Lets any optimizer explore, and follows it only part of the way.

    The inner optimizer takes `period` steps with the fast weights. The slow weights then move towards where it
    got to, and the fast ones start again from there. What the fast steps zigzag cancels; what they agree on stays.

    The slow weights are set to the weights before the first step (not when they are created), so weights that
    are loaded or set after the optimizer was built are respected.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one more number is kept per weight

    Args:
        inner: keras optimizer instance that takes the fast steps.
        period: int ≥ 1. Fast steps between two slow ones (k). Very long: the slow weights hardly ever move.
        share: float in (0, 1]. How far the slow weights follow (α). 1 is the inner optimizer alone.
        name: str or None. The optimizer's name.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0])
        >>> optimizer = Lookahead(GradientDescent(learning_rate=1.0), period=2, share=0.5)
        >>> for _ in range(2):  # the fast weight goes to −1, −2; the slow one follows to −1
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> ops.convert_to_numpy(w)[0].item()
        -1.0

    Use: around Adam or momentum when training is jumpy; it forgives a learning rate that is a bit too large.
    Misconception: "it looks at future gradients" — it takes ordinary steps and then takes part of them back.
    Interview: what does it cost? — one copy of the weights and, every k steps, one interpolation: no gradient
        more.
    Reference: Zhang et al., 2019, Lookahead optimizer: k steps forward, 1 step back (arXiv:1907.08610).
    """

    moves_weights = True

    def __init__(self, inner, *, period=5, share=0.5, name="lookahead"):
        super().__init__(inner, name=name)
        if isinstance(period, bool) or not isinstance(period, int) or period < 1:
            raise ValueError(f"Expected period to be an int ≥ 1. Received: period={period!r}. Use 5 or 10.")
        self.period = period
        self.share = positive(share, "share", "Use 0.5 to follow half of the way.")
        if share > 1:
            raise ValueError(f"Expected share in (0, 1]. Received: share={share}. Use 0.5 to follow half of the way.")

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.slow_weights = self.add_optimizer_variables(variables, "slow")

    def step(self, gradients, variables):
        # A choice by `where` instead of a branch: in JAX a branch can't assign, and XLA fuses it into the update.
        slow = [self.slow_weights[self._get_variable_index(v)] for v in variables]
        first = ops.equal(self.steps, 0)
        starts = [ops.where(first, v, s) for v, s in zip(snapshot(variables), snapshot(slow), strict=True)]
        super().step(gradients, variables)
        meet = ops.equal(self.iterations % self.period, 0)
        for fast, slow_weight, start in zip(variables, slow, starts, strict=True):
            reached = ops.convert_to_tensor(fast)
            new = start + self.share * (reached - start)
            slow_weight.assign(ops.where(meet, new, start))
            fast.assign(ops.where(meet, new, reached))

    def get_config(self):
        return {**super().get_config(), "period": self.period, "share": self.share}
