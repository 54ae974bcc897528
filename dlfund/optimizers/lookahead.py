"""Lookahead: k steps forward, then part of the way back to the starting point.

    every k steps:  slow_new = slow_old + α (fast − slow_old),   fast = slow_new

k is `period` and α is `share`.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper, snapshot


@register
class Lookahead(Wrapper):
    """Lets any optimizer take several steps, and follows it only part of the way.

    The inner optimizer takes `period` steps with the fast weights. The slow weights then move a share of the way to
    them, and the fast ones start again from there. Steps that zigzag cancel in part; steps that agree add up.

    A weight that is not where the last step left it was set from outside: loaded, restored by early stopping,
    assigned by hand. Its slow weight starts anew from there, as before the first step.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; two more numbers are kept per weight

    Args:
        inner: keras optimizer instance that takes the fast steps.
        period: int ≥ 1. Fast steps between two slow ones (k). Very long: the slow weights change rarely.
        share: float in (0, 1]. How far the slow weights follow (α). 1 is the inner optimizer alone.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0])
        >>> optimizer = Lookahead(GradientDescent(learning_rate=1.0), period=2, share=0.5)
        >>> for _ in range(2):  # the fast weight goes to −1, −2; the slow one follows to −1
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> ops.convert_to_numpy(w)[0].item()
        -1.0

    Use: around Adam or momentum when training is unstable; it tolerates a learning rate that is a little too
        large.
    Misconception: "it looks at future gradients" — it takes ordinary steps and then takes part of them back.
    Interview: what does it cost? — two copies of the weights and, every k steps, one interpolation; no additional
        gradient. (The second copy distinguishes weights that training moved from weights that were set from outside.)
    Reference: Zhang et al., 2019, Lookahead optimizer: k steps forward, 1 step back (arXiv:1907.08610).
    """

    moves_weights = True

    def __init__(self, inner: Inner, *, period: int = 5, share: float = 0.5, name: str | None = None):
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
        self.left_weights = self.add_optimizer_variables(variables, "left")  # where the last step left the fast ones

    def step(self, gradients, variables):
        # A choice by `where` instead of a branch: in JAX a branch can't assign, and XLA fuses it into the update.
        kept = [(self.slow_weights[i], self.left_weights[i]) for i in map(self._get_variable_index, variables)]
        starts = [_start(v, *snapshot(pair)) for v, pair in zip(snapshot(variables), kept, strict=True)]
        super().step(gradients, variables)
        meet = ops.equal(self.iterations % self.period, 0)
        for fast, (slow, left), start in zip(variables, kept, starts, strict=True):
            reached = ops.convert_to_tensor(fast)
            new = start + self.share * (reached - start)
            slow.assign(ops.where(meet, new, start))
            fast.assign(ops.where(meet, new, reached))
            left.assign(snapshot([fast])[0])

    @property
    def added_later(self):
        return len(self.left_weights)

    def get_config(self):
        return {**super().get_config(), "period": self.period, "share": self.share}


def _start(fast, slow, left):
    """The slow weight; the fast one where it was set from outside (before the first step, all are)."""
    return ops.where(ops.any(ops.not_equal(fast, left)), fast, slow)
