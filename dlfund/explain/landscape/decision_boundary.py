"""Decision boundary: what a model predicts over two inputs while the others stay fixed.

value(u, v) = model(x with input i = u, input j = v)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from dlfund.core.errors import UserError

SHADES = " ░▒▓█"


@dataclass(frozen=True, eq=False)
class DecisionBoundary:
    """A grid of predictions.

    Args:
        features: tuple of two names or column numbers: across and up.
        across, up: arrays (points,). The two inputs' values.
        values: array (points, points), row by row upwards: the probability of the positive class, the predicted
            number, or the number of the most probable class.
        classes: int. 0 where a number is predicted, 2 for a probability, otherwise how many classes there are.
    """

    features: tuple[Any, Any]
    across: np.ndarray
    up: np.ndarray
    values: np.ndarray
    classes: int

    def __str__(self) -> str:
        columns, rows = 48, 16
        down = self.values[np.linspace(len(self.up) - 1, 0, rows).round().astype(int)]
        shown = down[:, np.linspace(0, len(self.across) - 1, columns).round().astype(int)]
        low, high = (0.0, 1.0) if self.classes == 2 else (shown.min(), max(shown.max(), shown.min() + 1e-12))
        levels = ((shown - low) / (high - low) * (len(SHADES) - 1)).round().astype(int)
        picture = ["".join(SHADES[level] for level in row) for row in levels.clip(0, len(SHADES) - 1)]
        first, second = (f"{name} from {axis[0]:.3g} to {axis[-1]:.3g}" for name, axis in self._axes())
        return "\n".join([*picture, f"across: {first}; up: {second}; dark is high"])

    def _axes(self):
        return zip(self.features, (self.across, self.up), strict=True)


class DecisionBoundaryFrames(keras.callbacks.Callback):
    """Records a decision boundary before training and after every `every`-th epoch, in `frames`: (epoch, boundary).

    Args:
        x: rows, as for `decision_boundary`.
        features: the two inputs.
        every: int. Epochs between two frames.
        points: int. Of the grid, in each direction.
    """

    def __init__(
        self, x: Any, features: tuple[int | str, int | str] = (0, 1), *, every: int = 1, points: int = 40
    ) -> None:
        super().__init__()
        self.x, self.features, self.every, self.points = x, features, every, points
        self.frames: list[tuple[int, DecisionBoundary]] = []

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self._keep(0)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if (epoch + 1) % self.every == 0:
            self._keep(epoch + 1)

    def _keep(self, epoch):
        predict = lambda rows: keras.ops.convert_to_numpy(self.model(rows, training=False))  # noqa: E731
        self.frames.append((epoch, _boundary(predict, self.x, self.features, None, self.points, 0.1)))


def decision_boundary(
    model: Any,
    x: Any,
    features: tuple[int | str, int | str] = (0, 1),
    *,
    fixed: Any = None,
    points: int = 60,
    margin: float = 0.1,
) -> DecisionBoundary:
    """What a model predicts over a grid of two inputs.

    Args:
        model: a keras.Model, a scikit-learn estimator, or anything with `predict_proba` or `predict`.
        x: table or array (rows, inputs). The grid spans its range.
        features: two columns, by number or, in a table, by name.
        fixed: one row that the other inputs are taken from, or a dict of some columns; the others stay at their means
            (of a column of text, at its most frequent value).
        points: int. In each direction.
        margin: float. How far the grid reaches beyond the rows, as a share of their range.

    Example:
        >>> class Sum:
        ...     def predict(self, rows):
        ...         return rows[:, 0] + rows[:, 1] + 10 * rows[:, 2]
        >>> found = decision_boundary(Sum(), np.array([[0.0, 0, 0], [1, 1, 1]]), points=2, margin=0, fixed=[0, 0, 1])
        >>> found.values.tolist()
        [[10.0, 11.0], [11.0, 12.0]]
    """
    return _boundary(_predict(model), x, features, fixed, points, margin)


def _predict(model):
    if isinstance(model, keras.Model):
        return lambda rows: np.asarray(model.predict(rows, verbose=0))
    for name in ("predict_proba", "predict"):
        if hasattr(model, name):
            return lambda rows: _as_numbers(np.asarray(getattr(model, name)(rows)), getattr(model, "classes_", None))
    raise UserError(f"Expected a model with predict or predict_proba. Received: {type(model).__name__}.")


def _boundary(predict, x, features, fixed, points, margin):
    rows, columns = (np.asarray(x, dtype="float32"), None) if not hasattr(x, "iloc") else (x, list(x.columns))
    if len(rows.shape) != 2 or not len(rows):
        raise UserError(f"Expected a table of rows and inputs. Received: x of shape {rows.shape}.")
    if len(features) != 2 or features[0] == features[1]:
        raise UserError(f"Expected two different columns. Received: features={features!r}.")
    first, second = (_column(columns, rows.shape[1], name) for name in features)
    axes = [_axis(rows, columns, place, points, margin) for place in (first, second)]
    grid = np.meshgrid(*axes)
    if columns is None:
        row = rows.mean(axis=0) if fixed is None else np.asarray(fixed, dtype="float32").ravel()
        if len(row) != rows.shape[1]:
            raise UserError(f"Expected fixed to be a row of {rows.shape[1]} numbers. Received: {len(row)}.")
        filled = np.repeat(row[None], points * points, axis=0).astype("float32")
        filled[:, first], filled[:, second] = grid[0].ravel(), grid[1].ravel()
    else:
        row = _typical(rows) | _fixed(columns, fixed)
        cells = {**row, columns[first]: grid[0].ravel(), columns[second]: grid[1].ravel()}
        filled = type(x)({name: cells[name] for name in columns})
    values, classes = _values(predict(filled))
    names = tuple(columns[place] if columns else name for place, name in zip((first, second), features, strict=True))
    return DecisionBoundary(names, *axes, values.reshape(points, points), classes)


def _column(columns, count, name):
    if columns is not None and name in columns:
        return columns.index(name)
    if isinstance(name, int) and 0 <= name < count:
        return name
    known = ", ".join(map(str, columns)) if columns else f"0 … {count - 1}"
    raise UserError(f"Expected a column: {known}. Received: {name!r}.")


def _fixed(columns, fixed):
    """What the caller fixed, by column: a whole row, or some columns of a dict or Series."""
    if fixed is None:
        return {}
    if not hasattr(fixed, "keys"):
        if len(fixed) != len(columns):
            raise UserError(f"Expected fixed to be a row of {len(columns)} values. Received: {len(fixed)}.")
        return dict(zip(columns, fixed, strict=True))
    strange = [name for name in fixed.keys() if name not in columns]  # noqa: SIM118  (of a Series, `in` asks the values)
    if strange:
        raise UserError(f"Expected fixed to name columns: {', '.join(map(str, columns))}. Received: {strange[0]!r}.")
    return dict(fixed.items())


def _axis(rows, columns, place, points, margin):
    column = rows[:, place] if columns is None else rows.iloc[:, place]
    if column.dtype.kind not in "fiub":
        raise UserError(f"Expected two columns of numbers. Received: {columns[place]!r}, which holds {column.dtype}.")
    column = np.asarray(column, dtype="float64")
    low, high = float(np.nanmin(column)), float(np.nanmax(column))
    beyond = margin * (high - low)
    return np.linspace(low - beyond, high + beyond, points)


def _typical(table):
    return {
        name: column.mean() if column.dtype.kind in "fiu" else column.mode().iloc[0] for name, column in table.items()
    }


def _as_numbers(predictions, classes):
    """Predicted classes by their place among the classes."""
    if predictions.ndim == 1 and classes is not None:
        return np.eye(len(classes))[np.searchsorted(classes, predictions)]
    return predictions


def _values(predictions):
    """One number per row: a probability, a prediction, or the most probable class."""
    if predictions.ndim == 2 and predictions.shape[1] > 2:
        return predictions.argmax(axis=1).astype("float64"), predictions.shape[1]
    column = np.asarray(predictions[:, -1] if predictions.ndim == 2 else predictions, dtype="float64")
    probability = predictions.ndim == 2 and column.min() >= 0 and column.max() <= 1
    return column, 2 if probability else 0
