"""Folds for rows that are ordered in time: no model is trained on the future of its test rows."""

from __future__ import annotations

import numpy as np

from dlfund.data.errors import DataError
from dlfund.data.split import Fold


def time_ordered_folds(order: np.ndarray, *, folds: int, gap: int, validation: float, start: int = 0) -> list[Fold]:
    """Each fold's development rows are all rows up to a time; its test rows follow after a gap of `gap` rows.

    The validation rows are the latest development rows, with the same gap before them. With `start`, the first fold has
    at least this number of development rows, and the test parts are smaller.

    Raises:
        DataError: too few rows, or a start outside the possible range.
    """
    from sklearn.model_selection import TimeSeriesSplit

    rows = np.argsort(order, kind="stable")
    if len(rows) < (needed := (folds + 1) * (gap + 2) + round(1 / validation)):
        raise DataError(
            f"Expected at least {needed} rows for {folds} time-ordered folds with gaps of {gap} rows. "
            f"Received: {len(rows)} rows. Add rows, or use fewer folds or a smaller gap."
        )
    if start and not 2 <= start <= len(rows) - folds * (gap + 1):
        raise DataError(
            f"Expected from 2 to {len(rows) - folds * (gap + 1)} rows before the first of {folds} test parts. "
            f"Received: {start}. Choose a start in this range."
        )
    size = (len(rows) - start) // folds if start else None
    splits = TimeSeriesSplit(n_splits=folds, gap=gap, test_size=size).split(rows)
    return [
        _latest_validated(f"1-{number}", rows[development], rows[test], gap, validation)
        for number, (development, test) in enumerate(splits, start=1)
    ]


def time_ordered_final(order: np.ndarray, *, gap: int, validation: float) -> Fold:
    """The fold of all rows; the latest are the validation rows."""
    return _latest_validated("final", np.argsort(order, kind="stable"), np.arange(0), gap, validation)


def _latest_validated(name: str, development: np.ndarray, test: np.ndarray, gap: int, share: float) -> Fold:
    cut = len(development) - max(1, round(share * len(development)))
    return Fold(name, np.sort(development[: max(1, cut - gap)]), np.sort(development[cut:]), np.sort(test))
