"""What was reached, beside what others published and what nobody can beat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result


def reach(result: Result, published: Mapping[str, float], best: Mapping[str, str | None]) -> dict[str, Any]:
    """One row a contender with a published figure, and the best network and baseline.

    Args:
        published: mapping of contender to its published figure, in the deciding metric.
        best: mapping of family to its best contender.
    """
    dataset, metric = result.content["dataset"], METRICS[result.metric]
    known = (dataset.get("best_possible") or {}).get(result.metric)
    best_possible, margin = None if known is None else float(known["value"]), dataset.get("margin_to_best")
    rows = []
    for one in result.ranked():
        own = result.content["judgement"]["intervals"][one["name"]].get(result.metric)
        if own is None or (one["name"] not in published and one["name"] not in best.values()):
            continue
        figure = published.get(one["name"])
        gap = None if best_possible is None else own["mean"] - best_possible
        short = 0.0 if gap is None else -gap if metric.higher_is_better else gap
        rows.append(
            {
                "name": one["name"],
                **own,
                "published": figure,
                "to_published": None if figure is None else own["mean"] - figure,
                "to_best": gap,
                "near_best": None if gap is None or margin is None else bool(short <= margin),
            }
        )
    return {"best_possible": best_possible, "margin": margin, "rows": rows}
