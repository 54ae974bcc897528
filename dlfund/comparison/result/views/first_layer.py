"""The pattern that each filter of the first convolution responds to, and where it finds it in one row."""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.comparison.result.views.example_rows import CHANNELS, STEPS, Drawn
from dlfund.comparison.result.views.nested_layers import nested_layers
from dlfund.comparison.result.views.shades import greys, shades

FILTERS = 16


class DrawnFilters(TypedDict):
    """One row, filters, and the map that each filter makes of the row."""

    row: Drawn
    filters: list[Any]
    maps: list[Any]


class FirstLayer(DrawnFilters):
    """The same, with the layer that the filters belong to and the row's class."""

    layer: str
    contender: str
    filters_in_all: int
    shape: list[int]
    label: str | None


def first_layer(run: FinishedRun) -> FirstLayer | None:
    """Filters of the best network's first convolution, the strongest first, and the map that each makes of one row."""
    network, shape = run.network, run.schema.shape
    first = None if network is None else convolution(network.model, len(shape) - 1)
    if first is None:
        return None
    owner, layer = first
    row = _row(run)
    table = run.comparison.dataset.x.iloc[[row]]
    maps = _output(owner, layer, network.encoder.transform(table))[0]
    kernel = np.asarray(layer.kernel, dtype=float)
    order = np.argsort(-np.ptp(maps.reshape(-1, maps.shape[-1]), axis=0), kind="stable")[:FILTERS]
    draw = _as_pictures if len(shape) == 3 else _as_lines
    values = table.to_numpy(dtype=float).reshape(shape)
    return {
        "layer": layer.name,
        "contender": run.network_name,
        "filters_in_all": int(kernel.shape[-1]),
        "shape": list(kernel.shape[:-2]),
        "label": run.schema.classes[int(run.comparison.dataset.y[row])] if run.schema.classes else None,
        **draw(values, kernel[..., order], maps[..., order]),
    }


def convolution(model: Any, dimensions: int) -> tuple[Any, Any] | None:
    """The model's first layer that slides a window over `dimensions` axes, after the model that calls it; or None."""
    for owner, layer in nested_layers(model) if dimensions > 0 else ():
        kernel = getattr(layer, "kernel", None)
        if hasattr(layer, "kernel_size") and kernel is not None and len(kernel.shape) == dimensions + 2:
            return owner, layer
    return None


def _row(run: FinishedRun) -> int:
    """The first row of the last class; of numbers the first row."""
    y = run.comparison.dataset.y
    return int(np.flatnonzero(y == y.max())[0]) if run.schema.classes else 0


def _output(model: Any, layer: Any, x: np.ndarray) -> np.ndarray:
    """The layer's output; the model is called and does not `predict`, which would compile a program for one row."""
    import keras

    return np.asarray(keras.ops.convert_to_numpy(keras.Model(model.inputs, layer.output)([x])), dtype=float)


def _as_pictures(values: np.ndarray, kernel: np.ndarray, maps: np.ndarray) -> DrawnFilters:
    window, reach = kernel.mean(axis=2), float(np.abs(kernel.mean(axis=2)).max())
    filters = [shades(window[:, :, number], -reach, reach) for number in range(window.shape[-1])]
    low, high = float(maps.min()), float(maps.max())
    picture = greys(values)
    return {
        "row": shades(picture, float(picture.min()), float(picture.max())),
        "filters": filters,
        "maps": [shades(maps[:, :, number], low, high) for number in range(maps.shape[-1])],
    }


def _as_lines(values: np.ndarray, kernel: np.ndarray, maps: np.ndarray) -> DrawnFilters:
    every = max(1, -(-len(values) // STEPS))
    return {
        "row": [rounded(values[::every, channel], 3) for channel in range(min(values.shape[1], CHANNELS))],
        "filters": [rounded(kernel[:, :, number].mean(axis=1), 3) for number in range(kernel.shape[-1])],
        "maps": [rounded(maps[:: max(1, -(-len(maps) // STEPS)), number], 3) for number in range(maps.shape[-1])],
    }
