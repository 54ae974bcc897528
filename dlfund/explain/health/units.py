"""Units: which neurons of a layer are active, which are dead or saturated, and which equal another.

dead        f'(z) = 0 on every row: its weights get no gradient
saturated   |f'(z)| < 0.01 · (largest slope of f) on at least 95 % of the rows
twins       the same output on every row and the same incoming weights: one of them is wasted
rank        how many dimensions the layer's outputs span on these rows
"""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.trace.by_name import pick
from dlfund.explain.trace.layer_call import slope
from dlfund.explain.trace.number_text import table
from dlfund.explain.trace.recording import Recording
from dlfund.explain.trace.rows import as_tensors, build
from dlfund.explain.trace.step import mapped_scope

SATURATED_SLOPE = 0.01  # share of the activation's steepest slope
SATURATED_ROWS = 0.95  # share of the rows
TWIN = 1e-6  # relative difference up to which two units are the same
SAMPLE = 4096  # rows, or rows times places, that are looked at; bounds the cost for images


@dataclass(frozen=True)
class LayerUnits:
    """The units of one layer call that has an activation or weights.

    Args:
        name, activation: str.
        units, rows: int. Rows times places for images and sequences.
        dead, saturated: tuple of int. Which units.
        twins: tuple of tuples of int. Groups of units that compute the same.
        rank: int. Of the matrix rows × units, up to min(rows, units).
    """

    name: str
    activation: str
    units: int
    rows: int
    dead: tuple[int, ...]
    saturated: tuple[int, ...]
    twins: tuple[tuple[int, ...], ...]
    rank: int

    @property
    def distinct(self) -> int:
        """How many units there are if equal ones count once."""
        return self.units - sum(len(group) - 1 for group in self.twins)


@dataclass(frozen=True)
class Units:
    """The layers' units, in the order of the calls."""

    layers: tuple[LayerUnits, ...]

    def __getitem__(self, name: str) -> LayerUnits:
        return pick("a layer call with units", self.layers, name)

    def __str__(self) -> str:
        header = ("layer", "activation", "units", "dead", "saturated", "distinct", "rank")
        return table(header, map(_cells, self.layers))


def _cells(layer):
    dead, saturated = len(layer.dead), len(layer.saturated)
    return layer.name, layer.activation or "linear", layer.units, dead, saturated, layer.distinct, layer.rank


def units(model: keras.Model, x: Any) -> Units:
    """The state of every layer's units on these rows, with the model in prediction mode.

    Args:
        model: keras.Model.
        x: rows. A unit is called dead for these rows; a few hundred are a fair sample.

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "relu", name="hidden")])
        >>> model.set_weights([np.zeros((2, 3)), np.array([1.0, 1.0, -1.0])])
        >>> found = units(model, np.ones((5, 2)))["hidden"]
        >>> found.dead, found.twins, found.rank
        ((2,), ((0, 1),), 1)
    """
    return units_of(recorded_calls(model, x))


def recorded_calls(model, x):
    """(name, RecordedCall) of the layer calls of a prediction."""
    from dlfund.explain.trace.layer_call import call_names

    x = as_tensors(x)
    build(model, x)
    scope = mapped_scope(model)
    with scope, Recording(model, scope) as recording:
        model(x, training=False)
    names = call_names(recording.calls)
    return [(names[id(call)], call) for call in recording.calls]


def units_of(calls) -> Units:
    return Units(tuple(_layer(name, call) for name, call in calls if _has_units(call)))


def _has_units(call):
    plain = ops.is_tensor(call.output) and len(call.output.shape) >= 2
    return plain and (len(call.sums) == 1 or _is_activation(call)) and call.output.shape[-1] is not None


def _is_activation(call):
    return type(call.layer).__name__ in ("ReLU", "LeakyReLU", "PReLU", "ELU")


def _layer(name, call):
    z, activation = (call.sums[0], call.activation) if call.sums else (call.arguments[0], call.layer)
    channels_first = getattr(call.layer, "data_format", None) == "channels_first"
    slopes, outputs = slope(activation, z), to_numpy(call.output)
    if slopes is not None and slopes.shape != outputs.shape:  # softmax: its outputs depend on each other
        slopes = None
    slopes, outputs = (_by_unit(part, channels_first) for part in (slopes, outputs))
    dead, saturated = _health(slopes, activation)
    return LayerUnits(
        name, _name(activation), outputs.shape[1], len(outputs), dead, saturated,
        _twins(outputs, _incoming(call, outputs.shape[1])), _rank(outputs),
    )  # fmt: skip


def _name(activation):
    name = getattr(activation, "__name__", None) or type(activation).__name__.lower()
    return "" if name == "linear" else name


def _by_unit(array, channels_first):
    """Rows and places × units, thinned where there are very many."""
    if array is None:
        return None
    array = np.moveaxis(array, 1, -1) if channels_first else array
    flat = array.reshape(-1, array.shape[-1]).astype("float64")
    return flat[:: -(-len(flat) // SAMPLE)]


def _shape(activation):
    """A function's shape is measured once; an activation that learns may change it."""
    return _shape_of_function(activation) if inspect.isfunction(activation) else _measured_shape(activation)


@functools.cache
def _shape_of_function(activation):
    return _measured_shape(activation)


def _measured_shape(activation):
    """The largest slope that the activation has anywhere near zero, and whether it has a side where the slope is 0."""
    slopes = slope(activation, ops.convert_to_tensor(np.linspace(-5, 5, 101, dtype="float32")[:, None]))
    return (1.0, False) if slopes is None else (float(np.abs(slopes).max()), bool((slopes == 0).any()))


def _health(slopes, activation):
    if slopes is None:
        return (), ()
    size, (steepest, one_sided) = np.abs(slopes), _shape(activation)
    if one_sided:  # a hinge is off, not saturated
        return _places(size.max(axis=0) == 0), ()
    return (), _places((size < SATURATED_SLOPE * steepest).mean(axis=0) >= SATURATED_ROWS)


def _places(mask):
    return tuple(int(place) for place in np.flatnonzero(mask))


def _incoming(call, units):
    """units × everything that comes in, or None."""
    kernel = getattr(call.layer, "kernel", None)
    if kernel is None or kernel.shape[-1] != units:
        return None
    return to_numpy(kernel.value if hasattr(kernel, "value") else kernel).reshape(-1, units).T


def _twins(outputs, incoming):
    """Groups of units with equal outputs and equal incoming weights; dead ones are told apart by their weights."""
    signature = outputs.T if incoming is None else np.concatenate([outputs.T, incoming], axis=1)
    scale = max(np.abs(signature).max(initial=0.0), 1e-30)
    keys = np.round(signature / (scale * TWIN) / 10).astype("float64")
    _, group = np.unique(keys, axis=0, return_inverse=True)
    group = np.ravel(group)
    members = [_places(group == number) for number in range(group.max(initial=-1) + 1)]
    return tuple(sorted(twins for twins in members if len(twins) > 1))


def _rank(outputs):
    if not np.isfinite(outputs).all():
        return 0
    return int(np.linalg.matrix_rank(outputs[:1024]))
