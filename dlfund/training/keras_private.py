"""The one file that leans on names which Keras does not promise to keep.

Checked at the pinned Keras version by tests/training/test_same_answer.py: every optimizer and the common
layers must end where `model.fit` ends. What is borrowed:

    Variable._initialize*, _direct_assign    build a model without drawing its weights one operation at a time
    optimizer methods of the base class      the TensorFlow optimizer overrides those that work without variables
    Trainer._compile_loss                    the compiled loss, without the model's own additional losses
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager

import keras
import numpy as np
from keras import ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.optimizers.base_optimizer import BaseOptimizer

_BUILDING = threading.RLock()  # what is replaced below, every thread sees


@contextmanager
def weights_left_out():
    """Variables made inside remember how to start and hold no value: a model is built about twice as fast.

    On TensorFlow each weight otherwise costs a resource and several eager operations, which a program that
    keeps all state in its own loop never uses.
    """

    def remember(self, initializer):
        self._initializer, self._value = initializer, None

    def hold(self, value):
        self._initializer, self._value = None, value

    patches = {"_initialize_with_initializer": remember, "_initialize": hold, "_direct_assign": hold}
    with _BUILDING, ExitStack() as undo:
        for name, patch in patches.items():
            undo.enter_context(_replaced(keras.Variable, name, patch))
        yield


def start_of(variable):
    """The value that `variable` starts from, as an array."""
    if variable._value is not None:
        return ops.convert_to_numpy(variable._value)
    shape, initializer = tuple(variable._shape), variable._initializer
    if isinstance(initializer, keras.initializers.Zeros):
        return np.zeros(shape, variable.dtype)
    return ops.convert_to_numpy(ops.convert_to_tensor(initializer(shape, dtype=variable.dtype), variable.dtype))


@contextmanager
def stateless_optimizers():
    """Optimizers work without variables inside, on TensorFlow as on JAX.

    Keras's TensorFlow layer replaces the methods of its base optimizer by others that need TensorFlow's own
    variables. Here the base class's methods are put back for the time of building and tracing.
    """
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
def _replaced(cls, name, value):
    before = vars(cls).get(name)
    setattr(cls, name, value)
    try:
        yield
    finally:
        if before is None:
            delattr(cls, name)
        else:
            setattr(cls, name, before)


def _value_now(self, value, dtype=None):
    return ops.convert_to_tensor(value.value if isinstance(value, keras.Variable) else value, dtype)


def _apply_without_branches(self, grads, trainable_variables):
    """Keras's own, with values chosen by `where`: a branch cannot carry what it assigns out of its graph."""
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


def _one_step(optimizer, grads, trainable_variables):
    grads = optimizer._clip_gradients(grads)
    optimizer._apply_weight_decay(trainable_variables)
    optimizer._backend_update_step(grads, trainable_variables, optimizer.learning_rate)


def build_loss(model, x, y):
    """Build the compiled loss from the shapes of one batch, so that tracing makes nothing new."""
    symbols = keras.tree.map_structure(lambda a: KerasTensor(a.shape, dtype=str(a.dtype)), (x, y))
    predicted = model(symbols[0])
    if model._compile_loss is not None and not model._compile_loss.built:
        model._compile_loss.build(symbols[1], predicted)


def compiled_loss(model, y, predicted, weight):
    """The compiled loss alone; regularisation and a layer's own losses come from the call."""
    with keras.StatelessScope():  # a loss of several outputs also updates metrics, which nobody reads here
        return model._compile_loss(y, predicted, weight)


def objects_to_read(model):
    """Where a member's numbers may live: its layers, optimizer and losses."""
    return [*model.layers, model.optimizer, model._compile_loss]


def reductions(model):
    """How each of the compiled losses is reduced over rows."""
    losses = model._compile_loss._flat_losses
    return {one.loss.reduction if hasattr(one, "loss") else one.reduction for one in losses if one is not None}


def why_not(model):
    """Why `model` can't be trained in a compiled program: a clause for a note, or None."""
    if not isinstance(model, keras.Model) or not model.compiled or model.optimizer is None:
        return "it is not a compiled keras.Model"
    kind = type(model)
    for name in ("train_step", "test_step", "compute_loss", "fit", "make_train_function"):
        if getattr(kind, name) is not getattr(keras.Model, name):
            return f"{kind.__name__} has a {name} of its own"
    if model.run_eagerly:
        return "it was compiled with run_eagerly=True"
    if model._compile_loss is None:
        return "it was compiled without a loss"
    if not model.built:
        return "it has no weights before its first call"
    return None
