"""The one file that leans on names which Keras does not promise to keep.

Checked at the pinned Keras version by tests/training/test_same_answer.py: every optimizer and the common
layers must end where `model.fit` ends. What is borrowed:

    Variable._initialize*, _direct_assign    build a model without drawing its weights one operation at a time
    optimizer methods of the base class      the TensorFlow optimizer overrides those that work without variables
    Trainer._compile_loss                    the compiled loss, without the model's own additional losses
"""

from __future__ import annotations

import threading
from contextlib import contextmanager

import keras
import numpy as np
from keras import ops
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.optimizers.base_optimizer import BaseOptimizer
from keras.src.trainers.trainer import Trainer

_BUILDING = threading.RLock()  # the two patches below are seen by every thread


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
    with _BUILDING:
        before = {name: vars(keras.Variable)[name] for name in patches if name in vars(keras.Variable)}
        for name, patch in patches.items():
            setattr(keras.Variable, name, patch)
        try:
            yield
        finally:
            for name in patches:
                if name in before:
                    setattr(keras.Variable, name, before[name])
                else:
                    delattr(keras.Variable, name)


def start_of(variable):
    """The value that `variable` starts from, as an array."""
    if variable._value is not None:
        return ops.convert_to_numpy(variable._value)
    shape, initializer = tuple(variable._shape), variable._initializer
    if isinstance(initializer, keras.initializers.Zeros):
        return np.zeros(shape, variable.dtype)
    return ops.convert_to_numpy(ops.convert_to_tensor(initializer(shape, dtype=variable.dtype), variable.dtype))


def make_stateless(optimizer):
    """Give `optimizer`, and those inside it, the methods that work without variables on TensorFlow too."""
    for inner in _inner_optimizers(optimizer):
        make_stateless(inner)
    if keras.backend.backend() == "tensorflow" and not isinstance(optimizer, _Stateless):
        kind = type(optimizer)
        # First in line stand the methods of the optimizer itself, if it brings its own; Keras's TensorFlow ones must not.
        own = {
            name: value
            for cls in reversed(kind.__mro__)
            if name_is_free(cls)
            for name, value in vars(cls).items()
            if name in _BORROWED
        }
        optimizer.__class__ = type(kind.__name__, (_Stateless, kind), own)
    return optimizer


def name_is_free(cls):
    """Whether `cls` is a concrete optimizer: neither Keras's base class nor its TensorFlow layer."""
    return issubclass(cls, BaseOptimizer) and cls is not BaseOptimizer and ".backend." not in cls.__module__


def _inner_optimizers(optimizer):
    for value in vars(optimizer).values():
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(one, BaseOptimizer):
                yield one


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


class _Stateless(BaseOptimizer):
    """The base optimizer's methods, put in front of those that TensorFlow's layer replaces."""

    def _backend_apply_gradients(self, grads, trainable_variables):
        """Keras's own, with values chosen by `where`: a branch cannot carry what it assigns out of its graph."""
        every = self.gradient_accumulation_steps
        if every:
            due = ops.equal((self._iterations + 1) % every, 0)
            sums = [self._accumulated_gradients[self._get_variable_index(v)] for v in trainable_variables]
            totals = [gradient + total for gradient, total in zip(grads, sums, strict=True)]
            touched = [*trainable_variables, *self.variables]
            before = [ops.convert_to_tensor(v) for v in touched]
            self._one_step([total / every for total in totals], trainable_variables)
            for variable, old in zip(touched, before, strict=True):
                variable.assign(ops.where(due, variable, old))
            for variable, total in zip(sums, totals, strict=True):
                variable.assign(ops.where(due, ops.zeros_like(total), total))
        else:
            self._one_step(grads, trainable_variables)
        if self.use_ema:
            self._average()

    def _one_step(self, grads, trainable_variables):
        grads = self._clip_gradients(grads)
        self._apply_weight_decay(trainable_variables)
        self._backend_update_step(grads, trainable_variables, self.learning_rate)

    def _average(self):
        self._update_model_variables_moving_average(self._trainable_variables)
        if self.ema_overwrite_frequency:
            due = ops.equal((self.iterations + 1) % self.ema_overwrite_frequency, 0)
            pairs = zip(self._trainable_variables, self._model_variables_moving_average, strict=True)
            for variable, average in pairs:
                variable.assign(ops.where(due, average, variable))


for _name in _BORROWED:
    setattr(_Stateless, _name, vars(BaseOptimizer)[_name])


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
    kind = type(model)
    for name in ("train_step", "test_step", "compute_loss", "fit", "make_train_function"):
        if getattr(kind, name) is not getattr(keras.Model, name):
            return f"{kind.__name__} has a {name} of its own"
    if model.run_eagerly:
        return "it was compiled with run_eagerly=True"
    if model._compile_loss is None:
        return "it was compiled without a loss"
    if isinstance(model, Trainer) and model.jit_compile is False and model._compile_config is None:
        return "its compile settings can't be read"
    return None
