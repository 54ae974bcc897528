"""Gradient accumulation: one step with the mean gradient of several batches.

    g = 1/k · (g₁ + g₂ + ... + g_k)              then one step of the inner optimizer

k is `steps`; between two steps the weights stand still.
"""

import numbers

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.wrapper import Wrapper, snapshot


@register
class GradientAccumulation(Wrapper):
    """The step of a large batch where only a small one fits into memory.

    The gradient of a mean is the mean of the gradients, so k batches of 32 rows give the step of one of 32 k. As a
    wrapper it has a place among the others: ClipByNorm inside clips the mean, outside every batch's gradient.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place at every k-th call; one more number is kept per weight

    Args:
        inner: keras optimizer instance that takes the steps; `iterations` and schedules count these.
        steps: int > 0. k, the calls for one step. Gradients that are left at the end of `fit` are kept for the next.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0])
        >>> optimizer = GradientAccumulation(GradientDescent(learning_rate=1.0), steps=2)
        >>> for g in (1.0, 3.0):  # one step of their mean, 2
        ...     optimizer.apply([ops.convert_to_tensor([g])], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [-2.0]

    Use: for large networks on small accelerators, with the learning rate of the large batch.
    Misconception: "it is exactly the large batch" — not where rows of a batch meet: batch normalisation and contrastive
        losses still see the small one.
    Interview: why the mean and not the sum? — the loss is a mean over rows; with the sum the step would be k times as
        long as that of the large batch.
    Reference: Goyal et al., 2017, Accurate, large minibatch SGD (arXiv:1706.02677), on what large batches ask for.
    """

    moves_weights = True  # at most calls there is no step whose length a factor could change

    def __init__(self, inner: Inner, steps: int, *, name: str | None = None):
        super().__init__(inner, name=name)
        if isinstance(steps, bool) or not isinstance(steps, numbers.Integral) or steps < 1:
            raise ValueError(
                f"Expected steps to be a whole number above 0. Received: steps={steps!r}. "
                "Use 4 for the step of a batch that is four times as large."
            )
        self.accumulated_steps = int(steps)

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.totals = self.add_optimizer_variables(variables, "total")
        self.collected = self.add_variable((), dtype="int32", name="collected")  # gradients in the totals

    def step(self, gradients, variables):
        totals = [self.totals[self._get_variable_index(v)] for v in variables]
        for total, g in zip(totals, gradients, strict=True):
            total.assign(total + ops.cast(g, total.dtype) / self.accumulated_steps)
        # As in SharpnessAware: the step is computed at every call and `where` keeps it at every k-th.
        due = ops.equal(self.collected, self.accumulated_steps - 1)
        before = snapshot(variables), snapshot(self.inner.variables)
        super().step(snapshot(totals), variables)
        for kept, now in zip(before, (variables, self.inner.variables), strict=True):
            for old, variable in zip(kept, now, strict=True):
                variable.assign(ops.where(due, ops.convert_to_tensor(variable), old))
        for total in totals:
            kept = ops.convert_to_tensor(total)
            total.assign(ops.where(due, ops.zeros_like(kept), kept))
        self.collected.assign(ops.where(due, 0, self.collected + 1))

    def get_config(self):
        return {**super().get_config(), "steps": self.accumulated_steps}
