"""Wrapper: an optimizer around an optimizer.

    w_new = w_old + step,   step = wrapper(inner(gradient))

A wrapper acts before or after the inner step, so it can wrap any optimizer.
"""

import warnings

import keras
from keras import ops

from dlfund.core.keras_internals import weights_of
from dlfund.optimizers.dense_gradients import dense_gradients
from dlfund.optimizers.options import Inner


class Wrapper(keras.optimizers.Optimizer):
    """An optimizer that lets an inner one take the step.

    Clipping, averaging, recording and the like do not depend on the rule that makes the step. As wrappers
    they are written once, can be nested in any order, and everything that Keras asks an optimizer for
    (learning rate, iterations, weight decay, variables, loss scaling, end of training) is answered by the
    inner one.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance, another wrapper included. Not a LossScaleOptimizer: that one must
            be outermost, where `compile` puts it by itself under mixed precision.
        name: str or None. The optimizer's name.

    Example:
        >>> from dlfund.optimizers import Adam, Recorder
        >>> optimizer = Recorder(Adam(learning_rate=0.01), steps=[0])
        >>> round(float(optimizer.learning_rate), 4)
        0.01

    Use: as the base class of a custom optimizer that changes gradients or weights around any step.
    Misconception: "the order doesn't matter" — the outermost gets the raw gradient and the final weights;
        Recorder(Lookahead(x)) records the move to the slow weights, Lookahead(Recorder(x)) does not.
    Interview: why must gradients be unscaled before they are clipped? — the loss scale multiplies them, so a
        limit in true units would clip everything.
    Reference: Gamma et al., 1994, Design patterns, the decorator (Addison-Wesley).
    """

    added_later = 0  # how many of the last own variables are missing from files of an earlier version

    def __init__(self, inner: Inner, *, name: str | None = None):
        _check_inner(type(self).__name__, inner)
        # a callable learning rate: the inner optimizer's is the only one, and it is never copied
        super().__init__(learning_rate=lambda: inner.learning_rate, name=name)
        self.inner = inner

    def build(self, variables):
        if self.built:
            return
        self.inner.build(variables)
        super().build(variables)

    def step(self, gradients, variables):
        """One step with the gradients that exist; a wrapper overrides this and calls it somewhere inside."""
        gradients = gradients if self.loss_scale_factor is None else [g * self.loss_scale_factor for g in gradients]
        self.inner.apply(gradients, variables)

    def apply(self, grads, trainable_variables=None):
        if len(grads) == 0:
            return
        variables = list(weights_of(self) if trainable_variables is None else trainable_variables)
        if not self.built:
            self.build(variables)
        self._check_known(variables)
        gradients, variables = _present(dense_gradients(grads, variables), variables)
        if self.loss_scale_factor is not None:
            gradients = [g / self.loss_scale_factor for g in gradients]
        self.step(gradients, variables)
        self.steps.assign_add(1)

    def _check_known(self, variables):
        """A model that was unfrozen trains weights that nothing is kept for."""
        unknown = [v.path for v in variables if not self.knows(v)]
        if unknown:
            raise ValueError(
                f"Expected the weights that {self.name} was built with: {[v.path for v in weights_of(self)]}. "
                f"Received besides them: {unknown}. An optimizer keeps numbers for each weight, so a model whose "
                f"trainable weights changed needs a new one: model.compile({type(self).__name__}(...), ...)."
            )

    def knows(self, variable):
        """Whether the optimizer was built with this weight."""
        try:
            self._get_variable_index(variable)
        except KeyError:
            return False
        return True

    @property
    def steps(self):
        """How many steps this wrapper has seen: fewer than `iterations` around an optimizer used before."""
        return super().iterations

    @property
    def own_variables(self):
        return super().variables

    @property
    def variables(self):
        return self.own_variables + self.inner.variables

    @property
    def iterations(self):
        return self.inner.iterations

    @property
    def learning_rate(self):
        return self.inner.learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate):
        self.inner.learning_rate = learning_rate

    @property
    def weight_decay(self):
        return self.inner.weight_decay

    @weight_decay.setter
    def weight_decay(self, weight_decay):
        if hasattr(self, "inner"):  # Keras's own __init__ comes before there is one
            self.inner.weight_decay = weight_decay

    @property
    def loss_scale_factor(self):
        return self.inner.loss_scale_factor

    @loss_scale_factor.setter
    def loss_scale_factor(self, factor):
        if hasattr(self, "inner"):
            self.inner.loss_scale_factor = factor

    def scale_loss(self, loss):
        return self.inner.scale_loss(loss)

    def finalize_variable_values(self, var_list):
        self.inner.finalize_variable_values(var_list)

    def exclude_from_weight_decay(self, var_list=None, var_names=None):
        self.inner.exclude_from_weight_decay(var_list=var_list, var_names=var_names)

    def set_weights(self, weights):
        for variable, weight in zip(self.variables, weights, strict=True):
            variable.assign(weight)

    def save_own_variables(self, store):
        """Only the wrapper's own: the inner optimizer is saved beside it, as its attribute."""
        for index, variable in enumerate(self.own_variables):
            store[str(index)] = ops.convert_to_numpy(variable)

    def load_own_variables(self, store):
        own, stored = self.own_variables, len(store.keys())
        if stored not in (len(own), len(own) - self.added_later):
            raise ValueError(
                f"Expected {len(own)} stored variables for {self.name}. "
                f"Received: {stored}. Build the optimizer with the same wrappers and weights first."
            )
        for index, variable in enumerate(own[:stored]):
            variable.assign(store[str(index)])

    def get_config(self):
        return {"inner": keras.saving.serialize_keras_object(self.inner), "name": self.name}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        inner = keras.saving.deserialize_keras_object(config["inner"], custom_objects=custom_objects)
        return cls(**{**config, "inner": inner})


def snapshot(variables):
    """The variables' values now, as tensors that later assignments leave alone (torch assigns in place)."""
    return [ops.copy(ops.stop_gradient(ops.convert_to_tensor(variable))) for variable in variables]


def _check_inner(wrapper, inner):
    if isinstance(inner, keras.optimizers.LossScaleOptimizer):
        raise ValueError(
            f"Expected inner of {wrapper} to be an optimizer that sees unscaled gradients. "
            "Received: a LossScaleOptimizer. "
            f"Put it outside: LossScaleOptimizer({wrapper}(...)); compile does so under mixed_float16."
        )
    if not isinstance(inner, keras.optimizers.Optimizer):
        raise TypeError(
            f"Expected inner of {wrapper} to be an optimizer instance. Received: inner={inner!r}. "
            f"Pass an instance, not a class or a name: {wrapper}(Adam(learning_rate=0.001), ...)."
        )


def _present(gradients, variables):
    """The pairs that have a gradient; the others are named, as Keras does."""
    missing = [v.path for g, v in zip(gradients, variables, strict=True) if g is None]
    if len(missing) == len(variables):
        raise ValueError(
            f"Expected a gradient for at least one weight. Received: None for all of {missing}. "
            "Check that the loss depends on the weights and that model.compile got a loss."
        )
    if missing:
        warnings.warn(f"Gradients do not exist for variables {missing} when minimizing the loss.", stacklevel=3)
    pairs = [(g, v) for g, v in zip(gradients, variables, strict=True) if g is not None]
    return [g for g, _ in pairs], [v for _, v in pairs]
