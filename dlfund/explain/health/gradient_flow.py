"""Gradient flow: how much of the loss's gradient reaches each layer.

    norm = ‖∂loss/∂W‖ of the layer's largest weight
    ratio = norm of the first layer with weights / norm of the last

A ratio far below 1: gradients vanish on the way back. Far above: they explode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from dlfund.explain.trace.number_text import number, table
from dlfund.explain.trace.trace import trace


@dataclass(frozen=True)
class LayerFlow:
    """Lengths at one layer call: of ∂loss/∂output, of ∂loss/∂weights, of the weights."""

    name: str
    output_norm: float
    weight_norm: float | None
    size: float | None


@dataclass(frozen=True)
class GradientFlow:
    """The layers from first to last, and the ratio of the first layer's gradient to the last's."""

    layers: tuple[LayerFlow, ...]
    loss: float

    @property
    def ratio(self) -> float:
        """First over last; NaN where fewer than two layers have weights."""
        norms = [layer.weight_norm for layer in self.layers if layer.weight_norm is not None]
        if len(norms) < 2:
            return float("nan")
        return norms[0] / norms[-1] if norms[-1] else float("inf") if norms[0] else float("nan")

    def __str__(self) -> str:
        rows = [(layer.name, layer.output_norm, layer.weight_norm, layer.size) for layer in self.layers]
        header = ("layer", "‖∂loss/∂output‖", "‖∂loss/∂weights‖", "‖weights‖")
        return f"{table(header, rows)}\nfirst/last: {number(self.ratio, 2)}"


def gradient_flow(model: keras.Model, x: Any, y: Any = None, *, loss: Any = None) -> GradientFlow:
    """The gradient's length at every layer, on these rows.

    Args:
        model: keras.Model.
        x, y: rows and their targets.
        loss: whatever `compile` takes; None takes the compiled loss.

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1)])
        >>> flow = gradient_flow(model, np.ones((4, 2)), np.ones((4, 1)), loss="mse")
        >>> len(flow.layers)
        2
    """
    return flow_of(trace(model, x, y, loss=loss))


def flow_of(step) -> GradientFlow:
    """The same from a trace that was computed already."""
    return GradientFlow(tuple(_layer(call) for call in step.calls), step.loss)


def _layer(call):
    gradients = call.gradient if isinstance(call.gradient, list) else [call.gradient]
    mine = [value for value in call.weight_gradients.values() if np.ndim(value) > 1]
    sizes = [value for value in call.weights.values() if np.ndim(value) > 1]
    return LayerFlow(
        call.name,
        _norm([value for value in gradients if value is not None]),
        _norm(mine) if mine else None,
        _norm(sizes) if mine else None,
    )


def _norm(arrays):
    return float(np.sqrt(sum(np.square(array.astype("float64")).sum() for array in arrays)))
