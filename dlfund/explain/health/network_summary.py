"""A network that is too large or too complex to draw neuron by neuron: each layer's kind, outputs and gradients.

for each layer: shape, weights, outputs (mean, standard deviation, histogram), ‖∂loss/∂weights‖, dead and saturated
units, and a few units' outputs on a few rows; for the first convolution its filters
"""

from __future__ import annotations

import keras
import numpy as np
from keras import ops

from dlfund import layers
from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import is_floating, to_numpy
from dlfund.explain.health.activations import activations_of
from dlfund.explain.health.gradient_flow import gradient_flow
from dlfund.explain.health.units import recorded_calls, units_of
from dlfund.explain.trace.step import as_tensors

ROWS = 24  # rows whose outputs are kept
UNITS = 16  # units of a layer whose outputs are kept
FILTERS = 16
FLOW_ROWS = 32  # rows that the gradients are computed from
LAYERS = 200  # layer calls that are listed


def network_summary(model, x, y, *, loss=None) -> dict:
    """Text and numbers of every layer call; what could not be measured is a sentence in `notes`."""
    calls = recorded_calls(model, x)
    outputs = {layer.name: layer for layer in activations_of(calls).layers}
    health = {layer.name: layer for layer in units_of(calls).layers}
    flow, notes = _flow(model, x, y, loss)
    shown = [(name, call) for name, call in calls if ops.is_tensor(call.output)]
    if len(shown) > LAYERS:
        notes.append(f"The first {LAYERS} of {len(shown)} layer calls are listed.")
    return {
        "notes": notes,
        "loss_value": _plain(flow.loss) if flow else None,
        "flow_ratio": _plain(flow.ratio) if flow else None,
        "calls": [
            _call(name, call, outputs.get(name), health.get(name), _flow_of(flow, name))
            for name, call in shown[:LAYERS]
        ],
        "predictions": _predictions(model, x),
        "targets": _numbers(y, ROWS),
        "filters": _filters(calls),
    }


def _flow(model, x, y, loss):
    first = lambda part: part[:FLOW_ROWS]  # noqa: E731
    try:
        return gradient_flow(model, *(keras.tree.map_structure(first, part) for part in (x, y)), loss=loss), []
    except UserError as error:
        return None, [f"Its gradients could not be measured: {error}"]


def _flow_of(flow, name):
    return next((layer for layer in flow.layers if layer.name == name), None) if flow else None


def _call(name, call, outputs, health, flow):
    return {
        "name": name,
        "kind": type(call.layer).__name__,
        "shape": [int(size) for size in call.output.shape[1:]],
        "weights": 0 if call.children else sum(int(np.prod(weight.shape)) for weight in call.layer.weights),
        "sample": _sample(call.output) if is_floating(call.output) else [],
        "outputs": outputs and _outputs(outputs),
        "units": health and _units(health),
        "gradient": flow and _plain(flow.weight_norm),
        "size": flow and _plain(flow.size),
    }


def _outputs(layer):
    return {
        "mean": _plain(layer.mean),
        "deviation": _plain(layer.standard_deviation),
        "least": _plain(layer.minimum),
        "most": _plain(layer.maximum),
        "zeros": layer.zeros,
        "not_finite": layer.not_finite,
        "counts": list(layer.counts),
    }


def _units(layer):
    counts = {"dead": len(layer.dead), "saturated": len(layer.saturated), "distinct": layer.distinct}
    return {"count": layer.units, **counts, "activation": layer.activation or "linear"}


def _sample(output):
    """Rows × units: the first units' outputs, averaged over places."""
    array = to_numpy(output)[:ROWS].astype("float64")
    if array.ndim < 2:
        return []
    flat = array.reshape(len(array), -1, array.shape[-1]).mean(axis=1)[:, :UNITS]
    return _rounded(flat)


def _predictions(model, x):
    first = keras.tree.map_structure(lambda part: part[:ROWS], x)
    return _numbers(keras.tree.map_structure(to_numpy, model(as_tensors(first), training=False)), ROWS)


def _numbers(part, rows):
    """A few numbers per row; of several outputs, those of the first."""
    array = np.asarray(keras.tree.flatten(part)[0])
    if array.dtype.kind not in "fiub":
        return []
    return _rounded(array[:rows].reshape(min(rows, len(array)), -1)[:, :UNITS].astype("float64"))


def _filters(calls):
    """The first two-dimensional convolution's filters, averaged over its input channels."""
    kinds = (keras.layers.Conv2D, layers.Conv2D)
    layer = next((call.layer for _, call in calls if isinstance(call.layer, kinds)), None)
    if layer is None:
        return None
    kernel = to_numpy(ops.convert_to_tensor(layer.kernel)).mean(axis=2)
    return {"layer": layer.name, "of": int(kernel.shape[-1]), "pixels": _shades(kernel[..., :FILTERS])}


def _shades(kernel):
    """Each filter as strings of digits, 0 the lowest and 9 the highest."""
    filters = []
    for channel in np.moveaxis(kernel, -1, 0):
        spread = float(np.ptp(channel)) or 1.0
        levels = np.floor((channel - channel.min()) / spread * 9.999).astype(int).clip(0, 9)
        filters.append(["".join(map(str, line)) for line in levels])
    return filters


def _rounded(array):
    return [[_plain(float(f"{value:.6g}")) for value in row] for row in array.tolist()]


def _plain(value):
    """JSON knows no NaN and no infinity."""
    return float(value) if value is not None and np.isfinite(value) else None
