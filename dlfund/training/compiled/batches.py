"""Rows in the shape of a program: one shape for members of different sizes, padded with rows of weight 0."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np

from dlfund.training.part_rules import row_weights


class Batches(NamedTuple):
    """Padded rows and how many of them are real.

    Args:
        x, y: arrays, or lists or dicts of arrays, of shape (capacity, …).
        weight: array of shape (capacity,). 0 for padding.
        rows: int32. Real rows; they come first.
    """

    x: Any
    y: Any
    weight: Any
    rows: Any


def capacity_for(rows: int, batch_size: int) -> int:
    """The next larger one of a few sizes: whole batches, in steps of at most a quarter.

    Members of similar sizes then share a program. Padding costs memory and a little sorting, but no step.
    """
    batches = -(-rows // batch_size)
    step = max(1, 2 ** (max(batches, 1).bit_length() - 3))
    return -(-batches // step) * step * batch_size


def pad(rows: Any, capacity: int, class_weight: dict[int, float] | None = None) -> Batches:
    """Rows followed by zeros up to `capacity`."""
    weight = row_weights(rows, class_weight)
    weight = np.ones(len(rows)) if weight is None else weight
    x, y, weight = keras.tree.map_structure(lambda part: _pad(part, capacity), (rows.x, rows.y, weight))
    return Batches(x, y, weight, np.int32(len(rows)))


def nothing_like(batches: Batches, capacity: int) -> Batches:
    """Padding alone, in the same form: for a member without validation rows."""

    def empty(part: Any) -> np.ndarray:
        return np.zeros((capacity, *np.shape(part)[1:]), np.asarray(part).dtype)

    x, y, weight = keras.tree.map_structure(empty, (batches.x, batches.y, batches.weight))
    return Batches(x, y, weight, np.int32(0))


def _pad(part: Any, capacity: int) -> np.ndarray:
    part = np.asarray(part)
    dtype = keras.config.floatx() if part.dtype.kind == "f" else "int32" if part.dtype.kind in "iu" else part.dtype
    padded = np.zeros((capacity, *part.shape[1:]), dtype)
    padded[: len(part)] = part
    return padded


def bytes_of(batches: Batches) -> int:
    """Memory that the arrays take."""
    return sum(np.asarray(part).nbytes for part in keras.tree.flatten((batches.x, batches.y, batches.weight)))
