"""Scores next to published ones and to the truth."""

from __future__ import annotations

from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.report import numbers
from dlfund.report.contender import ShownContender
from dlfund.report.truth import cell

NEAR = {None: numbers.NONE, True: "yes", False: "not shown"}  # whether the whole interval lies within the margin


def reached(result: Result) -> dict[str, object]:
    """A row per contender with a published score, and the best network and baseline; empty if neither is known."""
    known = result.reach
    published = known is not None and any(row.published is not None for row in known.rows)
    beside_truth = known is not None and any(row.to_truth is not None for row in known.rows)
    if known is None or not (published or beside_truth):
        return {"rows": []}
    rows = [
        {
            "contender": ShownContender(result.contender(row.name), result),
            "mean": numbers.score(row.mean),
            "raw": row.mean,
            "interval": numbers.interval(row.low, row.high),
            "published": numbers.score(row.published),
            "to_published": numbers.difference(row.to_published),
            "left": cell(row.to_truth),
            "near": NEAR[row.near_truth],
        }
        for row in known.rows
    ]
    return {
        "rows": rows,
        "metric": METRICS[result.metric].title,
        "published": published,
        "truth": numbers.score(known.truth) if beside_truth else None,
        "margin": None if known.margin is None else f"{known.margin:g}",
    }
