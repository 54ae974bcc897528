"""The steps that the optimizer takes from the gradients, weight by weight; nothing is changed.

w_new = w_old + step        for gradient descent: step = −learning_rate · ∂loss/∂w_old
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.backends.keras_internals import named
from dlfund.explain.trace.step import weight_names


@dataclass(frozen=True, eq=False)
class WeightUpdate:
    """One weight's step.

    Args:
        weight: str. The weight's path below the model, such as `dense_1/kernel`.
        before, after: array. w_old and w_new.
        gradient: array. ∂loss/∂w_old, all calls and penalties together; zeros where the loss does not depend on it.
        learning_rate: float. Of this step.
        slots: dict of name to (before, after). What the optimizer remembers of this weight.
    """

    weight: str
    before: np.ndarray
    after: np.ndarray
    gradient: np.ndarray
    learning_rate: float
    slots: dict[str, tuple[np.ndarray, np.ndarray]]

    @property
    def step(self) -> np.ndarray:
        return self.after - self.before

    @property
    def is_plain(self) -> bool:
        """Whether this is gradient descent: w_new = w_old − learning_rate · gradient."""
        return bool(np.allclose(self.after, self.before - self.learning_rate * self.gradient, rtol=1e-5, atol=1e-7))


def updates(model, gradients, optimizer, scale=1.0):
    """Let the optimizer, or a copy of one that was never used, take one step, and undo it.

    Args:
        gradients: list, by trainable variable; None where the loss does not depend on it.
        scale: float. What the loss was multiplied by, and the gradients with it.

    Returns:
        The optimizer's name, and a list of Update.
    """
    variables = model.trainable_variables
    before = [to_numpy(variable.value) for variable in variables]
    optimizer = _built(optimizer, variables)
    rate = float(to_numpy(ops.convert_to_tensor(optimizer.learning_rate)))
    slots = [to_numpy(variable.value) for variable in optimizer.variables]
    after, slots_after = _after(optimizer, gradients, variables)
    changed = list(zip(optimizer.variables, slots, slots_after, strict=True))
    numbers = [
        np.zeros_like(old) if g is None else to_numpy(g) / scale for old, g in zip(before, gradients, strict=True)
    ]
    memories = [_slots_of(variable, variables, changed) for variable in variables]
    rows = zip(weight_names(model, variables), before, after, numbers, memories, strict=True)
    return kind_of(optimizer), [WeightUpdate(name, old, new, g, rate, slots) for name, old, new, g, slots in rows]


def _after(optimizer, gradients, variables):
    """The weights and the optimizer's variables as one step would leave them."""
    if keras.backend.backend() == "jax":  # as JAX's own fit does; some optimizers can take no other step there
        states = ([v.value for v in optimizer.variables], gradients, [v.value for v in variables])
        weights, memory = optimizer.stateless_apply(*states)
        return [to_numpy(weight) for weight in weights], [to_numpy(slot) for slot in memory]
    pairs = [(g, variable) for g, variable in zip(gradients, variables, strict=True) if g is not None]
    with _put_back([*variables, *optimizer.variables]):
        if pairs:
            optimizer.apply([g for g, _ in pairs], [variable for _, variable in pairs])
        return [to_numpy(v.value) for v in variables], [to_numpy(v.value) for v in optimizer.variables]


def loss_scale(optimizer):
    """What the optimizer multiplies a loss by, so that small gradients survive in float16."""
    if not isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        return 1.0
    return float(to_numpy(ops.convert_to_tensor(optimizer.scale_loss(ops.ones(())))))


def optimizer_for(model, optimizer=None):
    """The given one, the compiled one, or plain gradient descent."""
    return named_optimizer(optimizer or getattr(model, "optimizer", None) or keras.optimizers.SGD(0.01))


def named_optimizer(optimizer):
    """The optimizer itself, or the one that Keras has under this name."""
    if isinstance(optimizer, str):
        optimizer = named("an optimizer's name", keras.optimizers.get, optimizer)
    if not isinstance(optimizer, keras.optimizers.Optimizer):
        raise UserError(
            f"Expected an optimizer: an instance or a name such as 'sgd'. Received: {optimizer!r}. "
            "Pass optimizer=keras.optimizers.SGD(0.1), or compile the model with one."
        )
    return optimizer


def kind_of(optimizer):
    """Its name, without the number that Keras gives to the second one of a kind."""
    return re.sub(r"_\d+$", "", optimizer.name)


def _built(optimizer, variables):
    """The optimizer itself where it has been used; otherwise a copy, so that it stays unused."""
    if optimizer.built:
        return optimizer
    copy = type(optimizer).from_config(optimizer.get_config())
    copy.build(variables)
    return copy


@contextmanager
def _put_back(variables):
    before = [ops.copy(ops.convert_to_tensor(variable.value)) for variable in variables]
    try:
        yield
    finally:
        for variable, value in zip(variables, before, strict=True):
            variable.assign(value)


def _slots_of(variable, variables, changed):
    """Keras names an optimizer's variable after the weight that it belongs to; of weights with one path in order."""
    which = [other for other in variables if other.path == variable.path]
    which = next(index for index, other in enumerate(which) if other is variable)
    prefix, slots = variable.path.replace("/", "_") + "_", {}
    for slot, old, new in changed:
        if slot.name.startswith(prefix) and old.shape == tuple(variable.shape):
            slots.setdefault(slot.name.removeprefix(prefix), []).append((old, new))
    return {name: pairs[min(which, len(pairs) - 1)] for name, pairs in slots.items()}
