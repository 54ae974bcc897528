"""Activations: what each layer's outputs look like over many rows.

mean, standard deviation, extremes, share of zeros, histogram
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.explain.backends.backend import is_floating, to_numpy
from dlfund.explain.health.units import recorded_calls
from dlfund.explain.trace.by_name import pick
from dlfund.explain.trace.number_text import table

BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class LayerActivations:
    """One layer call's outputs. `edges` has one number more than `counts`; both leave out what is not finite."""

    name: str
    mean: float
    standard_deviation: float
    minimum: float
    maximum: float
    zeros: float
    not_finite: int
    counts: tuple[int, ...]
    edges: tuple[float, ...]

    @property
    def bars(self) -> str:
        """The histogram in one line."""
        top = max(max(self.counts, default=0), 1)
        return "".join(BARS[round(count / top * (len(BARS) - 1))] for count in self.counts)


@dataclass(frozen=True)
class Activations:
    """The layers' outputs, in the order of the calls."""

    layers: tuple[LayerActivations, ...]

    def __getitem__(self, name: str) -> LayerActivations:
        return pick("a layer call", self.layers, name)

    def __str__(self) -> str:
        return table(("layer", "mean", "sd", "least", "most", "zeros", "histogram"), map(_cells, self.layers))


def _cells(layer):
    zeros = f"{layer.zeros:.0%}"
    return layer.name, layer.mean, layer.standard_deviation, layer.minimum, layer.maximum, zeros, layer.bars


def activations(model: keras.Model, x: Any, *, bins: int = 16) -> Activations:
    """Statistics and a histogram of every layer's outputs on these rows, with the model as it predicts.

    Args:
        model: keras.Model.
        x: rows.
        bins: int. Bars of the histogram.

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.ReLU(name="hinge")])
        >>> found = activations(model, np.array([[-1.0], [-2.0], [3.0], [1.0]]))["hinge"]
        >>> found.mean, found.zeros, found.maximum
        (1.0, 0.5, 3.0)
    """
    return activations_of(recorded_calls(model, x), bins)


def activations_of(calls, bins=16) -> Activations:
    plain = [(name, call) for name, call in calls if ops.is_tensor(call.output) and is_floating(call.output)]
    return Activations(tuple(statistics(name, to_numpy(call.output), bins) for name, call in plain))


def statistics(name, array, bins) -> LayerActivations:
    """The same for one array."""
    values = np.ravel(array).astype("float64")
    finite = values[np.isfinite(values)]
    shown = finite if finite.size else np.zeros(1)
    counts, edges = np.histogram(shown, bins)
    return LayerActivations(
        name,
        float(shown.mean()),
        float(shown.std()),
        float(shown.min()),
        float(shown.max()),
        float((shown == 0).mean()),
        int(values.size - finite.size),
        tuple(int(count) for count in counts),
        tuple(float(edge) for edge in edges),
    )
