"""Rows in time: the forecasts for the last days that were tested, and every contender's error over time."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import pandas as pd

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.core.task_kind import Answer

DAYS = 7
POINTS = 168  # rows that are shown where the order is not a date: as many as a week has hours
MOST = 400
BLOCKS = 48


class Day(TypedDict):
    """The place of a day's first row, and the day's name."""

    at: int
    day: str


class LastRows(TypedDict):
    """The last tested rows: when they are, their true numbers, and each shown contender's forecasts."""

    when: list[str]
    truth: list[float]
    said: dict[str, list[float]]
    days: list[Day]


class ErrorsInTime(TypedDict, total=False):
    """Blocks of rows: where each starts, its number of rows, each contender's mean absolute error; or nothing."""

    starts: list[str]
    rows: list[int]
    means: dict[str, list[float]]


class Forecast(TypedDict):
    """The end of the test rows, and errors over all of them; empty where the contenders share no tested row."""

    order: str
    last: LastRows
    errors: ErrorsInTime


def forecast(run: FinishedRun) -> Forecast | None:
    """The end of the last fold's test rows, and every contender's absolute error over all tested rows."""
    order = run.comparison.dataset.order
    if order is None or run.task_kind.answer is not Answer.NUMBER:
        return None
    return {"order": run.schema.order, "last": _last(run, order), "errors": _errors(run, order)}


def _last(run: FinishedRun, order: np.ndarray) -> LastRows:
    folds = run.comparison.folds
    place = max(range(len(folds)), key=lambda number: order[folds[number].test].max())
    fold = folds[place]
    sorting = np.argsort(order[fold.test], kind="stable")
    sorting = sorting[-_many(order[fold.test][sorting]) :]
    rows = fold.test[sorting]
    forecasts = {
        name: rounded(np.asarray(outcome.predictions, dtype=float)[sorting])
        for name in run.shown
        if not (outcome := run.outcomes[name][place]).error
    }
    when = pd.Series(order[rows])
    return {
        "when": [str(moment) for moment in when],
        "truth": rounded(run.comparison.dataset.y[rows]),
        "said": forecasts,
        "days": _days(when),
    }


def _many(ordered: np.ndarray) -> int:
    """How many of the last rows are a week, if the order is a date."""
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


def _days(when: pd.Series) -> list[Day]:
    """Where each day begins; empty where the order is not a date."""
    times = _times(when)
    if times is None:
        return []
    starts = np.flatnonzero(times.dt.date != times.dt.date.shift())
    return [{"at": int(start), "day": times.iloc[int(start)].strftime("%a %d %b")} for start in starts]


def _errors(run: FinishedRun, order: np.ndarray) -> ErrorsInTime:
    """Mean absolute error in blocks of equally many rows, from the earliest tested row to the latest."""
    tested = {name: run.predictions(name) for name in run.outcomes}
    common = [set(rows.tolist()) for rows, _ in tested.values() if len(rows)]
    if not common:
        return {}
    rows = np.array(sorted(set.intersection(*common), key=lambda row: order[row]), dtype=int)
    if len(rows) < 2:
        return {}
    blocks = np.array_split(np.arange(len(rows)), min(BLOCKS, len(rows)))
    means = {}
    for name, (own, predictions) in tested.items():
        if len(own):
            at = pd.Series(predictions, index=own).loc[rows].to_numpy()
            misses = np.abs(at - run.comparison.dataset.y[rows])
            means[name] = rounded([misses[block].mean() for block in blocks])
    return {
        "starts": [str(order[rows[block[0]]]) for block in blocks],
        "rows": [len(block) for block in blocks],
        "means": means,
    }
