"""Four surfaces on which optimizers can be compared when every number is visible.

bowl         f = (x² + condition · y²) / 2             minimum (0, 0); a narrow valley makes steps zigzag
rosenbrock   f = (1 − x)² + 100 (y − x²)²              minimum (1, 1); a long bent valley
saddle       f = x² − y² + y⁴ / 4                       minima (0, ±√2); the slope is 0 at (0, 0) too
beale        f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²      minimum (3, 0.5); flat plains
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Surface:
    """A function of two numbers with its slope, where to start, and where its minima are."""

    name: str
    function: Callable[[float, float], float]
    gradient: Callable[[float, float], tuple[float, float]]
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...]


def bowl(condition: float = 20.0) -> Surface:
    """A valley `condition` times as steep across as along."""
    return Surface(
        "bowl",
        lambda x, y: (x**2 + condition * y**2) / 2,
        lambda x, y: (x, condition * y),
        (-2.0, 1.0),
        ((0.0, 0.0),),
    )


def _rosenbrock_gradient(x, y):
    return -2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)


def _beale(x, y):
    return sum((c - x + x * y**k) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625)))


def _beale_gradient(x, y):
    parts = [(c - x + x * y**k, k) for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))]
    return (
        sum(2 * part * (y**k - 1) for part, k in parts),
        sum(2 * part * x * k * y ** (k - 1) for part, k in parts),
    )


ROSENBROCK = Surface(
    "rosenbrock",
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    _rosenbrock_gradient,
    (-1.5, 1.0),
    ((1.0, 1.0),),
)
SADDLE = Surface(
    "saddle",
    lambda x, y: x**2 - y**2 + y**4 / 4,
    lambda x, y: (2 * x, -2 * y + y**3),
    (1.5, 0.01),
    ((0.0, float(np.sqrt(2))), (0.0, -float(np.sqrt(2)))),
)
BEALE = Surface("beale", _beale, _beale_gradient, (1.0, 1.5), ((3.0, 0.5),))

SURFACES = {surface.name: surface for surface in (bowl(), ROSENBROCK, SADDLE, BEALE)}
