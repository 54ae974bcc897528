"""Folds for rows that have an order or a place: the future is never learned from, and nobody is on both sides."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import GroupKFold, GroupShuffleSplit, TimeSeriesSplit

from dlfund.data.errors import DataError
from dlfund.data.split import Fold


def time_ordered_folds(order: np.ndarray, *, folds: int, gap: int, validation: float) -> list[Fold]:
    """Each fold learns from everything up to a moment and is judged by what follows, `gap` rows later.

    The rows a fold chooses by are the latest of those it may learn from, with the same gap before them.
    """
    rows = np.argsort(order, kind="stable")
    if len(rows) < (needed := (folds + 1) * (gap + 2) + round(1 / validation)):
        raise DataError(
            f"Expected at least {needed} rows for {folds} time-ordered folds with gaps of {gap} rows. "
            f"Received: {len(rows)} rows. Add rows, or use fewer folds or a smaller gap."
        )
    splits = TimeSeriesSplit(n_splits=folds, gap=gap).split(rows)
    return [
        _latest_validated(f"1-{number}", rows[development], rows[test], gap, validation)
        for number, (development, test) in enumerate(splits, start=1)
    ]


def time_ordered_final(order: np.ndarray, *, gap: int, validation: float) -> Fold:
    """All rows, the latest of them to choose by."""
    return _latest_validated("final", np.argsort(order, kind="stable"), np.arange(0), gap, validation)


def _latest_validated(name: str, development: np.ndarray, test: np.ndarray, gap: int, share: float) -> Fold:
    cut = len(development) - max(1, round(share * len(development)))
    return Fold(name, np.sort(development[: max(1, cut - gap)]), np.sort(development[cut:]), np.sort(test))


def grouped_folds(
    group: np.ndarray, *, folds: int, repeats: int, validation: float, seed: int, y: np.ndarray
) -> list[Fold]:
    """`folds` × `repeats` outer folds in which nobody is on both sides, nor in the inner split of any."""
    groups = len(np.unique(group))
    if groups < max(folds, 2) + 1:
        raise DataError(
            f"Expected at least {folds + 1} different groups for {folds} grouped folds. Received: {groups}. "
            "Use fewer folds."
        )
    made: list[Fold] = []
    for repeat in range(repeats):
        outer = GroupKFold(n_splits=folds, shuffle=True, random_state=seed + repeat)
        for number, (development, test) in enumerate(outer.split(group, y, group), start=1):
            name = f"{repeat + 1}-{number}"
            made.append(_group_validated(name, development, test, group, validation, seed + len(made)))
    return made


def grouped_final(group: np.ndarray, *, validation: float, seed: int) -> Fold:
    """All rows, some groups of them to choose by."""
    return _group_validated("final", np.arange(len(group)), np.arange(0), group, validation, seed)


def _group_validated(
    name: str, development: np.ndarray, test: np.ndarray, group: np.ndarray, share: float, seed: int
) -> Fold:
    inner = GroupShuffleSplit(n_splits=1, test_size=share, random_state=seed)
    train, chosen_by = next(inner.split(development, groups=group[development]))
    return Fold(name, np.sort(development[train]), np.sort(development[chosen_by]), test)
