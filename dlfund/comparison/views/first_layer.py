"""What the first convolution looks for, and where it finds it in one row."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.views.example_rows import CHANNELS, STEPS
from dlfund.comparison.views.parts import parts
from dlfund.comparison.views.seen import Seen, rounded
from dlfund.comparison.views.shades import greys, shades

FILTERS = 16


def first_layer(seen: Seen) -> dict[str, Any]:
    """Filters of the best network's first convolution, the strongest first, and the map that each makes of one row."""
    network, shape = seen.network, seen.schema.shape
    found = None if network is None else convolution(network.model, len(shape) - 1)
    if found is None:
        return {}
    owner, layer = found
    row = _row(seen)
    table = seen.comparison.dataset.x.iloc[[row]]
    maps = _output(owner, layer, network.encoder.transform(table))[0]
    kernel = np.asarray(layer.kernel, dtype=float)
    order = np.argsort(-np.ptp(maps.reshape(-1, maps.shape[-1]), axis=0), kind="stable")[:FILTERS]
    draw = _as_pictures if len(shape) == 3 else _as_lines
    values = table.to_numpy(dtype=float).reshape(shape)
    return {
        "layer": layer.name,
        "contender": seen.best["network"],
        "filters_in_all": int(kernel.shape[-1]),
        "shape": list(kernel.shape[:-2]),
        "label": seen.schema.classes[int(seen.comparison.dataset.y[row])] if seen.schema.classes else None,
        **draw(values, kernel[..., order], maps[..., order]),
    }


def convolution(model: Any, dimensions: int) -> tuple[Any, Any] | None:
    """The model's first layer that slides a window over so many dimensions, and the model it is called in; or None."""
    for owner, layer in parts(model) if dimensions > 0 else ():
        kernel = getattr(layer, "kernel", None)
        if hasattr(layer, "kernel_size") and kernel is not None and len(kernel.shape) == dimensions + 2:
            return owner, layer
    return None


def _row(seen: Seen) -> int:
    """A row that was tested; of a class that is not the first, where there is one."""
    y = seen.comparison.dataset.y
    return int(np.flatnonzero(y == y.max())[0]) if seen.schema.classes else 0


def _output(model: Any, layer: Any, x: np.ndarray) -> np.ndarray:
    """One row is called, not predicted: a compiled program would serve it alone."""
    import keras

    return np.asarray(keras.ops.convert_to_numpy(keras.Model(model.inputs, layer.output)([x])), dtype=float)


def _as_pictures(values: np.ndarray, kernel: np.ndarray, maps: np.ndarray) -> dict[str, Any]:
    window, reach = kernel.mean(axis=2), float(np.abs(kernel.mean(axis=2)).max())
    filters = [shades(window[:, :, one], -reach, reach) for one in range(window.shape[-1])]
    low, high = float(maps.min()), float(maps.max())
    picture = greys(values)
    return {
        "row": shades(picture, float(picture.min()), float(picture.max())),
        "filters": filters,
        "maps": [shades(maps[:, :, one], low, high) for one in range(maps.shape[-1])],
    }


def _as_lines(values: np.ndarray, kernel: np.ndarray, maps: np.ndarray) -> dict[str, Any]:
    every = max(1, -(-len(values) // STEPS))
    return {
        "row": [rounded(values[::every, channel], 3) for channel in range(min(values.shape[1], CHANNELS))],
        "filters": [rounded(kernel[:, :, one].mean(axis=1), 3) for one in range(kernel.shape[-1])],
        "maps": [rounded(maps[:: max(1, -(-len(maps) // STEPS)), one], 3) for one in range(maps.shape[-1])],
    }
