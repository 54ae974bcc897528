"""Which rows a member learns from, and which choose its epoch."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold

Split = tuple[np.ndarray, np.ndarray]
FEWEST = 10  # rows below which none are spared for choosing epochs


def inner_splits(y: np.ndarray, members: int, fraction: float, seed: int, *, classes: bool) -> list[Split]:
    """A pair (learned, choosing) of positions a member.

    Several members choose by parts that cover all rows once, so that every row is judged by a network that did not
    learn it. One member chooses by a `fraction` of the rows. Classes keep their shares where they have enough rows.
    """
    rows = np.arange(len(y))
    if len(rows) < FEWEST:
        return [(rows, rows[:0])] * members
    parts = min(members if members > 1 else max(2, round(1 / fraction)), len(rows))
    counts = np.unique(y, return_counts=True)[1] if classes else []
    stratified = classes and min(counts) >= parts
    fold = (StratifiedKFold if stratified else KFold)(parts, shuffle=True, random_state=seed)
    splits = list(fold.split(rows, y if stratified else None))
    return [splits[number % parts] for number in range(members)]
