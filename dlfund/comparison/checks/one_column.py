"""How well one column alone predicts the target, cross-validated."""

from __future__ import annotations

import numpy as np
from scipy import stats
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from dlfund.comparison.checks.sample import NUMBERS, Sample

ROWS, PARTS, LEAVES, CLASSES = 5_000, 5, 64, 10
LARGEST = 1e38  # trees hold float32


def skill_of(sample: Sample, name: str, wanted: float) -> float:
    """The share of mistakes (of numbers: of the ranks' variance) that a small tree on one column avoids.

    A column whose first part is far from `wanted` is not examined further, since there may be thousands of columns.
    """
    chosen = sample.at_most(ROWS)
    y = _target(sample, chosen)
    is_number = sample.column(name).role in NUMBERS
    x = np.clip(sample.numbers(name), -LARGEST, LARGEST)[chosen] if is_number else sample.codes(name)[chosen]
    part = np.random.default_rng(sample.seed).permutation(len(y)) % PARTS
    mistakes, floor = np.zeros(2)
    for number in range(PARTS):
        test = part == number
        guess = (_tree if is_number else _lookup)(x[~test], y[~test], x[test], sample.has_classes)
        mistakes += _cost(y[test], guess, sample.has_classes)
        floor += _cost(y[test], _usual(y[~test], sample.has_classes), sample.has_classes)
        if floor and 1 - mistakes / floor < 1 - 3 * (1 - wanted) and number == 0:
            break
    return float(1 - mistakes / floor) if floor else 0.0


def _target(sample: Sample, chosen: np.ndarray) -> np.ndarray:
    """Ranks of numbers, so that a few large ones do not dominate; the most frequent classes, and −1 for the rest."""
    y = sample.y[chosen]
    if not sample.has_classes:
        return np.asarray(stats.rankdata(y))
    frequent = np.argsort(-np.bincount(y), kind="stable")[:CLASSES]
    return np.where(np.isin(y, frequent), y, -1)


def _cost(y: np.ndarray, guess: np.ndarray, has_classes: bool) -> float:
    return float((y != guess).sum() if has_classes else ((y - guess) ** 2).sum())


def _usual(y: np.ndarray, has_classes: bool) -> np.ndarray:
    if not has_classes:
        return np.asarray(y.mean())
    classes, rows = np.unique(y, return_counts=True)
    return np.asarray(classes[rows.argmax()])


def _tree(x: np.ndarray, y: np.ndarray, new: np.ndarray, has_classes: bool) -> np.ndarray:
    model = (DecisionTreeClassifier if has_classes else DecisionTreeRegressor)(
        max_leaf_nodes=LEAVES, min_samples_leaf=max(2, len(y) // 1000), random_state=0
    )
    return np.asarray(model.fit(x[:, None], y).predict(new[:, None]))


def _lookup(x: np.ndarray, y: np.ndarray, new: np.ndarray, has_classes: bool) -> np.ndarray:
    """The usual target of each category, and of all rows for a new category. An empty cell is a category."""
    levels = int(max(x.max(), new.max())) + 2
    rows = np.bincount(x + 1, minlength=levels)
    if not has_classes:
        sums = np.bincount(x + 1, weights=y, minlength=levels)
        return np.asarray(np.where(rows > 0, sums / np.maximum(rows, 1), y.mean())[new + 1])
    classes, numbers = np.unique(y, return_inverse=True)
    table = np.bincount((x + 1) * len(classes) + numbers, minlength=levels * len(classes))
    best = classes[table.reshape(levels, -1).argmax(axis=1)]
    return np.asarray(np.where(rows > 0, best, _usual(y, True))[new + 1])
