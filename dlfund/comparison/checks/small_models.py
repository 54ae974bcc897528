"""How well the smallest of models predict the target from two or three columns, on rows that they were not fitted to.

A weighted sum (least squares; logistic regression for classes), and a tree of at most 16 leaves on two columns, their
sum, difference, product and ratio. Each is fitted to one half of the rows and tested on the other, both ways round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations, islice

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from dlfund.comparison.checks.formulas import weights_of
from dlfund.comparison.checks.linear_search import candidates
from dlfund.comparison.checks.number_columns import LARGEST, NumberColumns

COLUMNS, SETS, LIKELY, LEAVES, CLASSES, ROWS = 3, 6, 4, 16, 5, 4_000
Predict = Callable[[np.ndarray, np.ndarray, np.ndarray, bool], np.ndarray]


@dataclass(frozen=True)
class SmallModel:
    """A model of few columns.

    Args:
        columns: tuple of str.
        kind: str. What it is called in a sentence.
        skill: float. Share of the mistakes of the most frequent class that it avoids; of numbers, R².
    """

    columns: tuple[str, ...]
    kind: str
    skill: float


def best_small_model(numbers: NumberColumns, *, has_classes: bool) -> SmallModel | None:
    """The small model with the highest skill; None where rows are too few to tell."""
    kept = replace(numbers, x=numbers.x[:ROWS], y=numbers.y[:ROWS], fitted=numbers.fitted[:ROWS])
    sets = _sets(kept, has_classes)
    sums = [(chosen, "a weighted sum of", kept.x[:, chosen], _line) for chosen in sets]
    likely = list(dict.fromkeys(column for chosen in sets for column in chosen))[:LIKELY]
    trees = [(list(two), "a small tree on", _combined(kept.x[:, list(two)]), _tree) for two in combinations(likely, 2)]
    models = []
    for chosen, kind, x, predict in (*sums, *trees):
        skill = _skill(x, kept, has_classes, predict)
        models.append(SmallModel(tuple(kept.names[column] for column in chosen), kind, skill))
    return max(models, key=lambda model: (round(model.skill, 3), -len(model.columns)), default=None)


def _sets(numbers: NumberColumns, has_classes: bool) -> list[list[int]]:
    """Different sets of two or three columns that least squares takes for the best, of the frequent classes in turn."""
    targets = [numbers.y]
    if has_classes:
        classes, rows = np.unique(numbers.y, return_counts=True)
        frequent = classes[np.argsort(-rows, kind="stable")][: CLASSES if len(classes) > 2 else 1]
        targets = [(numbers.y == label).astype(float) for label in frequent]
    every: dict[tuple[int, ...], None] = {}
    for target in targets:
        tried = (tuple(sorted(chosen)) for chosen in candidates(numbers.x, target))
        every |= dict.fromkeys(islice((chosen for chosen in tried if 2 <= len(chosen) <= COLUMNS), SETS))
    return [list(chosen) for chosen in every]


def _combined(x: np.ndarray) -> np.ndarray:
    first, second = x.T
    below = np.where((first != 0) & (second != 0), x.T, np.nan)
    with np.errstate(all="ignore"):
        ratios = [first / below[1], first / below[1] ** 2, second / below[0] ** 2]  # the last two as weight / height²
    return np.column_stack([first, second, first + second, first - second, first * second, *ratios])


def _skill(x: np.ndarray, numbers: NumberColumns, has_classes: bool, predict: Predict) -> float:
    rows = (np.abs(x) < LARGEST).all(axis=1)  # not where a cell is empty
    x, y, fitted = x[rows], numbers.y[rows], numbers.fitted[rows]
    cost = floor = 0.0
    for half in (fitted, ~fitted):
        if min(half.sum(), (~half).sum()) < LEAVES or len(np.unique(y[half])) < 2:
            return 0.0
        guess = predict(x[half], y[half], x[~half], has_classes)
        cost += _cost(y[~half], guess, has_classes)
        floor += _cost(y[~half], _usual(y[half], has_classes), has_classes)
    enough = floor >= 100 if has_classes else floor > 0
    return 1 - cost / floor if enough else 0.0


def _cost(y: np.ndarray, guess: np.ndarray | float, has_classes: bool) -> float:
    return float((y != guess).sum() if has_classes else ((y - guess) ** 2).sum())


def _usual(y: np.ndarray, has_classes: bool) -> float:
    if not has_classes:
        return float(y.mean())
    classes, rows = np.unique(y, return_counts=True)
    return float(classes[rows.argmax()])


def _line(x: np.ndarray, y: np.ndarray, new: np.ndarray, has_classes: bool) -> np.ndarray:
    if not has_classes:
        weights, constant = weights_of(x, y)
        return np.asarray(new @ weights + constant)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1e4, max_iter=1000, tol=1e-3))
    return np.asarray(model.fit(x, y).predict(new))


def _tree(x: np.ndarray, y: np.ndarray, new: np.ndarray, has_classes: bool) -> np.ndarray:
    kind = DecisionTreeClassifier if has_classes else DecisionTreeRegressor
    model = kind(max_leaf_nodes=LEAVES, min_samples_leaf=2, random_state=0)
    return np.asarray(model.fit(x, y).predict(new))
