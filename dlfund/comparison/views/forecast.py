"""Rows in time: what was forecast for the last days that were tested, and when everybody was wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dlfund.comparison.views.seen import Seen, rounded

DAYS = 7
POINTS = 168  # a week of hours; where the order is no clock, so many rows
MOST = 400
BLOCKS = 48


def forecast(seen: Seen) -> dict[str, Any]:
    """The end of the last fold's test part, and every contender's absolute error over all tested rows."""
    order = seen.comparison.dataset.order
    if order is None or seen.kind != "regression":
        return {}
    return {"order": seen.schema.order, "last": _last(seen, order), "errors": _errors(seen, order)}


def _last(seen: Seen, order: np.ndarray) -> dict[str, Any]:
    fold = max(seen.comparison.folds, key=lambda fold: order[fold.test].max())
    place = next(number for number, one in enumerate(seen.comparison.folds) if one is fold)
    sorting = np.argsort(order[fold.test], kind="stable")
    sorting = sorting[-_many(order[fold.test][sorting]) :]
    rows = fold.test[sorting]
    said = {
        name: rounded(np.asarray(outcome.predictions, dtype=float)[sorting])
        for name in seen.shown
        if not (outcome := seen.outcomes[name][place]).error
    }
    when = pd.Series(order[rows])
    return {
        "when": [str(one) for one in when],
        "truth": rounded(seen.comparison.dataset.y[rows]),
        "said": said,
        "days": _days(when),
    }


def _many(ordered: np.ndarray) -> int:
    """How many of the last rows are a week, if the order is a clock."""
    times = _times(pd.Series(ordered))
    if times is None:
        return min(POINTS, len(ordered))
    return int(np.clip((times > times.max() - pd.Timedelta(days=DAYS)).sum(), 2, MOST))


def _times(values: pd.Series) -> pd.Series | None:
    """The order as dates, if it is written as such."""
    if pd.api.types.is_numeric_dtype(values):
        return None
    times = pd.to_datetime(values, errors="coerce")
    return None if times.isna().any() else times


def _days(when: pd.Series) -> list[dict[str, Any]]:
    """Where a day begins, and which; none where the order is no clock."""
    times = _times(when)
    if times is None:
        return []
    starts = np.flatnonzero(times.dt.date != times.dt.date.shift())
    return [{"at": int(one), "day": times.iloc[int(one)].strftime("%a %d %b")} for one in starts]


def _errors(seen: Seen, order: np.ndarray) -> dict[str, Any]:
    """Mean absolute error in blocks of equally many rows, from the earliest tested row to the latest."""
    tested = {name: seen.said(name) for name in seen.outcomes}
    common = [set(rows.tolist()) for rows, _ in tested.values() if len(rows)]
    if not common:
        return {}
    rows = np.array(sorted(set.intersection(*common), key=lambda row: order[row]), dtype=int)
    if len(rows) < 2:
        return {}
    blocks = np.array_split(np.arange(len(rows)), min(BLOCKS, len(rows)))
    means = {}
    for name, (own, said) in tested.items():
        if len(own):
            at = pd.Series(said, index=own).loc[rows].to_numpy()
            misses = np.abs(at - seen.comparison.dataset.y[rows])
            means[name] = rounded([misses[block].mean() for block in blocks])
    return {
        "starts": [str(order[rows[block[0]]]) for block in blocks],
        "rows": [len(block) for block in blocks],
        "means": means,
    }
