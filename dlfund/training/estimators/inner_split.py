"""The rows that a member is trained on, and the validation rows that choose its epoch."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold

Split = tuple[np.ndarray, np.ndarray]
FEWEST = 10  # with fewer rows than this, all are trained on and none choose the epoch


def inner_splits(y: np.ndarray, members: int, fraction: float, seed: int, *, classes: bool) -> list[Split]:
    """A pair (training, validation) of row positions per member.

    The validation rows of several members cover all rows once, so that every row is predicted by a network that was
    not trained on it. A single member has a `fraction` of the rows as its validation rows. The split is stratified
    if every class has enough rows.
    """
    rows = np.arange(len(y))
    if len(rows) < FEWEST:
        return [(rows, rows[:0])] * members
    parts = min(members if members > 1 else max(2, round(1 / fraction)), len(rows))
    counts = np.unique(y, return_counts=True)[1].tolist() if classes else []
    stratified = classes and min(counts) >= parts
    fold = (StratifiedKFold if stratified else KFold)(parts, shuffle=True, random_state=seed)
    splits = list(fold.split(rows, y if stratified else None))
    return [splits[number % parts] for number in range(members)]
