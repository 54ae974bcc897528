"""What looking inside a model needs of Keras and is not in its public interface: one function each.

Checked with the Keras of `dlfund.core.keras_internals.TESTED` by tests/explain.
"""

from __future__ import annotations

import difflib
import threading
from contextlib import ExitStack, contextmanager

import keras
from keras.src.backend import get_keras_mask, set_keras_mask
from keras.src.backend.common import dtypes
from keras.src.trainers.compile_utils import CompileLoss

from dlfund.core.errors import UserError
from dlfund.core.keras_internals import compiled_loss_of, flat_layers, loss_objects

_ONE_AT_A_TIME = threading.RLock()  # what is replaced below is seen by every thread


@contextmanager
def layer_calls(handler):
    """Inside, every layer call of this thread goes through `handler(call, layer, args, kwargs)`.

    Missing in Keras: a hook that every layer call of every model passes.
    """
    layer_class, thread = keras.layers.Layer, threading.get_ident()
    original = layer_class.__call__

    def through_handler(self, *args, **kwargs):
        if threading.get_ident() != thread:
            return original(self, *args, **kwargs)
        return handler(original, self, args, kwargs)

    with _ONE_AT_A_TIME:
        layer_class.__call__ = through_handler
        try:
            yield
        finally:
            layer_class.__call__ = original


@contextmanager
def replaced_activation(layer, activation):
    """Inside, the layer's activation is another function.

    It is put into the instance's dictionary: a plain assignment would be tracked by Keras, and refused by torch
    where the activation is itself a layer. Missing in Keras: a hook around the activation inside a layer.
    """
    attributes = vars(layer)
    there, before = "activation" in attributes, attributes.get("activation")
    attributes["activation"] = activation
    try:
        yield
    finally:
        if there:
            attributes["activation"] = before
        else:
            del attributes["activation"]


def plus(tensor, more, keep_logits=True):
    """tensor + more, with what the tensor carries: a mask, and the logits that it was made from.

    Missing in Keras: a copy of a tensor with its mask and logits.
    """
    total = tensor + keras.ops.cast(more, tensor.dtype)
    mask = get_keras_mask(tensor)
    if mask is not None:
        set_keras_mask(total, mask)
    if keep_logits and carries_logits(tensor):
        total._keras_logits = tensor._keras_logits
    return total


def carries_logits(tensor):
    """Whether a loss will use this tensor's logits: on TensorFlow, a crossentropy takes the logits that a sigmoid or
    softmax was made from instead of the probabilities, so that nothing is lost in rounding.

    Missing in Keras: a public function that tells.
    """
    return getattr(tensor, "_keras_logits", None) is not None


def mask_of(tensor):
    """The mask that a tensor carries, or None. Missing in Keras: a public function that tells."""
    return get_keras_mask(tensor)


def loss_like_compile(model, loss):
    """A function (y, predicted, sample_weight) -> scalar of whatever `compile` takes for a loss.

    Missing in Keras: what `compile` makes of a loss, for a model that was not compiled.
    """
    for leaf in keras.tree.flatten(loss) if not isinstance(loss, CompileLoss) else []:
        if isinstance(leaf, str):
            named("a loss's name", keras.losses.get, leaf)
    return (
        loss if isinstance(loss, CompileLoss) else CompileLoss(loss, output_names=getattr(model, "output_names", None))
    )


def named(what, get, name):
    """The loss or optimizer that Keras has under that name."""
    try:
        return get(name)
    except ValueError:
        known = dir(keras.losses if get is keras.losses.get else keras.optimizers)
        near = difflib.get_close_matches(name.lower().replace("_", ""), [word.lower() for word in known], n=2)
        hint = f" Perhaps {' or '.join(near)}?" if near else ""
        raise UserError(f"Expected {what} that Keras knows. Received: {name!r}.{hint}") from None


@contextmanager
def everything_in(dtype, model, losses):
    """Inside, the model's layers and these losses compute in `dtype`; their variables are left alone.

    Missing in Keras: another dtype for an existing model; float64 on JAX and torch, which Keras rounds.
    """
    policy = keras.DTypePolicy(dtype)
    with ExitStack() as undo:
        rounded = dict(dtypes.BIT64_TO_BIT32_DTYPE)
        undo.callback(dtypes.BIT64_TO_BIT32_DTYPE.update, rounded)
        dtypes.BIT64_TO_BIT32_DTYPE[dtype] = dtype
        for layer in [model, *flat_layers(model)]:
            _put(undo, layer, "_dtype_policy", policy)
            if isinstance(layer, keras.layers.InputLayer) and "float" in layer.dtype:
                _put(undo, layer, "_dtype", dtype)
            inside = getattr(layer, "_functional", None) or layer
            for tensor in getattr(inside, "_inputs", None) or []:
                if isinstance(tensor, keras.KerasTensor) and "float" in tensor.dtype:
                    _put(undo, tensor, "_dtype", dtype)
        for loss in losses:
            for part in [loss, *loss_objects(loss)]:
                if isinstance(part, keras.Loss):
                    _put(undo, part, "_dtype_policy", policy)
                    _put(undo, part, "_dtype", dtype)
        yield


def _put(undo, owner, name, value):
    before = getattr(owner, name)
    setattr(owner, name, value)
    undo.callback(setattr, owner, name, before)


def compiled_losses(model, loss=None):
    """The keras.Loss objects of a loss as `compile` takes it, or of the compiled one; names and dicts are resolved."""
    leaves = keras.tree.flatten(as_given(compiled_loss_of(model) if loss is None else loss))
    losses = [keras.losses.get(leaf) for leaf in leaves if leaf is not None]
    named = [_by_name(candidate) for candidate in losses]
    return [candidate for candidate in named if isinstance(candidate, keras.Loss)]


def as_given(loss):
    """The loss that `compile` was given; a loss that is not compiled is returned as it is.

    Missing in Keras: the way back from a compiled loss.
    """
    return getattr(loss, "_user_loss", loss)


def settings_of_loss(loss) -> dict:
    """The arguments of the function inside a loss, such as from_logits.

    Missing in Keras: these settings, where a loss's own `get_config` leaves them out.
    """
    return getattr(loss, "_fn_kwargs", {})


def _by_name(loss):
    """The class that belongs to a loss function, found by its name."""
    if isinstance(loss, keras.Loss) or not hasattr(loss, "__name__"):
        return loss
    same = "".join(word.capitalize() for word in loss.__name__.split("_"))
    return getattr(keras.losses, same)() if hasattr(keras.losses, same) else loss
