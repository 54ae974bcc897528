"""An initializer's picture: the density of its weights, and what becomes of numbers on their way through 20 layers.

    q_0 = 1        q_(l+1) = n · Var(w) · E[f(√q_l · z)²]        z standard normal

q is the mean square of the sums of a layer of n = 100 units; for relu the expectation is q / 2, for tanh it is
computed by quadrature. This is the limit of many units; tests hold it against networks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlfund.learn.cards.canvas import BOTTOM, INK, SLOPE, TOP, VALUE, drawing, label, stroke
from dlfund.learn.cards.curves import DENSITIES
from dlfund.report.figures.svg import line

UNITS, LAYERS = 100, 20
LOW, HIGH = -3.0, 1.0  # powers of ten of the spread
VARIANCES = {  # of one weight of a 100 × 100 kernel
    "GlorotNormal": 1 / UNITS,
    "GlorotUniform": 1 / UNITS,
    "HeNormal": 2 / UNITS,
    "HeUniform": 2 / UNITS,
    "LecunNormal": 1 / UNITS,
    "LecunUniform": 1 / UNITS,
    "RandomNormal": 0.05**2,
    "RandomUniform": 0.05**2 / 3,
    "TruncatedNormal": (0.05 * 0.8796) ** 2,
    "VarianceScaling": 1 / UNITS,
}
PLACES, SHARES = np.polynomial.hermite_e.hermegauss(61)
SHARES = SHARES / SHARES.sum()
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}


def spreads(name: str, activation: str) -> list[float]:
    """The root mean square of every layer's sums, the input's first."""
    q = [1.0]
    for _ in range(LAYERS):
        squares = ACTIVATIONS[activation](np.sqrt(q[-1]) * PLACES) ** 2
        q.append(float(UNITS * VARIANCES[name] * (q[-1] / 2 if activation == "relu" else SHARES @ squares)))
    return [float(entry**0.5) for entry in q]


def depth(name: str) -> str:
    """The density on the left, the spread over the layers on the right."""
    curve = DENSITIES[name]
    points = curve.points(181)
    top = max(y for _, y in points)
    left = [(30 + (x + 0.6) / 1.2 * 130, BOTTOM - y / top * (BOTTOM - TOP - 20)) for x, y in points]
    parts = [stroke(f"M30 {BOTTOM}H160M230 {TOP}V{BOTTOM}H408", INK, 1), stroke(line(left), VALUE)]
    parts += [label(x, BOTTOM + 15, text) for x, text in ((36, "−0.6"), (95, "weight"), (154, "0.6"))]
    parts += [label(95, TOP + 8, f"density, up to {top:.1f}", fill=VALUE)]
    for activation, colour, dash in (("relu", VALUE, None), ("tanh", SLOPE, "5 4")):
        parts.append(stroke(line(_placed(spreads(name, activation))), colour, dash=dash))
    parts += [label(225, _height(power) + 4, f"{10.0**power:g}", "end") for power in (-3, -2, -1, 0, 1)]
    parts += [label(x, BOTTOM + 15, text) for x, text in ((232, "0"), (319, "layer"), (402, "20"))]
    notes = [label(319, TOP + 4, "spread of the sums")]
    notes += [label(230, BOTTOM + 34, "relu", "start", fill=VALUE)]
    notes += [label(408, BOTTOM + 34, "tanh (dashed)", "end", fill=SLOPE)]
    return drawing(f"{name}: the density of its weights, and how far numbers spread through 20 layers", *parts, *notes)


def _height(power: float) -> float:
    return TOP + (HIGH - power) / (HIGH - LOW) * (BOTTOM - TOP)


def _placed(values: list[float]) -> list[tuple[float, float]]:
    shown = [(at, np.log10(value)) for at, value in enumerate(values) if np.log10(value) >= LOW]
    return [(230 + at / LAYERS * 178, _height(float(power))) for at, power in shown]
