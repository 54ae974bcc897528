"""Segments of the table in which the best network is better or worse than the best baseline.

    difference in a segment = score of the network − score of the baseline, on the segment's tested rows

The ranges, levels and empty cells of every column are segments. A difference is listed only if its interval, widened
for the number of segments, leaves out 0. It is a difference between the fitted models: it does not cover what other
training rows would have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights.joint import by_unit, joint_intervals, units_of
from dlfund.comparison.result.insights.loss import Loss
from dlfund.comparison.result.insights.table_segments import most_informative, segments_of
from dlfund.comparison.result.insights.tested_rows import loss_for, tested_rows

LEAST_ROWS, LEAST_UNITS = 30, 15  # inside a segment, and outside of it
MOST_LISTED = 20  # those with the smallest p-values
Difference = tuple[float, np.ndarray, np.ndarray]  # of scores; each row's contribution to it; each row's share


class TableDifference(TypedDict):
    """The difference on all rows, with its interval."""

    difference: float
    low: float
    high: float


class ListedSegment(TypedDict):
    """A segment with a difference, the difference on all other rows, and the adjusted p-value."""

    column: str
    part: str
    rows: int
    difference: float
    low: float
    high: float
    p_adjusted: float
    elsewhere: float


class Segments(TypedDict):
    """The segments with a difference, and from how many they were chosen: network minus baseline in `loss`."""

    contenders: list[str]
    loss: str
    rows: int
    columns: int
    of_columns: int
    looked_at: int
    whole: TableDifference
    shown: int
    listed: list[ListedSegment]


def segments(run: FinishedRun) -> Segments | None:
    """The segments in which a difference is shown, and the number of segments that were examined."""
    if len(run.shown) < 2:
        return None
    rows, loss = tested_rows(run, run.shown), loss_for(run, run.shown)
    if len(rows.rows) < 2 * LEAST_ROWS:
        return None
    dataset = run.comparison.dataset.of_rows(rows.rows)
    network, baseline = (rows.losses(name, loss) for name in run.shown)
    weight = np.ones(len(dataset)) if dataset.weight is None else dataset.weight
    units, columns, seed = units_of(dataset), most_informative(dataset), run.comparison.protocol.seed
    examined = [
        (column.name, name, mask)
        for column in columns
        for name, mask in segments_of(column, dataset.x[column.name]).masks()
        if _large(mask, units, weight) and _large(~mask, units, weight)
    ]

    def difference(mask: np.ndarray) -> Difference:
        return _difference(mask, network, baseline, weight, loss)

    # the whole table has an interval of its own: it is not one of the segments that are searched
    whole, *moves = difference(np.ones(len(dataset), dtype=bool))
    alone = joint_intervals(np.array([whole]), *(by_unit(move[:, None], units) for move in moves), seed=seed)
    shown, listed = _listed(examined, difference, units, seed) if examined else (0, [])
    return {
        "contenders": list(run.shown),
        "loss": loss.title,
        "rows": len(dataset),
        "columns": len(columns),
        "of_columns": len(dataset.schema.columns),
        "looked_at": len(examined),
        "whole": {"difference": whole, "low": float(alone.low[0]), "high": float(alone.high[0])},
        "shown": shown,
        "listed": listed,
    }


def _listed(
    examined: Sequence[tuple[str, str, np.ndarray]],
    difference: Callable[[np.ndarray], Difference],
    units: np.ndarray,
    seed: int,
) -> tuple[int, list[ListedSegment]]:
    """The number of segments (column, name, rows) whose interval leaves out 0, and the clearest of them."""
    measured = [difference(mask) for _, _, mask in examined]
    values = np.array([value for value, _, _ in measured])
    moves = by_unit(np.stack([move for _, move, _ in measured], axis=1), units)
    shares = by_unit(np.stack([share for _, _, share in measured], axis=1), units)
    joint = joint_intervals(values, moves, shares, seed=seed)
    shown: list[int] = np.flatnonzero((joint.low > 0) | (joint.high < 0)).tolist()
    clearest = sorted(shown, key=lambda place: (joint.p_adjusted[place], -abs(values[place])))[:MOST_LISTED]
    return len(shown), [
        {
            "column": examined[place][0],
            "part": examined[place][1],
            "rows": int(examined[place][2].sum()),
            "difference": float(values[place]),
            "low": float(joint.low[place]),
            "high": float(joint.high[place]),
            "p_adjusted": float(joint.p_adjusted[place]),
            "elsewhere": difference(~examined[place][2])[0],
        }
        for place in clearest
    ]


def _large(mask: np.ndarray, units: np.ndarray, weight: np.ndarray) -> bool:
    counted = mask & (weight > 0)
    return bool(counted.sum() >= LEAST_ROWS) and len(np.unique(units[counted])) >= LEAST_UNITS


def _difference(
    mask: np.ndarray, network: np.ndarray, baseline: np.ndarray, weight: np.ndarray, loss: Loss
) -> Difference:
    """The scores' difference on these rows, each row's contribution to it, and each row's share."""
    share = np.where(mask, weight, 0.0) / weight[mask].sum()
    gaps = (network - baseline) * loss.per_mean(share @ network, share @ baseline)
    difference = float(share @ gaps)
    return difference, share * (gaps - difference), share
