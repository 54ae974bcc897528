"""In which parts of the table the best network does better or worse than the best baseline.

    difference of a part = score of the network − score of the baseline, on the part's tested rows

Every column's ranges, levels and empty cells are looked at, and a difference is listed only if its interval, widened
for how many parts were looked at, leaves out 0. It is a difference of the models that were fitted: of what other
training rows would have changed it says nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.insights.joint import by_unit, joint_intervals, units_of
from dlfund.comparison.insights.loss import Loss
from dlfund.comparison.insights.parts import most_telling, parts_of
from dlfund.comparison.insights.tested import loss_for, tested
from dlfund.comparison.views import Seen

LEAST_ROWS, LEAST_UNITS = 30, 15  # of a part, and outside of it
MOST_LISTED = 20  # the clearest ones


def segments(seen: Seen) -> dict[str, Any]:
    """The parts in which a difference is shown, and how many were looked at."""
    if len(seen.shown) < 2:
        return {}
    rows, loss = tested(seen, seen.shown), loss_for(seen, seen.shown)
    if len(rows.rows) < 2 * LEAST_ROWS:
        return {}
    dataset = seen.comparison.dataset.of_rows(rows.rows)
    network, baseline = (rows.losses(name, loss) for name in seen.shown)
    weight = np.ones(len(dataset)) if dataset.weight is None else dataset.weight
    units, columns = units_of(dataset), most_telling(dataset)
    looked_at = [
        (column.name, name, mask)
        for column in columns
        for name, mask in parts_of(column, dataset.x[column.name]).masks()
        if _large(mask, units, weight) and _large(~mask, units, weight)
    ]
    whole = np.ones(len(dataset), dtype=bool)
    measured = [_difference(mask, network, baseline, weight, loss) for mask in (whole, *(one[2] for one in looked_at))]
    values = np.array([one[0] for one in measured])
    # the whole table has an interval of its own: it is no part that was searched for
    seed = seen.comparison.protocol.seed
    alone = joint_intervals(values[:1], *(by_unit(one[:, None], units) for one in measured[0][1:]), seed=seed)
    found = {
        "contenders": list(seen.shown),
        "loss": loss.title,
        "rows": len(dataset),
        "columns": len(columns),
        "of_columns": len(dataset.schema.columns),
        "looked_at": len(looked_at),
        "whole": {"difference": float(values[0]), "low": float(alone.low[0]), "high": float(alone.high[0])},
    }
    if not looked_at:
        return found | {"shown": 0, "listed": []}
    moves, shares = (by_unit(np.stack([one[at] for one in measured[1:]], axis=1), units) for at in (1, 2))
    joint = joint_intervals(values[1:], moves, shares, seed=seed)
    shown = np.flatnonzero((joint.low > 0) | (joint.high < 0))
    clearest = sorted(shown, key=lambda one: (joint.p_adjusted[one], -abs(values[1:][one])))[:MOST_LISTED]
    listed = [
        {
            "column": looked_at[one][0],
            "part": looked_at[one][1],
            "rows": int(looked_at[one][2].sum()),
            "difference": float(values[1:][one]),
            "low": float(joint.low[one]),
            "high": float(joint.high[one]),
            "p_adjusted": float(joint.p_adjusted[one]),
            "elsewhere": float(_difference(~looked_at[one][2], network, baseline, weight, loss)[0]),
        }
        for one in clearest
    ]
    return found | {"shown": len(shown), "listed": listed}


def _large(mask: np.ndarray, units: np.ndarray, weight: np.ndarray) -> bool:
    counted = mask & (weight > 0)
    return bool(counted.sum() >= LEAST_ROWS) and len(np.unique(units[counted])) >= LEAST_UNITS


def _difference(
    mask: np.ndarray, network: np.ndarray, baseline: np.ndarray, weight: np.ndarray, loss: Loss
) -> tuple[float, np.ndarray, np.ndarray]:
    """The scores' difference on these rows, each row's move of it, and each row's share."""
    share = np.where(mask, weight, 0.0) / weight[mask].sum()
    gaps = (network - baseline) * loss.per_mean(share @ network, share @ baseline)
    difference = float(share @ gaps)
    return difference, share * (gaps - difference), share
