"""What the real component says: drawings get their numbers from here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlfund.learn.interview.networks import to_numpy


def output(layer: Any, *inputs: Any, weights: Sequence[Any] = (), **options: Any) -> np.ndarray:
    """A layer's output for one row, or of several inputs for one row each, after its weights were set.

    Args:
        layer: a layer that is not built yet.
        inputs: arrays of one row, without the batch axis.
        weights: the layer's weights in its own order; none leaves them as they are.
        options: of the call, such as `training=True`.
    """
    rows = [np.asarray(entry)[None] for entry in inputs]
    rows = [row.astype("float32") if row.dtype.kind == "f" else row for row in rows]
    asked = rows[0] if len(rows) == 1 else rows
    if weights:
        layer(asked)
        layer.set_weights([np.asarray(weight, dtype="float32") for weight in weights])
    answer = layer(asked, **options)
    return to_numpy(answer[0] if isinstance(answer, tuple | list) else answer)[0]
