"""Sharpness-aware minimisation (SAM): a step with the gradient at the worst point nearby.

    e = ρ · g(w) / ‖g(w)‖            ascent: the worst point within distance ρ, to first order
    w_new = w + step(g(w + e))       descent from w, with the gradient at that point

ρ is `radius`; step is the inner optimizer's.
"""

import warnings

import keras
from keras import ops

from dlfund.core.keras_internals import weights_of
from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.positive import positive
from dlfund.optimizers.wrapper import Wrapper, snapshot


@register
class SharpnessAware(Wrapper):
    """Looks for flat minima: weights whose surroundings have a low loss, too.

    SAM needs two gradients for one step, and the second one at other weights. An optimizer only receives a
    gradient, so `apply` is called twice for each step: the odd calls ascend (the network's weights are then w +
    e), the even calls return to w and let the inner optimizer step with the gradient at w + e. This works on every
    backend, in `fit`, in graph mode and in a custom loop; a custom train step would have to be written once per
    backend and would exclude other loops.

    For the SAM of the paper, both calls must get the same rows: pass every batch twice, as `EveryBatchTwice`
    does. With an ordinary dataset the ascent uses one batch and the descent the next: as many gradients per
    epoch as without SAM, half as many steps, and a noisier ascent. After an odd number of batches an epoch ends
    at w + e. `fit` always ends at w, and `model.save` (and `ModelCheckpoint`) returns to w first. What Keras does
    between two epochs, no optimizer is told of: with validation, early stopping or files of weights alone, add the
    callback `ReturnHome()`. Without it they see w + e after an odd number of batches; a file of weights that is
    written there is warned of, and returns to w when a model with this optimizer loads it.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one more number is kept per weight

    Args:
        inner: keras optimizer instance that descends; `iterations` and schedules count its steps.
        radius: float > 0. Length of the ascent (ρ), over all weights together. Too large: the gradient there
            has little to do with the loss at w.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([1.0])
        >>> optimizer = SharpnessAware(GradientDescent(learning_rate=0.1), radius=0.5)
        >>> optimizer.apply([2.0 * w], [w])  # loss w²: ascent to 1.5
        >>> ops.convert_to_numpy(w)[0].item()
        1.5
        >>> optimizer.apply([2.0 * w], [w])  # from 1.0 with the gradient at 1.5: 1 − 0.1 · 3
        >>> round(ops.convert_to_numpy(w)[0].item(), 4)
        0.7

    Use: when the training loss is near zero and the test loss isn't; it doubles the cost of a step.
    Misconception: "it adds noise to the weights" — it moves them to one specific point with a higher loss,
        and back.
    Interview: why the norm in e? — the steepest ascent within a ball of radius ρ has length ρ and the
        gradient's direction; without the norm it would vanish exactly where the loss is flat.
    Reference: Foret et al., 2021, Sharpness-aware minimization (arXiv:2010.01412).
    """

    moves_weights = True

    def __init__(self, inner: Inner, *, radius: float = 0.05, name: str | None = None):
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
        self._come_down()
        super().finalize_variable_values(var_list)

    def return_home(self):
        """Between two batches: the weights back at w, a climb that waits for its descent forgotten."""
        if self.built and int(ops.convert_to_numpy(self.away)):
            self._come_down()

    def _come_down(self):
        away = ops.equal(self.away, 1)
        for v, home in zip(weights_of(self), snapshot(self.homes), strict=True):
            v.assign(ops.where(away, home, ops.convert_to_tensor(v)))
        self.away.assign(0)

    def save_own_variables(self, store):
        if self.built and int(ops.convert_to_numpy(self.away)):  # Keras has written the model's weights before
            warnings.warn(
                "Expected to write weights after a descent. Received: a file of weights after a climb of "
                f"{self.name}, which raises the loss. A model compiled with SharpnessAware returns to the weights "
                "below when it loads the file; for any other model pass optimizers.ReturnHome() to fit's callbacks.",
                stacklevel=2,
            )
        super().save_own_variables(store)

    def load_own_variables(self, store):
        super().load_own_variables(store)
        self.return_home()  # the file's weights, loaded before, were saved up there

    def get_config(self):
        self.return_home()  # model.save asks for the config first and for the weights then
        return {**super().get_config(), "radius": self.radius}


class ReturnHome(keras.callbacks.Callback):
    """During `fit`, brings a network that climbed back before anybody judges it or keeps its weights.

    After the last batch of an epoch, and before every validation, the network is at w. Where the number of batches is
    known, as for arrays, its place among the callbacks does not matter; for a generator of unknown length it should
    come first.

    Shape:
        Input:  the weights at w + e, after an odd number of batches
        Output: the weights at w

    Args:
        optimizer: the SharpnessAware, however deep it is wrapped; None: the one that the model was compiled with.

    Example:
        >>> callback = ReturnHome()  # model.fit(..., callbacks=[callback, EarlyStopping(...)])

    Title: Return home: after a climb of sharpness-aware minimisation, back to the weights themselves.
    Use: with SharpnessAware and early stopping, validation, files of weights alone or any other callback that reads
        weights, wherever an epoch may have an odd number of batches.
    Misconception: "it costs a step" — it forgets one climb an epoch, whose descent would have followed in the next.
    Interview: why must validation not see the climbed weights? — they were chosen to be bad; what will be used are the
        weights below them.
    Reference: Foret et al., 2021, Sharpness-aware minimization (arXiv:2010.01412).
    """

    def __init__(self, optimizer: Inner | None = None):
        super().__init__()
        if optimizer is not None and not isinstance(optimizer, SharpnessAware):
            raise TypeError(
                f"Expected optimizer to be a SharpnessAware. Received: {optimizer!r}. "
                "Pass the wrapper itself, also where another one goes around it, or nothing."
            )
        self.sharpness_aware = optimizer

    def on_train_begin(self, logs=None):
        if self.sharpness_aware is None:
            self.sharpness_aware = _within(self.model.optimizer)

    def on_train_batch_end(self, batch, logs=None):
        if batch + 1 == (self.params or {}).get("steps"):
            self._return()

    def on_test_begin(self, logs=None):
        self._return()

    def on_epoch_end(self, epoch, logs=None):
        self._return()

    def _return(self):
        # on JAX, asking for the model brings its variables up to date
        if self.model is not None and self.sharpness_aware is not None:
            self.sharpness_aware.return_home()


def _within(optimizer):
    """The SharpnessAware among an optimizer's wrappers."""
    layer = optimizer
    while layer is not None and not isinstance(layer, SharpnessAware):
        layer = getattr(layer, "inner", getattr(layer, "inner_optimizer", None))
    if layer is None:
        raise ValueError(
            f"Expected a model compiled with SharpnessAware. Received: {optimizer!r}. "
            "ReturnHome is of use with that optimizer alone: leave it out."
        )
    return layer
