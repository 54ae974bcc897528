"""What a model says over the two inputs that tell it most, the others at their median."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dlfund.comparison.views.seen import rounded
from dlfund.data import Dataset

STEPS = 41
FINE = 81  # where regions have borders
POINTS = 300
ASKED = 1000  # rows that say which inputs tell the most
REGIONS = 10  # classes that have a sign of their own


def telling_inputs(model: Any, dataset: Dataset, seed: int) -> list[str]:
    """Numeric inputs, the one whose shuffling changes the predictions most first."""
    generator = np.random.default_rng(seed)
    x = dataset.x.iloc[np.sort(generator.permutation(len(dataset))[:ASKED])]
    before = np.asarray(model.predict(x))
    changes = {}
    for column in dataset.schema.columns:
        if column.role == "numeric":
            shuffled = x.assign(**{column.name: generator.permutation(x[column.name].to_numpy())})
            changes[column.name] = float(np.abs(np.asarray(model.predict(shuffled)) - before).mean())
    return sorted(changes, key=lambda name: -changes[name])


def decision_picture(models: dict[str, Any], dataset: Dataset, seed: int) -> dict[str, Any]:
    """Each model's predictions on a grid of the first model's two most telling inputs; empty with fewer than two."""
    schema = dataset.schema
    if not models or schema.kind == "clustering" or schema.role != "table" or len(schema.classes) > REGIONS:
        return {}
    names = telling_inputs(next(iter(models.values())), dataset, seed)[:2]
    if len(names) < 2:
        return {}
    steps = FINE if schema.kind == "multiclass" else STEPS
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
    """A number a place; of several classes the number of the most probable one, a word of digits a line."""
    if predictions.ndim == 1:
        return rounded(predictions.reshape(steps, steps))
    return ["".join(map(str, line)) for line in predictions.argmax(axis=1).reshape(steps, steps).tolist()]


def _axis(values: pd.Series, steps: int) -> np.ndarray:
    """Even steps over nearly the whole range; the rarest half per cent on each side would leave little to see."""
    low, high = np.nanquantile(values, [0.005, 0.995])
    return np.linspace(float(low), float(high), steps)


def _at_median(dataset: Dataset, rows: int) -> pd.DataFrame:
    usual = {column.name: _usual(dataset.x[column.name], column.role) for column in dataset.schema.columns}
    return dataset.x.iloc[[0] * rows].reset_index(drop=True).assign(**usual)


def _usual(cells: pd.Series, role: str) -> Any:
    """The middle of numbers, the most frequent of anything else; nothing where every cell is empty."""
    if role in ("numeric", "ordinal"):
        return cells.median()
    found = cells.mode()
    return found[0] if len(found) else None


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return "empty"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if isinstance(value, np.generic) else value
