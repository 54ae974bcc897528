"""Optimizer paths: the path of each optimizer on the same surface from the same starting point.

w_(t+1) = optimizer(w_t, ∇f(w_t))        t = 0..steps
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.landscape.surfaces import SURFACES, Surface
from dlfund.explain.trace.by_name import unknown
from dlfund.explain.trace.number_text import table
from dlfund.explain.trace.update import kind_of, named_optimizer


@dataclass(frozen=True, eq=False)
class OptimizerPath:
    """One optimizer's path: `points` (steps + 1, 2) and the surface's `values` there."""

    optimizer: str
    points: np.ndarray
    values: np.ndarray
    distance: float  # from the last point to the nearest minimum


@dataclass(frozen=True, eq=False)
class OptimizerPaths:
    """All paths on one surface, by the optimizers' names."""

    surface: str
    paths: tuple[OptimizerPath, ...]

    def __getitem__(self, name: str) -> OptimizerPath:
        for path in self.paths:
            if path.optimizer == name:
                return path
        raise unknown("an optimizer's name", [path.optimizer for path in self.paths], name)

    def __str__(self) -> str:
        rows = [(path.optimizer, float(path.values[0]), float(path.values[-1]), path.distance) for path in self.paths]
        return f"{self.surface}\n{table(('optimizer', 'first', 'last', 'from the minimum'), rows)}"


def optimizer_paths(
    optimizers: Any, surface: str | Surface = "bowl", *, steps: int = 100, start: tuple[float, float] | None = None
) -> OptimizerPaths:
    """Run optimizers of Keras or dlfund on a surface. Copies are run; the given ones are not changed.

    Args:
        optimizers: dict of name to optimizer, or a list of optimizers.
        surface: `"bowl"`, `"rosenbrock"`, `"saddle"`, `"beale"`, or a `Surface` such as `bowl(condition=100)`.
        steps: int.
        start: two numbers; None takes the start of the surface.

    Example:
        >>> paths = optimizer_paths({"sgd": keras.optimizers.SGD(0.5)}, "saddle", steps=1, start=(1.0, 0.0))
        >>> paths["sgd"].points.tolist()  # 1 − 0.5 · 2 · 1
        [[1.0, 0.0], [0.0, 0.0]]
    """
    hill = SURFACES.get(surface, surface) if isinstance(surface, str) else surface
    if not isinstance(hill, Surface):
        raise UserError(f"Expected a surface: {', '.join(SURFACES)}. Received: {surface!r}.")
    walkers = _by_name(optimizers)
    start = hill.start if start is None else start
    return OptimizerPaths(hill.name, tuple(_walk(name, walker, hill, steps, start) for name, walker in walkers.items()))


def _by_name(optimizers):
    """Name to optimizer; of a list, the second of one name is `name:2`."""
    if isinstance(optimizers, dict):
        return {name: named_optimizer(candidate) for name, candidate in optimizers.items()}
    walkers = {}
    for candidate in optimizers if isinstance(optimizers, list | tuple) else [optimizers]:
        optimizer = named_optimizer(candidate)
        kind = kind_of(optimizer)
        alike = sum(name.split(":")[0] == kind for name in walkers)
        walkers[f"{kind}:{alike + 1}" if alike else kind] = optimizer
    return walkers


def _walk(name, optimizer, hill, steps, start):
    optimizer = type(optimizer).from_config(optimizer.get_config())
    weight = keras.Variable(np.array(start, "float32"))
    optimizer.build([weight])
    points = [to_numpy(weight.value).copy()]
    for _ in range(steps):
        with np.errstate(all="ignore"):  # a path that diverges is a result, too
            gradient = np.array(hill.gradient(*map(np.float64, points[-1]))).astype("float32")
        optimizer.apply([ops.convert_to_tensor(gradient)], [weight])
        points.append(to_numpy(weight.value).copy())
    points = np.array(points)
    with np.errstate(all="ignore"):
        values = np.array([hill.function(*map(np.float64, point)) for point in points])
        distance = min(float(np.linalg.norm(points[-1] - np.array(minimum))) for minimum in hill.minima)
    return OptimizerPath(name, points, values, distance)
