"""What several floors ask of Keras and Keras has no public word for: one function each.

`training/compiled/keras_internals.py` has what a compiled training asks, `explain/backends/keras_internals.py` what
looking inside asks; nothing else in dlfund names anything of Keras that is private. Checked with the Keras of
`TESTED`; `untested` says whether another one is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras

TESTED = "3.15"  # the minor version that the tests run with


def untested() -> str | None:
    """Why what is borrowed here may not hold: a clause for a note, or None with the Keras of the tests.

    Missing in Keras: a promise about the names below.
    """
    installed = str(keras.__version__)
    if installed == TESTED or installed.startswith(f"{TESTED}."):
        return None
    return f"dlfund's compiled training is tested with Keras {TESTED}, and Keras {installed} is installed"


def flat_layers(model: Any) -> list[Any]:
    """Every layer inside a model, those inside its layers included.

    Missing in Keras: a walk through layers of layers; `model.layers` has the outermost.
    """
    return list(model._flatten_layers(include_self=False, recursive=True))


def maker_of(tensor: Any) -> Any:
    """The layer or operation that a symbolic tensor comes from; of an input, its InputLayer.

    Missing in Keras: a tensor's past.
    """
    return tensor._keras_history.operation


def call_behind(tensor: Any) -> Any:
    """The call that a symbolic tensor comes from: `input_tensors`, and `arguments` as they were given.

    Missing in Keras: a tensor's past.
    """
    history = tensor._keras_history
    return history.operation._inbound_nodes[history.node_index]


def calls_of(operation: Any) -> list[Any]:
    """Every call of a layer or operation in a functional model.

    Missing in Keras: a list of an operation's calls; `get_config` tells those of layers alone.
    """
    return list(operation._inbound_nodes)


def takes_mask(layer: Any) -> bool:
    """Whether a layer's `call` has an argument `mask`.

    Missing in Keras: a layer's word on it; the signature of `call` is hidden where a layer wraps another.
    """
    return bool(layer._call_has_mask_arg)


def weights_of(optimizer: Any) -> list[Any]:
    """The weights that an optimizer was built for.

    Missing in Keras: a public list of them; `optimizer.variables` are the optimizer's own.
    """
    return optimizer._trainable_variables


def inside_stateless_scope() -> bool:
    """Whether variables now stand for the tensors of a `keras.StatelessScope`.

    Missing in Keras: the question; only the scope is public.
    """
    from keras.src.backend.common.stateless_scope import in_stateless_scope

    return in_stateless_scope()


def learning_rate_of(optimizer: Any, otherwise: Any = None) -> Any:
    """The learning rate as the optimizer was given it: a schedule, where it has one.

    Missing in Keras: the schedule itself; `learning_rate` is its value at this step.
    """
    return getattr(optimizer, "_learning_rate", otherwise)


def without_decay(optimizer: Any) -> Any:
    """The pattern of weights' names that `exclude_from_weight_decay` was given, or None.

    Missing in Keras: what was excluded; the optimizer's config is silent about it.
    """
    return getattr(optimizer, "_exclude_from_weight_decay_pattern", None)


def with_mask(losses: Any, mask: Any) -> Any:
    """Losses by row that say which of them count when their mean is taken.

    Missing in Keras: a public way for a loss to give a mask, which its reduction then asks for.
    """
    from keras.src.backend import set_keras_mask

    set_keras_mask(losses, mask)
    return losses


def loss_objects(compiled_loss: Any) -> Iterator[Any]:
    """The `keras.Loss` objects that a compiled loss adds up.

    Missing in Keras: a way from what `compile` made of a loss to its parts.
    """
    parts: Iterable[Any] = getattr(compiled_loss, "_flat_losses", None) or ()
    return (getattr(part, "loss", part) for part in parts if part is not None)


def compiled_loss_of(model: Any) -> Any:
    """What `compile` made of a model's loss: a function (y, predicted, sample_weight) -> scalar, or None.

    Missing in Keras: the loss alone; `compute_loss` adds what the model's layers add.
    """
    return model._compile_loss


def cell_with_dropout() -> type:
    """The class by which `keras.layers.RNN` knows a cell whose dropout is drawn once for a whole sequence.

    Missing in Keras: a public way for a cell to ask for that; a draw inside the loop fails on JAX.
    """
    from keras.src.layers.rnn.dropout_rnn_cell import DropoutRNNCell

    return DropoutRNNCell
