"""The one file here that leans on names which Keras does not promise to keep.

Checked at the pinned Keras version by tests/explain. What is borrowed:

    Layer.__call__ replaced       the only place that every layer call of every model passes
    get_keras_mask, set_…         the mask that a tensor carries
    _keras_logits                 the logits that a tensor of probabilities carries
    CompileLoss                   what `compile` makes of a loss, for a model that was not compiled
    Functional._inputs            the dtype that a functional model turns its inputs into
    Sequential._functional        the functional model that a sequential one is inside
    InputLayer._dtype             the dtype that a sequential model turns its inputs into
    Loss._dtype                   the dtype that a loss computes in
    BIT64_TO_BIT32_DTYPE          what Keras rounds float64 to on JAX and torch
"""

from __future__ import annotations

import difflib
import threading
from contextlib import ExitStack, contextmanager

import keras
from keras.src.backend import get_keras_mask, set_keras_mask
from keras.src.backend.common import dtypes
from keras.src.trainers.compile_utils import CompileLoss

from dlfund.sentence import UserError

_ONE_AT_A_TIME = threading.RLock()  # what is replaced below, every thread sees


@contextmanager
def layer_calls(handler):
    """Inside, every layer call of this thread goes through `handler(call, layer, args, kwargs)`."""
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
    where the activation is itself a layer.
    """
    words = vars(layer)
    there, before = "activation" in words, words.get("activation")
    words["activation"] = activation
    try:
        yield
    finally:
        if there:
            words["activation"] = before
        else:
            del words["activation"]


def plus(tensor, more, keep_logits=True):
    """tensor + more, with what the tensor carries: a mask, and the logits that it was made from."""
    total = tensor + keras.ops.cast(more, tensor.dtype)
    mask = get_keras_mask(tensor)
    if mask is not None:
        set_keras_mask(total, mask)
    if keep_logits and carries_logits(tensor):
        total._keras_logits = tensor._keras_logits
    return total


def carries_logits(tensor):
    """Whether a loss will look behind this tensor: on TensorFlow, a crossentropy takes the logits that a sigmoid or
    softmax was made from instead of the probabilities, so that nothing is lost in rounding."""
    return getattr(tensor, "_keras_logits", None) is not None


def mask_of(tensor):
    return get_keras_mask(tensor)


def loss_like_compile(model, loss):
    """A function (y, predicted, sample_weight) -> scalar of whatever `compile` takes for a loss."""
    for one in keras.tree.flatten(loss) if not isinstance(loss, CompileLoss) else []:
        if isinstance(one, str):
            named("a loss's name", keras.losses.get, one)
    return (
        loss if isinstance(loss, CompileLoss) else CompileLoss(loss, output_names=getattr(model, "output_names", None))
    )


def named(what, get, name):
    """What Keras has under that name."""
    try:
        return get(name)
    except ValueError:
        known = dir(keras.losses if get is keras.losses.get else keras.optimizers)
        near = difflib.get_close_matches(name.lower().replace("_", ""), [word.lower() for word in known], n=2)
        hint = f" Perhaps {' or '.join(near)}?" if near else ""
        raise UserError(f"Expected {what} that Keras knows. Received: {name!r}.{hint}") from None


@contextmanager
def everything_in(dtype, model, losses):
    """Inside, the model's layers and these losses compute in `dtype`; their variables are left alone."""
    policy = keras.DTypePolicy(dtype)
    with ExitStack() as undo:
        rounded = dict(dtypes.BIT64_TO_BIT32_DTYPE)
        undo.callback(dtypes.BIT64_TO_BIT32_DTYPE.update, rounded)
        dtypes.BIT64_TO_BIT32_DTYPE[dtype] = dtype
        for layer in [model, *model._flatten_layers(include_self=False)]:
            _put(undo, layer, "_dtype_policy", policy)
            if isinstance(layer, keras.layers.InputLayer) and "float" in layer.dtype:
                _put(undo, layer, "_dtype", dtype)
            inside = getattr(layer, "_functional", None) or layer
            for tensor in getattr(inside, "_inputs", None) or []:
                if isinstance(tensor, keras.KerasTensor) and "float" in tensor.dtype:
                    _put(undo, tensor, "_dtype", dtype)
        for loss in losses:
            for one in [loss, *(getattr(loss, "_flat_losses", None) or [])]:
                one = getattr(one, "loss", one)
                if isinstance(one, keras.Loss):
                    _put(undo, one, "_dtype_policy", policy)
                    _put(undo, one, "_dtype", dtype)
        yield


def _put(undo, owner, name, value):
    before = getattr(owner, name)
    setattr(owner, name, value)
    undo.callback(setattr, owner, name, before)


def compiled_loss_of(model):
    return model._compile_loss


def compiled_losses(model, loss=None):
    """The keras.Loss objects of a loss as `compile` takes it, or of the compiled one; names and dicts are resolved."""
    given = loss if loss is not None else getattr(model._compile_loss, "_user_loss", None)
    leaves = keras.tree.flatten(given.__dict__.get("_user_loss", given) if isinstance(given, CompileLoss) else given)
    found = [keras.losses.get(leaf) for leaf in leaves if leaf is not None]
    named = [_by_name(one) for one in found]
    return [one for one in named if isinstance(one, keras.Loss)]


def _by_name(loss):
    """A loss function's class, whose name says the same."""
    if isinstance(loss, keras.Loss) or not hasattr(loss, "__name__"):
        return loss
    same = "".join(word.capitalize() for word in loss.__name__.split("_"))
    return getattr(keras.losses, same)() if hasattr(keras.losses, same) else loss
