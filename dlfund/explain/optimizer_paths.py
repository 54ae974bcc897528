"""Optimizer paths: where each optimizer goes on the same hill from the same start.

w_(t+1) = optimizer(w_t, ∇f(w_t))        t = 0..steps
"""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from dlfund.explain.backend import to_numpy
from dlfund.explain.by_name import unknown
from dlfund.explain.number_text import table
from dlfund.explain.surfaces import SURFACES, Surface
from dlfund.explain.update import kind_of, named_optimizer
from dlfund.sentence import UserError


@dataclass(frozen=True, eq=False)
class OptimizerPath:
    """One optimizer's walk: `points` (steps + 1, 2) and the surface's `values` there."""

    optimizer: str
    points: np.ndarray
    values: np.ndarray
    distance: float  # from the last point to the nearest minimum


@dataclass(frozen=True, eq=False)
class OptimizerPaths:
    """All walks on one surface, by the optimizers' names."""

    surface: str
    paths: tuple[OptimizerPath, ...]

    def __getitem__(self, name: str) -> OptimizerPath:
        for one in self.paths:
            if one.optimizer == name:
                return one
        raise unknown("an optimizer's name", [one.optimizer for one in self.paths], name)

    def __str__(self):
        rows = [(one.optimizer, float(one.values[0]), float(one.values[-1]), one.distance) for one in self.paths]
        return f"{self.surface}\n{table(('optimizer', 'first', 'last', 'from the minimum'), rows)}"


def optimizer_paths(optimizers, surface="bowl", *, steps=100, start=None) -> OptimizerPaths:
    """Let optimizers of Keras or dlfund walk down a surface. The given ones stay unused: copies walk.

    Args:
        optimizers: dict of name to optimizer, or a list of optimizers.
        surface: `"bowl"`, `"rosenbrock"`, `"saddle"`, `"beale"`, or a `Surface` such as `bowl(condition=100)`.
        steps: int.
        start: two numbers; None takes the surface's own start.

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
    return OptimizerPaths(hill.name, tuple(_walk(name, one, hill, steps, start) for name, one in walkers.items()))


def _by_name(optimizers):
    """Name to optimizer; of a list, the second of one name is `name:2`."""
    if isinstance(optimizers, dict):
        return {name: named_optimizer(one) for name, one in optimizers.items()}
    found = {}
    for one in optimizers if isinstance(optimizers, list | tuple) else [optimizers]:
        optimizer = named_optimizer(one)
        kind = kind_of(optimizer)
        alike = sum(name.split(":")[0] == kind for name in found)
        found[f"{kind}:{alike + 1}" if alike else kind] = optimizer
    return found


def _walk(name, optimizer, hill, steps, start):
    optimizer = type(optimizer).from_config(optimizer.get_config())
    weight = keras.Variable(np.array(start, "float32"))
    optimizer.build([weight])
    points = [to_numpy(weight.value).copy()]
    for _ in range(steps):
        with np.errstate(all="ignore"):  # a walk that diverges is an answer too
            gradient = np.array(hill.gradient(*map(np.float64, points[-1]))).astype("float32")
        optimizer.apply([ops.convert_to_tensor(gradient)], [weight])
        points.append(to_numpy(weight.value).copy())
    points = np.array(points)
    with np.errstate(all="ignore"):
        values = np.array([hill.function(*map(np.float64, point)) for point in points])
        distance = min(float(np.linalg.norm(points[-1] - np.array(minimum))) for minimum in hill.minima)
    return OptimizerPath(name, points, values, distance)
