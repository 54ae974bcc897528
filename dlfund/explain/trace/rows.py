"""The rows that a model is examined with: as tensors, checked before an error deep inside occurs."""

from __future__ import annotations

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError


def as_tensors(part):
    """Arrays, tables, or a structure of them, as tensors; floats in Keras's usual precision."""
    if part is None:
        return None
    if hasattr(part, "to_numpy"):
        part = part.to_numpy()
    if isinstance(part, list) and not any(hasattr(row, "shape") for row in part):
        part = np.asarray(part)  # rows typed in by hand
    return keras.tree.map_structure(_tensor, part)


def _tensor(leaf):
    if ops.is_tensor(leaf):
        return leaf
    array = np.asarray(leaf)
    if array.dtype.kind not in "fiub":
        word = next((str(value) for value in array.ravel() if isinstance(value, str)), "something else")
        raise UserError(f"Expected numbers. Received: {word!r} among them. Encode text as numbers first.")
    return ops.convert_to_tensor(array.astype(keras.config.floatx()) if array.dtype.kind == "f" else array)


def build(model, x):
    """Check model and rows against each other, and give a model that was never called its weights."""
    if not isinstance(model, keras.Model):
        raise UserError(f"Expected a keras.Model. Received: {type(model).__name__}. Wrap layers in keras.Sequential.")
    _check_inputs(model, x)
    if not model.built:
        model(x, training=False)


def check_lengths(x, y, sample_weight=None):
    """As many targets and weights as rows, and at least one row."""
    counts = [_rows(leaf) for leaf in keras.tree.flatten(x)]
    rows = counts[0] if counts else 0
    if rows == 0:
        raise UserError("Expected at least one row. Received: none.")
    for what, part in (("x", x), ("y", y), ("sample_weight", sample_weight)):
        for leaf in keras.tree.flatten(part):
            if leaf is not None and _rows(leaf) != rows:
                raise UserError(f"Expected {rows} rows in {what}, as in x. Received: {_rows(leaf)}.")


def _rows(leaf):
    return leaf.shape[0] if len(leaf.shape) else 0


def _check_inputs(model, x):
    """Shapes and number of inputs; for a subclassed model they are known only when it is called."""
    wanted = keras.tree.flatten(getattr(model, "inputs", None) or [])
    given = keras.tree.flatten(x)
    if not wanted:
        return
    if len(given) < len(wanted):
        names = ", ".join(tensor.name for tensor in wanted)
        raise UserError(f"Expected {len(wanted)} inputs for the model {model.name!r}: {names}. Received: {len(given)}.")
    if len(wanted) == len(given) == 1 and not _fits(wanted[0].shape, given[0].shape):
        shape = ", ".join("any" if size is None else str(size) for size in wanted[0].shape[1:])
        one_row = len(given[0].shape) == len(wanted[0].shape) - 1 and tuple(given[0].shape) == wanted[0].shape[1:]
        raise UserError(
            f"Expected rows as the model {model.name!r} takes them: (rows, {shape}). "
            f"Received: x of shape {tuple(given[0].shape)}.{' Give a single row as x[None].' if one_row else ''}"
        )


def _fits(wanted, given):
    if len(given) + 1 == len(wanted) and wanted[-1] == 1 and given:  # Keras adds the last axis itself
        given = (*given, 1)
    elif len(given) == len(wanted) + 1 and given[-1] == 1:
        given = given[:-1]
    return len(wanted) == len(given) and all(w in (None, g) for w, g in zip(wanted[1:], given[1:], strict=True))
