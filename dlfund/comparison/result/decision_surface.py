"""A model's predictions over the two inputs that matter most to it, the others at their median."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np
import pandas as pd

from dlfund.comparison.result.rounded import rounded
from dlfund.core.task_kind import Answer, decide
from dlfund.data import Dataset

STEPS = 41
FINE = 81  # for several classes, whose regions have borders
POINTS = 300
ASKED = 1000  # rows on which inputs are shuffled, to see which matter most
REGIONS = 10  # classes that have a sign of their own


class DecisionPicture(TypedDict, total=False):
    """Predictions on a grid over two inputs; empty where there is no such picture.

    `others` has the values of the other inputs. A surface is a list of lines: of numbers, or a string with one digit
    (the class) per place. `points` are some rows: the two inputs by their names, and the target as `y`.
    """

    inputs: list[str]
    others: dict[str, str | float]
    xs: list[float]
    ys: list[float]
    surfaces: dict[str, list[Any]]
    points: dict[str, list[Any]]


def important_inputs(model: Any, dataset: Dataset, seed: int) -> list[str]:
    """Numeric inputs, first the one whose shuffling changes the predictions most."""
    generator = np.random.default_rng(seed)
    x = dataset.x.iloc[np.sort(generator.permutation(len(dataset))[:ASKED])]
    before = np.asarray(model.predict(x))
    changes = {}
    for column in dataset.schema.columns:
        if column.role == "numeric":
            shuffled = x.copy()
            shuffled[column.name] = generator.permutation(x[column.name].to_numpy())
            changes[column.name] = float(np.abs(np.asarray(model.predict(shuffled)) - before).mean())
    return sorted(changes, key=lambda name: -changes[name])


def decision_picture(models: Mapping[str, Any], dataset: Dataset, seed: int) -> DecisionPicture:
    """Each model's predictions over the two inputs most important to the first model; empty with fewer than two."""
    schema = dataset.schema
    if not models or not schema.task_kind.labelled or schema.role != "table" or len(schema.classes) > REGIONS:
        return {}
    names = important_inputs(next(iter(models.values())), dataset, seed)[:2]
    if len(names) < 2:
        return {}
    steps = FINE if schema.task_kind.answer is Answer.PROBABILITIES else STEPS
    xs, ys = (_axis(dataset.x[name], steps) for name in names)
    grid = _at_median(dataset, steps * steps)
    grid[names[0]], grid[names[1]] = (side.ravel() for side in np.meshgrid(xs, ys))
    filled = np.flatnonzero(dataset.x[names].notna().all(axis=1))
    rows = np.sort(filled[np.random.default_rng(seed).permutation(len(filled))[:POINTS]])
    others = [column.name for column in dataset.schema.columns if column.name not in names]
    return {
        "inputs": names,
        "others": {name: _plain(grid[name].iloc[0]) for name in others},
        "xs": rounded(xs),
        "ys": rounded(ys),
        "surfaces": {name: _surface(np.asarray(model.predict(grid)), steps) for name, model in models.items()},
        "points": {name: dataset.x[name].iloc[rows].tolist() for name in names} | {"y": dataset.y[rows].tolist()},
    }


def _surface(predictions: np.ndarray, steps: int) -> list[Any]:
    """One number per place; of several classes one string per line, a digit per place for the most probable class."""
    if predictions.ndim == 1:
        return rounded(predictions.reshape(steps, steps))
    return ["".join(map(str, line)) for line in decide(predictions).reshape(steps, steps).tolist()]


def _axis(values: pd.Series, steps: int) -> np.ndarray:
    """Even steps over the middle 99 % of the values: the rarest on each side would press the others together."""
    low, high = np.nanquantile(values, [0.005, 0.995])
    return np.linspace(float(low), float(high), steps)


def _at_median(dataset: Dataset, rows: int) -> pd.DataFrame:
    usual = dataset.x.iloc[[0] * rows].reset_index(drop=True)
    for column in dataset.schema.columns:  # a column may be called self, as no keyword of a method can
        usual[column.name] = _usual(dataset.x[column.name], column.role)
    return usual


def _usual(cells: pd.Series, role: str) -> Any:
    """The median of numbers, the most frequent of other values; None where every cell is empty."""
    if role in ("numeric", "ordinal"):
        return cells.median()
    modes = cells.mode()
    return modes[0] if len(modes) else None


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return "empty"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if isinstance(value, np.generic) else value
