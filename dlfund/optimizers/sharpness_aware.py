"""Sharpness-aware minimisation (SAM): step by the slope at the worst spot nearby.

    e = ρ · g(w) / ‖g(w)‖            climb: the worst spot within distance ρ, to first order
    w_new = w + step(g(w + e))       descend from w, with the gradient found up there

ρ is `radius`; step is the inner optimizer's.
"""

from keras import ops

from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper, snapshot
from dlfund.registration import register


@register
class SharpnessAware(Wrapper):
    """Looks for flat valleys: weights whose neighbours are good too.

    SAM needs two gradients for one step, and the second one at other weights. An optimizer is only ever handed a
    gradient, so `apply` is called twice for each step: the odd calls climb (the network then stands at w + e), the
    even calls go back to w and let the inner optimizer step with the gradient found up there. That needs nothing
    of the backend and works in `fit`, in graph mode and in a loop of your own, where a train step of our own would
    have to be written once per backend and would exclude other loops.

    To be the SAM of the paper, both calls must see the same rows: feed every batch twice, as `EveryBatchTwice`
    does. With an ordinary dataset the climb uses one batch and the descent the next: as many gradients per epoch
    as without SAM, half as many steps, and a noisier climb. An even number of batches per epoch keeps validation
    at w; `fit` always ends at w.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one more number is kept per weight

    Args:
        inner: keras optimizer instance that descends; `iterations` and schedules count its steps.
        radius: float > 0. How far to climb (ρ), in the length of all weights together. Too large: the gradient
            found there has nothing to do with w.
        name: str or None. The optimizer's name.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([1.0])
        >>> optimizer = SharpnessAware(GradientDescent(learning_rate=0.1), radius=0.5)
        >>> optimizer.apply([2.0 * w], [w])  # loss w²: climb to 1.5
        >>> ops.convert_to_numpy(w)[0].item()
        1.5
        >>> optimizer.apply([2.0 * w], [w])  # from 1.0 by the slope at 1.5: 1 − 0.1 · 3
        >>> round(ops.convert_to_numpy(w)[0].item(), 4)
        0.7

    Use: when the training loss is near zero and the test loss isn't; it doubles the cost of a step.
    Misconception: "it adds noise to the weights" — it moves them to one chosen spot, uphill, and back.
    Interview: why the norm in e? — the best climb within a ball of radius ρ has length ρ and the gradient's
        direction; without the norm it would fade exactly where the loss gets flat.
    Reference: Foret et al., 2021, Sharpness-aware minimization (arXiv:2010.01412).
    """

    moves_weights = True

    def __init__(self, inner, *, radius=0.05, name="sharpness_aware"):
        super().__init__(inner, name=name)
        self.radius = positive(radius, "radius", "Use 0.05, the paper's value.")

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.homes = self.add_optimizer_variables(variables, "home")
        self.away = self.add_variable((), dtype="int32", name="away")  # 1 between the climb and the descent

    def step(self, gradients, variables):
        # Both phases are computed and `where` chooses: in JAX a branch can't assign. The inner step that is thrown
        # away is small beside the gradient.
        climb = ops.equal(self.away, 0)
        homes = [self.homes[self._get_variable_index(v)] for v in variables]
        starts = [ops.where(climb, v, home) for v, home in zip(snapshot(variables), snapshot(homes), strict=True)]
        for v, home, start in zip(variables, homes, starts, strict=True):
            home.assign(start)
            v.assign(start)
        kept = snapshot(self.inner.variables)
        super().step(gradients, variables)
        for state, value in zip(self.inner.variables, kept, strict=True):
            state.assign(ops.where(climb, value, ops.convert_to_tensor(state)))
        for v, start, e in zip(variables, starts, self._climbs(gradients), strict=True):
            v.assign(ops.where(climb, start + ops.cast(e, start.dtype), ops.convert_to_tensor(v)))
        self.away.assign(1 - self.away)

    def _climbs(self, gradients):
        gradients = [ops.convert_to_tensor(g) for g in gradients]
        length = ops.sqrt(sum(ops.sum(ops.square(ops.cast(g, "float32"))) for g in gradients))
        factor = self.radius / (length + 1e-12)
        return [ops.cast(factor, g.dtype) * g for g in gradients]  # e = ρ · g / ‖g‖

    def finalize_variable_values(self, var_list):
        away = ops.equal(self.away, 1)
        for v in var_list:
            home = ops.copy(ops.convert_to_tensor(self.homes[self._get_variable_index(v)]))
            v.assign(ops.where(away, home, ops.convert_to_tensor(v)))
        self.away.assign(0)
        super().finalize_variable_values(var_list)

    def get_config(self):
        return {**super().get_config(), "radius": self.radius}
