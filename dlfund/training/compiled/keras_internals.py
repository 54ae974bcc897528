"""What compiled training needs of Keras and its public interface does not offer: one function each.

Checked with the Keras of `dlfund.core.keras_internals.TESTED` by tests/training/test_same_answer.py: every optimizer
and the common layers must end with the weights of `model.fit`. With another Keras, `fit_population` calls nothing in
this file, so nothing private is imported before it is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.keras_internals import compiled_loss_of, loss_objects

_BUILDING = threading.RLock()  # the replacements below are visible to every thread


@contextmanager
def weights_left_out() -> Iterator[None]:
    """Variables created in this block keep their initializer and have no value: a model is built about twice as fast.

    On TensorFlow each weight otherwise costs a resource and several eager operations, which a program that
    keeps all state in its own loop never uses. Missing in Keras: a model whose weights are given later.
    """

    def remember(self: Any, initializer: Any) -> None:
        self._initializer, self._value = initializer, None

    def hold(self: Any, value: Any) -> None:
        self._initializer, self._value = None, value

    patches = {"_initialize_with_initializer": remember, "_initialize": hold, "_direct_assign": hold}
    with _BUILDING, ExitStack() as undo:
        for name, patch in patches.items():
            undo.enter_context(_replaced(keras.Variable, name, patch))
        yield


def start_of(variable: Any) -> np.ndarray:
    """The initial value of `variable`, as an array.

    Missing in Keras: the initializer of a variable that was made without its value.
    """
    if variable._value is not None:
        return ops.convert_to_numpy(variable._value)
    shape, initializer = tuple(variable._shape), variable._initializer
    if isinstance(initializer, keras.initializers.Zeros):
        return np.zeros(shape, variable.dtype)
    return ops.convert_to_numpy(ops.convert_to_tensor(initializer(shape, dtype=variable.dtype), variable.dtype))


@contextmanager
def stateless_optimizers() -> Iterator[None]:
    """Optimizers in this block work without variables, on TensorFlow as on JAX.

    Keras's TensorFlow layer replaces the methods of its base optimizer by others that need TensorFlow's own
    variables. Here the base class's methods are put back for the time of building and tracing. Missing in Keras: a
    `stateless_apply` on TensorFlow.
    """
    from keras.src.optimizers.base_optimizer import BaseOptimizer

    layers = [cls for cls in keras.optimizers.Optimizer.__mro__ if cls.__module__.endswith("tensorflow.optimizer")]
    patches = {name: vars(BaseOptimizer)[name] for name in _BORROWED}
    patches["_backend_apply_gradients"] = _apply_without_branches
    with _BUILDING, ExitStack() as undo:
        if layers:  # else TensorFlow keeps the variable itself as the new value, and reads it after the scope
            undo.enter_context(_replaced(keras.Variable, "_convert_to_tensor", _value_now))
        for layer in layers:
            for name, patch in patches.items():
                undo.enter_context(_replaced(layer, name, patch))
        yield


_BORROWED = (
    "assign",
    "assign_add",
    "assign_sub",
    "stateless_apply",
    "add_variable_from_reference",
    "_var_key",
    "_apply_weight_decay",
    "_backend_update_step",
    "_overwrite_model_variables_with_average_value",
    "_clip_by_norm",
)


@contextmanager
def _replaced(cls: type, name: str, value: Any) -> Iterator[None]:
    before = vars(cls).get(name)
    setattr(cls, name, value)
    try:
        yield
    finally:
        if before is None:
            delattr(cls, name)
        else:
            setattr(cls, name, before)


def _value_now(self: Any, value: Any, dtype: Any = None) -> Any:
    return ops.convert_to_tensor(value.value if isinstance(value, keras.Variable) else value, dtype)


def _apply_without_branches(self: Any, grads: list[Any], trainable_variables: list[Any]) -> None:
    """Keras's own step with `where` instead of branches: a branch cannot pass assigned values out of its graph."""
    every = self.gradient_accumulation_steps
    if every:
        due = ops.equal((self._iterations + 1) % every, 0)
        sums = [self._accumulated_gradients[self._get_variable_index(v)] for v in trainable_variables]
        totals = [gradient + total for gradient, total in zip(grads, sums, strict=True)]
        touched = [*trainable_variables, *self.variables]
        before = [v.value for v in touched]
        _one_step(self, [total / every for total in totals], trainable_variables)
        for variable, old in zip(touched, before, strict=True):
            variable.assign(ops.where(due, variable, old))
        for variable, total in zip(sums, totals, strict=True):
            variable.assign(ops.where(due, ops.zeros_like(total), total))
    else:
        _one_step(self, grads, trainable_variables)
    if self.use_ema:
        self._update_model_variables_moving_average(self._trainable_variables)
    if self.use_ema and self.ema_overwrite_frequency:
        due = ops.equal((self.iterations + 1) % self.ema_overwrite_frequency, 0)
        for variable, average in zip(self._trainable_variables, self._model_variables_moving_average, strict=True):
            variable.assign(ops.where(due, average, variable))


def _one_step(optimizer: Any, grads: list[Any], trainable_variables: list[Any]) -> None:
    grads = optimizer._clip_gradients(grads)
    optimizer._apply_weight_decay(trainable_variables)
    optimizer._backend_update_step(grads, trainable_variables, optimizer.learning_rate)


def build_loss(model: Any, x: Any, y: Any) -> None:
    """Build the compiled loss from the shapes of one batch, so that tracing creates no variables."""
    symbols = keras.tree.map_structure(lambda a: keras.KerasTensor(a.shape, dtype=str(a.dtype)), (x, y))
    predicted = model(symbols[0])
    loss = compiled_loss_of(model)
    if loss is not None and not loss.built:
        loss.build(symbols[1], predicted)


def compiled_loss(model: Any, y: Any, predicted: Any, weight: Any) -> Any:
    """The compiled loss alone; regularisation and a layer's own losses come from the call."""
    with keras.StatelessScope():  # a loss of several outputs also updates metrics, which are not needed here
        return compiled_loss_of(model)(y, predicted, weight)


def objects_to_read(model: Any) -> list[Any]:
    """The objects that may contain a member's numbers: its layers, optimizer and losses."""
    return [*model.layers, model.optimizer, compiled_loss_of(model)]


def settings_of(thing: Any) -> tuple[Any, list[tuple[str, Any]]]:
    """The attributes of a Keras object, and those of its entries that are not Keras's own bookkeeping.

    Missing in Keras: the live settings of a layer, loss or optimizer; `get_config` gives copies.
    """
    place = vars(thing)
    return place, [(key, value) for key, value in place.items() if key not in _BOOKS and not key.startswith("_self_")]


_BOOKS = ("_tracker", "_auto_config", "_inbound_nodes", "_outbound_nodes", "_nodes", "_metrics", "_loss_ids")


def reductions(model: Any) -> set[str]:
    """How each of the compiled losses is reduced over rows."""
    return {loss.reduction for loss in loss_objects(compiled_loss_of(model))}


def why_not(model: Any) -> str | None:
    """Why `model` can't be trained in a compiled program: a clause for a note, or None."""
    if not isinstance(model, keras.Model) or not model.compiled or model.optimizer is None:
        return "it is not a compiled keras.Model"
    kind = type(model)
    for name in ("train_step", "test_step", "compute_loss", "fit", "make_train_function"):
        if getattr(kind, name) is not getattr(keras.Model, name):
            return f"{kind.__name__} has a {name} of its own"
    if model.run_eagerly:
        return "it was compiled with run_eagerly=True"
    if compiled_loss_of(model) is None:
        return "it was compiled without a loss"
    if not model.built:
        return "it has no weights before its first call"
    return None
